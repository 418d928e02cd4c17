"""Micro-wishes: a small thing that a resident wishes for, done by one member."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, wishes
from domain.viewer import Viewer
from domain.wishes import WishState, WishStep
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from planner.personal import Personal
from resolvers import wishes as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.declare import column, computed, entity, given, many, one, personal, where
from schema.lazy import AMember, AnEvent, AnOrganization, Events
from schema.nodes import PADDED, PADDED_EN, Connection, Node
from schema.permissions import PERMISSION, Permission
from schema.pushed import CURSOR, PREVIOUS, as_sent, of_event, pushed
from schema.scalars import Cursor
from schema.words import Category, Scope, described

described(WishState, "微心愿的状态。Where a micro-wish is in its life.", wishes.PROCESS.words_of_states)
WishAction = WishStep
described(WishAction, "对微心愿的操作。What can be done with a micro-wish.", wishes.PROCESS.words_of_steps, name="WishAction")


class WishOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The one that is due first.")
    NEWEST = "NEWEST", Words("最新发布在前", "The one that was published last.")


described(WishOrder, "微心愿的排序。Orders of micro-wishes.")

PAGES = IndexLayout(states=tuple(map(str, WishState)), state="state", division="withinDivision")
ORDERS = {"DUE": Order("coalesce({t}.due_at, 'infinity')", "timestamptz"),  # as its indexes have it, and the clock's has not
           "NEWEST": Order("{t}.published_at", "timestamptz", descending=True)}
OF_COMMUNITY, OF_HOLDER = "{t}.community_id = {v:id(Organization)}", "{t}.holder_id = {v:id(Member)}"
RULED = {name: f"{{t}}.{name}" for name in ("state", "community_id", "scope_code", "holder_id", "due_at")}


@strawberry.input(description="筛选微心愿；各项同时成立。Which micro-wishes; all of it holds.")
class WishFilter:
    state: list[WishState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    community_id: strawberry.ID | None = where("此社区发布的。Published by this community.", OF_COMMUNITY,
                                               index=IndexCondition(OF_COMMUNITY))
    holder_id: strawberry.ID | None = where("由此成员承接的，或派给其的。That this member has, or that are offered to it.", OF_HOLDER,
                                            index=IndexCondition(OF_HOLDER))
    mine: bool | None = where(
        "是否为您承接的，或您所代表的社区发布的。Whether you have it, or a community that you act for published it.",
        "({t}.community_id = ANY({organizations}) OR coalesce({t}.holder_id = {member}, false)) = {v:bool}")
    within_division: str | None = where(f"社区在此区划之内；{PADDED}。Whose community lies within this division; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    due_before: datetime | None = where("此时间之前到期。Due before this moment.", "{t}.due_at < {v:timestamptz}")
    published_after: datetime | None = where("此时间之后发布。Published after this moment.", "{t}.published_at > {v:timestamptz}")
    text: str | None = where("标题或说明含有此文字。Its title or body contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.body, {v:text}) > 0)")


@entity(PERMISSION)
class WishPermission(Permission):
    action: WishAction = given("操作。The action.")


@entity("心愿的居民。个人信息：承接期间只有承接人与社区看到，每次查看留痕；社区看到确认为止；结束后无人看到，可以删除。"
        "The resident of a wish. Personal data: while it is held its holder and the community see them, and each look is recorded; "
        "the community until it has confirmed; afterwards nobody, and they can be erased.")
class WishResident:
    name: str = given("姓名。The name.")
    phone: str = given("电话。The phone.")


RESIDENT = Personal("wish_resident", "{t}.wish_id = {p}.id", ("{t}.name", "{t}.phone"), wishes.shown, use_cases.OWNERS,
                    wishes.look, wishes.PROCESS.table)


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return wishes.actions(viewer, wishes.Wish(**dict(zip(RULED, row, strict=True))), now)


@entity("微心愿：社区为一名居民发布的小事，由一名成员承接（点单、派单、接单）。A micro-wish: a small thing that a community publishes for a "
        "resident, done by one member.",
        table="micro_wish", tag="mw", visible=wishes.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", "CATEGORY": "{t}.category"}, keys={"id": "id"})
class MicroWish(Node):
    state: WishState = column("状态。Where it is in its life.")
    category: Category = column("类别。What it is about.")
    title: str = column("标题。The title.")
    body: str = column("说明，可为空文字。What it is about; may be empty.")
    scope: Scope = column("开放范围：其中的成员可以承接。Within which division members may take it.")
    community: AnOrganization = one("发布的社区。The community that published it.", "{t}.id = {p}.community_id")
    published_by: AMember = one("发布人。Which member published it.", "{t}.id = {p}.published_by")
    holder: AMember | None = one("承接人，或派单对象；没有则为空。Who has it, or whom it is offered to; null when nobody.",
                                 "{t}.id = {p}.holder_id")
    resident: WishResident | None = personal(
        "居民；您此时看不到，或已删除，则为空。谁何时看到，见其类型。The resident; null where you do not see it now, or it is erased: who "
        "sees it when, see its type.", RESIDENT)
    published_at: datetime = column("发布时间。When it was published.")
    due_at: datetime = column("期限：届时未完成即失效。Until when it can be done before it lapses.")
    held_at: datetime | None = column("承接时间；尚未则为空。Since when its holder has it; null before.")
    fulfilled_at: datetime | None = column("完成时间；尚未则为空。When it was last said to be done; null before.")
    note: str | None = column("完成情况；尚未则为空。What was done; null before.")
    over_at: datetime | None = column("确认、撤回或失效的时间；尚未则为空。When it was confirmed or withdrawn, or lapsed; null before.")
    reason: str | None = column("退单、退回或撤回的原因，最近一次的；没有则为空。Why it came back, was sent back or withdrawn, the last time; "
                                "null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'micro_wish' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    attachments = files_of(wishes.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(wishes.ATTACHED)
    viewer_can: list[WishPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.", _viewer_can, "{now}",
        *RULED.values())


WISHES = many(Connection[MicroWish], "您可见的微心愿。The micro-wishes that you may see.", filter=WishFilter, order=WishOrder)


@entity("一个新的微心愿。A micro-wish that is new to you.")
class WishEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    wish: MicroWish | None = one(as_sent("该微心愿"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


PUBLISHED = pushed(WishEvent, "您可见的、待认领的微心愿：新发布的，与退回的。Micro-wishes that you may see and nobody has: published, or given "
                   "back.", events=("wish.published", "wish.given_back"), subject="subject_id", target="MicroWish")
