"""Micro-wishes (微心愿：点单、派单、接单): a small thing that a resident wishes for, told by the community, done by one member.

Its life is PROCESS, drawn in docs/processes.md. A wish without its day is nothing: what is not done by then has lapsed, and
whoever held it sees the resident's data no more (decision 0159).
"""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import access, contacts
from domain.attachments import Asking, AttachmentOf, Row
from domain.contacts import Contact
from domain.items import Scope
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.personal import Look
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class WishState(StrEnum):
    OPEN = "OPEN"
    OFFERED = "OFFERED"
    TAKEN = "TAKEN"
    HELD = "HELD"
    FULFILLED = "FULFILLED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


class WishStep(StrEnum):
    """What people do with a wish."""

    TAKE = "TAKE"
    OFFER = "OFFER"
    ACCEPT = "ACCEPT"
    GIVE_BACK = "GIVE_BACK"
    FULFIL = "FULFIL"
    RETURN = "RETURN"
    CONFIRM = "CONFIRM"
    WITHDRAW = "WITHDRAW"
    ERASE = "ERASE"


class Role(StrEnum):
    """Whose step it is."""

    COMMUNITY = "COMMUNITY"
    NEIGHBOUR = "NEIGHBOUR"  # whoever belongs to the area that it is open to, but not the community itself
    HOLDER = "HOLDER"
    ASKED = "ASKED"          # of what a member took the community, of what it offered that member
    EITHER = "EITHER"        # the holder or the community


PUBLISH = "PUBLISH_WISH"
LAPSE = "LAPSE"  # the clock's step
_WAITING = (WishState.OFFERED, WishState.TAKEN)
_BEFORE = (WishState.OPEN, *_WAITING, WishState.HELD)
PROCESS = Process(
    table="micro_wish", type="MicroWish", words=Words("微心愿", "A micro-wish."),
    begins={WishState.OPEN: "wish.published"},
    states={
        WishState.OPEN: State(Words("待认领", "Nobody has it.", "：无人承接")),
        WishState.OFFERED: State(Words("已派单", "Offered by the community to a member, who has not answered.", "，待对方接单"),
                                 has=("holder_id",)),
        WishState.TAKEN: State(Words("已点单", "Taken by a member; the community has not accepted.", "，待社区确认"),
                               has=("holder_id",)),
        WishState.HELD: State(Words("承接中", "A member does it, and the community wants it so.", "：双方同意"),
                              has=("holder_id", "held_at")),
        WishState.FULFILLED: State(Words("已完成待确认", "The holder said that it is done; the community has not confirmed."),
                                   has=("holder_id", "held_at", "fulfilled_at", "note")),
        WishState.CONFIRMED: State(Words("已实现", "Done, and confirmed by the community.", "，社区已确认"),
                                   has=("holder_id", "held_at", "fulfilled_at", "note", "over_at")),
        WishState.WITHDRAWN: State(Words("已撤回", "Taken back by the community."), has=("over_at", "reason")),
        WishState.LAPSED: State(Words("逾期失效", "Its day was over before it was done."), has=("over_at",)),
    },
    steps={
        WishStep.TAKE: Step(Words("点单", "Take it, by takeWish.", "承接"), Role.NEIGHBOUR, (WishState.OPEN,),
                            WishState.TAKEN, "wish.taken"),
        WishStep.OFFER: Step(Words("派单", "Offer it to a member, by offerWish.", "给一名成员"), Role.COMMUNITY,
                             (WishState.OPEN,), WishState.OFFERED, "wish.offered"),
        WishStep.ACCEPT: Step(Words("接单", "Accept the member who took it, or the offer, by acceptWish.", "或确认点单的成员"),
                              Role.ASKED, _WAITING, WishState.HELD, "wish.accepted"),
        WishStep.GIVE_BACK: Step(Words("退单", "Give it back or take it from its holder, by giveBackWish.", "，重新待认领"),
                                 Role.EITHER, (*_WAITING, WishState.HELD), WishState.OPEN, "wish.given_back"),
        WishStep.FULFIL: Step(Words("完成", "Say that it is done, by fulfilWish."), Role.HOLDER, (WishState.HELD,),
                              WishState.FULFILLED, "wish.fulfilled"),
        WishStep.RETURN: Step(Words("退回", "Send back what is not done, by returnWish.", "未做好的"), Role.COMMUNITY,
                              (WishState.FULFILLED,), WishState.HELD, "wish.returned"),
        WishStep.CONFIRM: Step(Words("确认", "Confirm that it is done, by confirmWish."), Role.COMMUNITY,
                               (WishState.FULFILLED,), WishState.CONFIRMED, "wish.confirmed"),
        WishStep.WITHDRAW: Step(Words("撤回", "Take it back, by withdrawWish."), Role.COMMUNITY, _BEFORE,
                                WishState.WITHDRAWN, "wish.withdrawn"),
        WishStep.ERASE: Step(Words("删除居民信息", "Erase the resident's data, by eraseWishResident."), Role.COMMUNITY,
                             tuple(WishState), None, "wish.resident_erased"),
        LAPSE: Step(Words("逾期", "Its day is over before it is done."), CLOCK, _BEFORE, WishState.LAPSED, "wish.lapsed"),
    },
    deadlines=(Deadline("due_at", _BEFORE, LAPSE),),
    deeds={PUBLISH: Words("发布微心愿", "Publish a micro-wish, by publishWish.")})

