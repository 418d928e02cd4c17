"""Calls with time limits (吹哨报到, 吹哨派单, 接诉即办): raised by a street, a community or a grid, answered by departments.

A call's life is PROCESS, drawn in docs/processes.md. Overdue is told from the clock: docs/decisions/0155-calls.md.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, routes, whistle_callers
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import CLOCK, FOLLOWS, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Named, Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class WhistleState(StrEnum):
    REPORTED = "REPORTED"
    TRIAGED = "TRIAGED"
    DISPATCHED = "DISPATCHED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    HANDLED = "HANDLED"
    REWORK = "REWORK"
    SUSPENDED = "SUSPENDED"
    VERIFIED = "VERIFIED"
    LINKED = "LINKED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class WhistleStep(StrEnum):
    TRIAGE = "TRIAGE"
    DISPATCH = "DISPATCH"
    ACCEPT = "ACCEPT"
    RETURN = "RETURN"
    DIAGNOSE = "DIAGNOSE"
    REPORT = "REPORT"
    HANDLE = "HANDLE"
    VERIFY = "VERIFY"
    REWORK = "REWORK"
    CLOSE = "CLOSE"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    WITHDRAW = "WITHDRAW"
    LINK = "LINK"
    UNLINK = "UNLINK"
    RATE = "RATE"
    ERASE = "ERASE"


class WhistleKind(Worded):
    JOINT_ENFORCEMENT = "JOINT_ENFORCEMENT", Words("综合执法哨", "Needs several departments to enforce the law together.")
    KEY_WORK = "KEY_WORK", Words("重点工作哨", "About the key work of an area.")
    EMERGENCY = "EMERGENCY", Words("应急处置哨", "An emergency: its limits are hours.")


class WhistleLevel(Worded):
    """Up to which level a call is known; each time that it is overdue, one level more."""

    GRID = "GRID", Words("网格", "The grid that raised it.")
    COMMUNITY = "COMMUNITY", Words("社区", "The community.")
    STREET = "STREET", Words("街道", "The street.")
    DISTRICT = "DISTRICT", Words("区县", "The district: it goes no higher.", "，不再上升")


class PartyRole(Worded):
    LEAD = "LEAD", Words("主办", "It handles the call, and says when it is done.")
    ASSISTING = "ASSISTING", Words("协办", "It assists.")


class PartyState(Worded):
    ASKED = "ASKED", Words("待签收", "Not answered yet.")
    ACCEPTED = "ACCEPTED", Words("已签收", "Accepted.")
    RETURNED = "RETURNED", Words("已退单", "It says that it is not its affair.", "：认为不属其职责")
    REPORTED = "REPORTED", Words("已报告", "It said what it did.", "所做的事")
    RELEASED = "RELEASED", Words("已解除", "It is asked no more: the call was dispatched anew, without it.", "：改派后不再需要")


class Role(StrEnum):
    """Whose step it is."""

    CALLER = "CALLER"          # who acts for the organisation that raised it, or the system that did
    DISPATCHER = "DISPATCHER"  # officers over the street, or where there is none the district, in which it was raised
    ABOVE = "ABOVE"            # officers over the district in which it was raised
    LEAD = "LEAD"              # who acts for the organisation that it was dispatched to
    ASSISTING = "ASSISTING"    # who acts for one that assists it


RAISE, WRITE, ESCALATE = "RAISE_WHISTLE", "WRITE_WHISTLE_MESSAGE", "ESCALATE"
LINKED_WITH, CLOSED_WITH = "LINK_WITH_ORIGINAL", "CLOSE_WITH_ORIGINAL"
_S = WhistleState
OPEN = tuple(state for state in _S if state not in (_S.CLOSED, _S.WITHDRAWN))
RUNNING = tuple(state for state in OPEN if state not in (_S.SUSPENDED, _S.LINKED))
"""In which the clock runs."""
IN_WORK = (_S.ACCEPTED, _S.REWORK)
_UNANSWERED = (_S.REPORTED, _S.TRIAGED, _S.DISPATCHED, _S.RETURNED)
UNHANDLED = (*_UNANSWERED, *IN_WORK)
_WITH_LEAD = ("due_at", "lead_id", "dispatched_at", "accept_by", "handle_by")
PROCESS = Process(
    table="whistle", type="Whistle", words=Words("哨（诉求）", "A call."),
    begins={_S.REPORTED: "whistle.reported"},
    states={
        _S.REPORTED: State(Words("已吹哨", "Raised; not triaged yet.", "，待研判"), has=("due_at",)),
        _S.TRIAGED: State(Words("已研判", "Triaged; waits to be dispatched.", "，待派单"), has=("due_at", "triaged_at")),
        _S.DISPATCHED: State(Words("已派单", "Dispatched; waits to be accepted.", "，待签收"), has=_WITH_LEAD),
        _S.ACCEPTED: State(Words("办理中", "Accepted; it is worked at."), has=(*_WITH_LEAD, "accepted_at")),
        _S.RETURNED: State(Words("已退单", "The lead says that it is not its affair.", "：主办部门认为不属其职责"),
                            has=("due_at", "reason")),
        _S.HANDLED: State(Words("已办结", "Handled; waits for the caller's verification.", "，待核验"),
                           has=("due_at", "handled_at", "result")),
        _S.REWORK: State(Words("重办中", "Sent back by the caller, to be done again."), has=(*_WITH_LEAD, "reason")),
        _S.SUSPENDED: State(Words("已挂起", "Suspended: the clock stands still.", "：停止计时"),
                             has=("due_at", "suspended_at", "reason")),
        _S.VERIFIED: State(Words("已核验", "Verified by the caller; waits to be closed.", "，待销号"),
                            has=("due_at", "verified_at", "evidence")),
        _S.LINKED: State(Words("已并入", "A duplicate: it is answered with its original.", "：重复诉求，随原诉求答复"),
                          has=("duplicate_of_id", "linked_at", "reason")),
        _S.CLOSED: State(Words("已销号", "Closed."), has=("closed_at",)),
        _S.WITHDRAWN: State(Words("已撤回", "Taken back by the caller."), has=("withdrawn_at", "reason")),
    },
    steps={
        WhistleStep.TRIAGE: Step(Words("研判", "Say what it is about, by triageWhistle; what the routing table knows is "
                                      "dispatched at once.", "：有路由的即时派单"), Role.DISPATCHER,
                                 (_S.REPORTED,), _S.TRIAGED, "whistle.triaged"),
        WhistleStep.DISPATCH: Step(Words("派单", "Send it to a lead, by dispatchWhistle."), Role.DISPATCHER,
                                   (_S.TRIAGED, _S.RETURNED), _S.DISPATCHED, "whistle.dispatched"),
        WhistleStep.ACCEPT: Step(Words("签收", "Accept it, by acceptWhistle."), Role.LEAD,
                                 (_S.DISPATCHED,), _S.ACCEPTED, "whistle.accepted"),
        WhistleStep.RETURN: Step(Words("退单", "Return it with a reason, by returnWhistle."), Role.LEAD,
                                 (_S.DISPATCHED,), _S.RETURNED, "whistle.returned"),
        WhistleStep.DIAGNOSE: Step(Words("会商裁定", "Decide bindingly who handles what two returned, by diagnoseWhistle."),
                                   Role.ABOVE, (_S.RETURNED,), _S.DISPATCHED, "whistle.diagnosed"),
        WhistleStep.REPORT: Step(Words("协办报告", "Say what one that assists did, by reportWhistle; again, if it did more."),
                                 Role.ASSISTING, (_S.DISPATCHED, *IN_WORK, _S.SUSPENDED), None, "whistle.part_reported"),
        WhistleStep.HANDLE: Step(Words("办结", "Say what was done, by handleWhistle."), Role.LEAD,
                                 IN_WORK, _S.HANDLED, "whistle.handled"),
        WhistleStep.VERIFY: Step(Words("核验", "Say that it is done, with evidence, by verifyWhistle."), Role.CALLER,
                                 (_S.HANDLED,), _S.VERIFIED, "whistle.verified"),
        WhistleStep.REWORK: Step(Words("退回重办", "Send it back, by reworkWhistle."), Role.CALLER,
                                 (_S.HANDLED,), _S.REWORK, "whistle.reworked"),
        WhistleStep.CLOSE: Step(Words("销号", "Close it, by closeWhistle."), Role.DISPATCHER,
                                (_S.VERIFIED,), _S.CLOSED, "whistle.closed"),
        WhistleStep.SUSPEND: Step(Words("挂起", "Let the clock stand still, by suspendWhistle.", "：停止计时"), Role.DISPATCHER,
                                  IN_WORK, _S.SUSPENDED, "whistle.suspended"),
        WhistleStep.RESUME: Step(Words("恢复", "Let the clock run on, by resumeWhistle.", "：期限顺延"), Role.DISPATCHER,
                                 (_S.SUSPENDED,), _S.ACCEPTED, "whistle.resumed"),
        WhistleStep.WITHDRAW: Step(Words("撤回", "Take it back, by withdrawWhistle."), Role.CALLER,
                                   (*_UNANSWERED, _S.LINKED), _S.WITHDRAWN, "whistle.withdrawn"),
        WhistleStep.LINK: Step(Words("并入", "Link it to the call that it repeats, by linkWhistle.", "重复诉求的原诉求"),
                               Role.DISPATCHER, (*_UNANSWERED, _S.ACCEPTED), _S.LINKED, "whistle.linked"),
        WhistleStep.UNLINK: Step(Words("分出", "Let it be a call of its own again, by unlinkWhistle.", "：不再并入"),
                                 Role.DISPATCHER, (_S.LINKED,), _S.TRIAGED, "whistle.unlinked"),
        WhistleStep.RATE: Step(Words("回访评价", "Say what the resident says of it, by rateWhistle."), Role.CALLER,
                               (_S.HANDLED, _S.VERIFIED, _S.CLOSED), None, "whistle.rated"),
        WhistleStep.ERASE: Step(Words("删除居民信息", "Erase the resident's data, by eraseWhistleResident."), Role.CALLER,
                                tuple(_S), None, "whistle.resident_erased"),
        LINKED_WITH: Step(Words("随原诉求并入", "Its original is linked itself, and it goes along."), FOLLOWS,
                          (_S.LINKED,), None, "whistle.linked"),
        CLOSED_WITH: Step(Words("随原诉求销号", "Its original is closed, and it with that."), FOLLOWS, (_S.LINKED,), _S.CLOSED,
                          "whistle.closed"),
        ESCALATE: Step(Words("升级", "It is overdue: one level more is told.", "：逾期，上一级知晓"), CLOCK, RUNNING, None,
                       "whistle.escalated"),
    },
    deadlines=(Deadline("escalate_at", RUNNING, ESCALATE),),
    deeds={RAISE: Words("吹哨", "Raise a call, by raiseWhistle."),
           WRITE: Words("诉求留言", "Write to the parties of a call, by writeWhistleMessage."), **routes.DEEDS})
SIGHT = Sight(own="raiser_id", parties=("lead_id",), home="home_code", upward={12: "home_code", 9: "street", 6: "district"},
              named=(Named("whistle_party", "whistle_id", "beside_id"),), system="system_id")
"""Seen by who raised it, the system that did, the departments that it was dispatched to, and the officers above."""
SUBJECT = Subject(PROCESS.table, SIGHT)
RAISERS = frozenset({OrganizationKind.STREET, OrganizationKind.COMMUNITY, OrganizationKind.GRID})
COMMUNITY, STREET, DISTRICT = 12, 9, 6  # digits
DISPUTE = 2
"""Departments that say that a call is not theirs, from which on the level above decides."""


@dataclass
class NoRoute(Refusal, description="没有派单路由，须指明主办和期限。No route: name the lead and its limits."):
    ADVICE = ("指明 leadId、acceptIn 和 handleIn，或先定派单路由。"
              "Give `leadId`, `acceptIn` and `handleIn`, or set a route first.")
    TEXT = Bilingual("路由表没有此类别，须指明主办和期限。",
                     "The routing table does not have this category: name the lead and its limits.")


@dataclass
class NotDisputed(Refusal, description="尚无两个部门退单。Fewer than two departments returned it."):
    ADVICE = "先改派给另一部门。Dispatch it to another department first."
    TEXT = Bilingual("退单的部门不足两个。", "Fewer than two departments returned it.")


@dataclass
class BoundByDiagnosis(Refusal, description="上级已裁定，不可退单。The level above decided: it cannot be returned."):
    ADVICE = ("签收并办理；有异议的，向作出裁定的上级反映。"
              "Accept and handle it; whoever objects turns to the level that decided.")
    TEXT = Bilingual("上级已裁定，不可退单。", "The level above decided: it cannot be returned.")


@dataclass
class PartiesUnreported(Refusal, description="协办方尚未报告。Some that assist have not reported yet."):
    ADVICE = ("请协办方以 reportWhistle 报告；不能再等的，以 unreportedReason 说明原因。"
              "Let them report by `reportWhistle`; or say by `unreportedReason` why you do not wait for them.")
    parties: Annotated[list[str], "尚未报告的协办方的名称。The names of those that have not."]

    @property
    def message(self) -> Bilingual:
        names = ", ".join(self.parties)
        return Bilingual(f"协办方尚未报告：{names}。", f"These have not reported yet: {names}.")


@dataclass
class OriginalOver(Refusal, description="原诉求已结束，不能再并入。The original is over: nothing more is answered with it."):
    ADVICE = "让它单独办理，或并入另一诉求。Let it be handled by itself, or link it to another."
    TEXT = Bilingual("原诉求已结束，不能再并入。", "The original is over: nothing more is answered with it.")


@dataclass(frozen=True, kw_only=True)
class Whistle:
    """What the rules need to know of a call.

    system_id      the system that raised it; None: a person did
    home_code      of the community, street or district in which it was raised
    lead_id        to whom it was dispatched last; None: to nobody
    assisting_ids  who is to assist since then
    duplicate_of_id   its original; None: it is no duplicate
    disputed       whether two departments said that it is not theirs, and nobody was asked since
    diagnosed_at   when it was decided bindingly whose it is; None: it was not
    due_at         until when the next step is taken; None: it is over
    suspended_at   since when its clock stands still; None: it runs
    accept_in ... handle_unit   the time that the lead has to accept and to handle; None: it was not dispatched
    """

    state: str
    kind: str
    category: str
    raiser_id: UUID
    home_code: str
    level: str
    lead_id: UUID | None = None
    assisting_ids: Sequence[UUID] = ()
    disputed: bool = False
    diagnosed_at: datetime | None = None
    due_at: datetime | None = None
    handle_by: datetime | None = None
    suspended_at: datetime | None = None
    accept_in: int | None = None
    accept_unit: str | None = None
    handle_in: int | None = None
    handle_unit: str | None = None
    duplicate_of_id: UUID | None = None
    system_id: UUID | None = None
    version: int = 1


def level_of(kind: str) -> WhistleLevel:
    """Up to which level a call is known that an organisation of this kind raises.

    raises   BadInput of one that raises none
    """
    if kind not in RAISERS:
        raise BadInput("raiser_id", Bilingual("只有街道、社区、网格可以吹哨。",
                                               "Only a street, a community or a grid raises calls."))
    return WhistleLevel(kind)


def home_of(division_code: str) -> str:
    """The code of the division in which a call is at home: of a grid's, its community's."""
    return division_code[:COMMUNITY]


def is_dispatcher(viewer: Viewer, home_code: str) -> bool:
    return viewer.is_officer_over(home_code[:STREET])


def check_step(viewer: Viewer, step: str, whistle: Whistle) -> None:
    """raises   NotAllowed, WrongState, NotDisputed, BoundByDiagnosis"""
    may = {Role.CALLER: whistle_callers.is_caller(viewer, whistle.raiser_id, whistle.system_id),
           Role.DISPATCHER: is_dispatcher(viewer, whistle.home_code),
           Role.ABOVE: viewer.is_officer_over(whistle.home_code[:DISTRICT]),
           Role.LEAD: whistle.lead_id is not None and whistle.lead_id in viewer.acts_for,
           Role.ASSISTING: any(each in viewer.acts_for for each in whistle.assisting_ids)}
    if not may[Role(PROCESS.steps[step].by)]:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, whistle.state)
    if step == WhistleStep.DIAGNOSE and not whistle.disputed:
        raise NotDisputed
    if step == WhistleStep.RETURN and whistle.diagnosed_at:
        raise BoundByDiagnosis


def actions(viewer: Viewer, whistle: Whistle) -> list[access.Permission]:
    """What the viewer can do with a call, in the order of WhistleStep."""
    def check(action: str) -> None:
        check_step(viewer, action, whistle)
    return access.permissions(WhistleStep, check)