SIGHT = Sight(own="community_id", home="home_code", upward={12: "home", 9: "street", 6: "district"}, downward="scope_code")
"""Seen by the community, by whoever belongs to the area that it is open to, and by the officers above: never the resident's
data, of which `look` decides."""
SUBJECT = Subject(PROCESS.table, SIGHT)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the rules need to know of a wish.

    scope_code   of the division within which everybody may take it
    holder_id    the member who has it, whom it is offered to, or who has done it
    due_at       when its day is over
    """

    state: str
    community_id: UUID
    scope_code: str
    holder_id: UUID | None
    due_at: datetime
    home_code: str = ""
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it lapsed."""
        return PROCESS.state_at(self.state, {"due_at": self.due_at}, now)


def check_community(kind: str) -> None:
    """raises   BadInput"""
    if kind != OrganizationKind.COMMUNITY:
        raise BadInput("community_id", Bilingual("须为社区：微心愿由居民所在社区发布。",
                                                 "It must be a community: the resident's own one publishes a wish."))


def check_scope(scope: str) -> None:
    """raises   BadInput: members take wishes, not organisations that are paired"""
    if scope == Scope.PAIRED:
        raise BadInput("scope", Bilingual("微心愿由区划内的成员承接；PAIRED 只用于清单条目。",
                                          "Wishes are taken by members of a division: PAIRED is for list items."))


def check_due(due_at: datetime, now: datetime) -> None:
    """raises   BadInput"""
    if due_at <= now:
        raise BadInput("due_at", Bilingual("须在将来。", "It must lie ahead."))


def due_again(asked: datetime | None, wish: Wish, now: datetime) -> datetime:
    """Until when what was sent back is to be done.

    asked    None: as before
    raises   BadInput where that is over
    """
    if asked is None and wish.due_at <= now:
        raise BadInput("due_at", Bilingual("原期限已过，请另定期限。", "Its day is over: give another, ahead."))
    if asked is not None:
        check_due(asked, now)
    return asked or wish.due_at


def may_hold(viewer: Viewer, wish: Wish) -> bool:
    """Whether a member may be the one who does it: nobody confirms what he did himself."""
    return wish.scope_code in viewer.scopes and wish.community_id not in viewer.acts_for


def check_offered(asked: Viewer, wish: Wish) -> None:
    """raises   BadInput"""
    if not may_hold(asked, wish):
        raise BadInput("member_id", Bilingual("须属于此微心愿的开放范围，且不代表该社区。",
                                              "The member must belong to the area that the wish is open to, and not act for "
                                              "its community."))


def check_step(viewer: Viewer, step: WishStep, wish: Wish, now: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    state = wish.state_at(now)
    if not _may(viewer, Role(PROCESS.steps[step].by), wish, state):
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, state)


def _may(viewer: Viewer, role: Role, wish: Wish, state: str) -> bool:
    if role is Role.NEIGHBOUR:
        return may_hold(viewer, wish)
    is_community, is_holder = wish.community_id in viewer.acts_for, wish.holder_id == viewer.member_id
    if role is Role.ASKED and state in _WAITING:
        return is_community if state == WishState.TAKEN else is_holder
    return (is_community and role is not Role.HOLDER) or (is_holder and role is not Role.COMMUNITY)


def actions(viewer: Viewer, wish: Wish, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a wish, in the order of WishStep."""
    def check(action: str) -> None:
        check_step(viewer, WishStep(action), wish, now)
    return access.permissions(WishStep, check)


def look(viewer: Viewer, now: datetime, state: str, community_id: UUID, holder_id: UUID | None, due_at: datetime) -> Look:
    """How much the viewer gets of the resident: all of it while a member does it, of who does it and of the community; the
    community until it has confirmed. Each look is on record."""
    holds = Wish(state=state, community_id=community_id, scope_code="", holder_id=holder_id, due_at=due_at).state_at(now)
    may = {WishState.HELD: community_id in viewer.acts_for or holder_id == viewer.member_id,
           WishState.FULFILLED: community_id in viewer.acts_for}
    return Look.RECORDED if may.get(WishState(holds), False) else Look.MASKED


def shown(name: str, phone: str, *, masked: bool) -> Contact | None:
    """The resident whole, or not at all: there is no part of it that everybody may see."""
    return None if masked else contacts.shown(name, phone, masked=False)


def check_file(asking: Asking, wish: Row, _: Row) -> None:
    """Its holder adds pictures of what was done, as long as it is not confirmed.

    raises   NotAllowed, WrongState
    """
    if wish["holder_id"] != asking.member_id:
        raise NotAllowed(asking.deed.action)
    if PROCESS.state_at(wish["state"], {"due_at": wish["due_at"]}, asking.now) not in WITH_FILES:
        raise WrongState(wish["state"], [*WITH_FILES])


WITH_FILES = (WishState.HELD, WishState.FULFILLED)
ATTACHED = AttachmentOf(PROCESS.table, PROCESS.type, Words("微心愿", "a micro-wish"), SIGHT, check_file,
                        needs=("state", "holder_id", "due_at"), inside=Sight(own="community_id", person="holder_id"),
                        versioned=True)
"""Seen by the community and the holder alone: a resident, or a door with its number, may be in the picture."""
