"""Calls with time limits, and the departments that they are dispatched to."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, whistle_evidence, whistles
from domain.sight import SeenWith
from domain.viewer import Viewer
from domain.whistles import OPEN, RUNNING, SIGHT, UNHANDLED
from domain.whistles import PartyRole as PartyRole
from domain.whistles import PartyState as PartyState
from domain.whistles import WhistleKind as WhistleKind
from domain.whistles import WhistleLevel as WhistleLevel
from domain.whistles import WhistleState as WhistleState
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema import residents
from schema.attachments import FilePermission, files_can, files_of
from schema.declare import column, computed, entity, given, inline, many, one, where
from schema.groups import by_division, by_month
from schema.lazy import AMember, AnEvent, AnOrganization, ASystem, AWhistle, Events, WhistleMessages, WhistleParties, Whistles
from schema.nodes import PADDED, PADDED_EN, PLACE_PRESENT, Node, Place
from schema.permissions import PERMISSION, Permission
from schema.pushed import CURSOR, PREVIOUS, as_sent, of_event, pushed
from schema.routes import AcceptLimit, HandleLimit
from schema.scalars import Cursor
from schema.whistle_messages import WhistleMessageFilter, WhistleMessageOrder
from schema.words import Category, described

described(WhistleState, "诉求的状态。Where a call is in its life.", whistles.PROCESS.words_of_states)
WhistleAction = whistles.WhistleStep
described(WhistleAction, "对诉求的操作。What can be done with a call.", whistles.PROCESS.words_of_steps, name="WhistleAction")
described(WhistleKind, "哨的种类。The kind of a call.")
described(WhistleLevel, "诉求已为哪一级所知；每逾期一次上升一级。Up to which level a call is known; one more each time that it is overdue.")
described(PartyRole, "在办理中的角色。What a department does for a call.", name="WhistlePartyRole")
described(PartyState, "部门的答复。What a department answered.", name="WhistlePartyState")


class WhistleOrder(Worded):
    NEWEST = "NEWEST", Words("最新吹哨在前", "The newest first.")
    OLDEST = "OLDEST", Words("最早吹哨在前", "The oldest first.")
    DUE = "DUE", Words("最先到期在前", "What is due first comes first, what is over last.", "，已结束的在后")


described(WhistleOrder, "诉求的排序。Orders of calls.")


def among(states: tuple[str, ...]) -> str:
    """The SQL condition that a call is in one of these states."""
    return "{t}.state IN (" + ", ".join(f"'{state}'" for state in states) + ")"


OVERDUE = f"({among(RUNNING)} AND {{t}}.due_at <= {{now}})"
OF_LEAD, OF_RAISER = "{t}.lead_id = {v:id(Organization)}", "{t}.raiser_id = {v:id(Organization)}"
OF_REFERENCE = "{t}.reference = {v:text}"
PAGES = IndexLayout(states=tuple(map(str, WhistleState)), state="state", division="withinDivision")
ORDERS = {"NEWEST": Order("{t}.reported_at", "timestamptz", descending=True), "OLDEST": Order("{t}.reported_at", "timestamptz"),
          "DUE": Order("coalesce({t}.due_at, 'infinity')", "timestamptz")}
PARTY = ("EXISTS (SELECT FROM whistle_party r WHERE r.whistle_id = {t}.id AND r.organization_id = {v:id(Organization)} "
         "OFFSET 0)")  # each call is asked; without it PostgreSQL may read all that an organisation was ever asked, for one page


class WhistleFigure(Worded):
    RECEIVED = "RECEIVED", Words("受理", "Raised.")
    DISPATCHED = "DISPATCHED", Words("派单", "Dispatched.")
    ACCEPTED_IN_TIME = "ACCEPTED_IN_TIME", Words("按时签收", "Accepted in time.")
    HANDLED = "HANDLED", Words("办结", "Handled.")
    HANDLED_IN_TIME = "HANDLED_IN_TIME", Words("按时办结", "Handled in time.")
    HANDLED_LATE = "HANDLED_LATE", Words("超期办结", "Handled late.")
    OPEN = "OPEN", Words("未结束", "Not over.")
    RETURNED = "RETURNED", Words("退单", "Returned at least once.")
    ESCALATED = "ESCALATED", Words("逾期升级", "Escalated at least once.")
    CLOSED = "CLOSED", Words("销号", "Closed.")
    WITHDRAWN = "WITHDRAWN", Words("撤回", "Taken back.")
    RATED = "RATED", Words("已评价", "Rated.")
    RESPONDED = "RESPONDED", Words("已响应", "Responded, as the resident says.")
    RESOLVED = "RESOLVED", Words("已解决", "Solved, as the resident says.")
    SATISFIED = "SATISFIED", Words("满意", "Satisfying, as the resident says.")
    REPEATS = "REPEATS", Words("重复来电", "Raised again within 30 days of the end of the last one.", "：上一件销号后 30 天内再次提出")
    OVERDUE = "OVERDUE", Words("超期未办结", "Late and not handled yet: its next step is past its limit, and its clock runs.",
                              "：下一步已过期限，且未挂起")


described(WhistleFigure, "统计的数。What figures count.")
ALONE = "{t}.duplicate_of_id IS NULL"  # what is linked is not late a second time
COUNTS = {
    "RECEIVED": "true", "DISPATCHED": "{t}.dispatched_at IS NOT NULL", "ACCEPTED_IN_TIME": "{t}.accepted_at <= {t}.accept_by",
    "HANDLED": f"{{t}}.handled_at IS NOT NULL AND {ALONE}", "HANDLED_IN_TIME": f"{{t}}.handled_at <= {{t}}.handle_by AND {ALONE}",
    "HANDLED_LATE": f"{{t}}.handled_at > {{t}}.handle_by AND {ALONE}", "OPEN": among(OPEN), "RETURNED": "{t}.returned_at IS NOT NULL",
    "ESCALATED": f"{{t}}.escalated_at IS NOT NULL AND {ALONE}", "CLOSED": among(("CLOSED",)), "WITHDRAWN": among(("WITHDRAWN",)),
    "RATED": "{t}.rated_at IS NOT NULL", "RESPONDED": "{t}.responded", "RESOLVED": "{t}.resolved", "SATISFIED": "{t}.satisfied",
    "REPEATS": "{t}.repeat_of_id IS NOT NULL", "OVERDUE": f"{among(UNHANDLED)} AND {{t}}.due_at <= {{now}}"}
"""Of each figure the condition of a call that it counts, as the view `whistle_figures` has it."""
COUNTED = "CASE {v:text} " + " ".join(f"WHEN '{figure}' THEN {held}" for figure, held in COUNTS.items()) + " END"


@strawberry.input(description="筛选诉求；各项同时成立。Which calls; all of it holds.")
class WhistleFilter:
    state: list[WhistleState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    open: bool | None = where("是否未结束：未销号也未撤回。Whether it is not over: neither closed nor taken back.", f"({among(OPEN)}) = {{v:bool}}", states=OPEN)
    overdue: bool | None = where("是否逾期：下一步已过期限，且未挂起。Whether its next step is late, and its clock runs.", f"{OVERDUE} = {{v:bool}}", states=RUNNING)
    returned: bool | None = where("是否曾被退单。Whether it was ever returned.", "({t}.returned_at IS NOT NULL) = {v:bool}")
    disputed: bool | None = where("是否待上级裁定。Whether it waits for the level above to decide.", "{t}.disputed = {v:bool}",
                                 states=[WhistleState.RETURNED])
    escalated: bool | None = where("是否曾因逾期升级。Whether one level more was ever told.", "({t}.escalated_at IS NOT NULL) = {v:bool}")
    mine: bool | None = where("是否由您的组织主办。Whether an organisation of yours is to handle it.",
                              "(coalesce({t}.lead_id = ANY({organizations}), false)) = {v:bool}", by=["organizations"])
    raised_by_mine: bool | None = where("是否由您的组织提出。Whether an organisation of yours raised it.",
                                        "({t}.raiser_id = ANY({organizations})) = {v:bool}", by=["organizations"])
    kind: list[WhistleKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    lead_id: strawberry.ID | None = where("由此组织主办的。Handled by this organisation.", OF_LEAD, index=IndexCondition(OF_LEAD))
    raiser_id: strawberry.ID | None = where("由此组织提出的。Raised by this organisation.", OF_RAISER, index=IndexCondition(OF_RAISER))
    party_id: strawberry.ID | None = where("派给此组织主办或协办的。Dispatched to this organisation, as lead or assisting.",
                                           PARTY)
    reference: str | None = where("系统的此编号。With this reference of a system.", OF_REFERENCE, index=IndexCondition(OF_REFERENCE))
    within_division: str | None = where(f"所在区划在此区划之内；{PADDED}。Raised within this division; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    reported_from: datetime | None = where("吹哨时间不早于。Raised at this moment or later.", "{t}.reported_at >= {v:timestamptz}")
    reported_before: datetime | None = where("吹哨时间早于。Raised before this moment.", "{t}.reported_at < {v:timestamptz}")
    repeated: bool | None = where("是否重复来电：上一件销号后 30 天内再次提出。Whether it repeats one that was closed within 30 days before.",
                                  "({t}.repeat_of_id IS NOT NULL) = {v:bool}")
    linked: bool | None = where("是否已并入另一诉求。Whether it is linked to another one.", "({t}.duplicate_of_id IS NOT NULL) = {v:bool}")
    due_before: datetime | None = where("期限早于。Its next step is due before this.", "{t}.due_at < {v:timestamptz}")
    counted: WhistleFigure | None = where("计入此数的：统计数字后面的清单。Those that this figure counts: the list behind a number.", COUNTED)
    text: str | None = where("标题、内容或地址含有此文字。The title, the text or the address contains this.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.body, {v:text}) > 0 "
                             "OR strpos(coalesce({t}.address, ''), {v:text}) > 0)")


@entity(PERMISSION)
class WhistlePermission(Permission):
    action: WhistleAction = given("操作。The action.")


RULED = ("state", "kind", "category", "raiser_id", "home_code", "level", "lead_id", "assisting_ids", "disputed", "diagnosed_at",
         "system_id")


def _viewer_can(viewer: Viewer, *row: Any) -> list[access.Permission]:
    return whistles.actions(viewer, whistles.Whistle(**dict(zip(RULED, row, strict=True))))


@entity("诉求办理方：主办或协办的部门及其答复。A department that a call was dispatched to, as lead or assisting, and what it said.",
        table="whistle_party", tag="wp", visible=SeenWith("whistle_id", "whistle", SIGHT), keys={"id": "id"},
        orders={"ASKED": Order("{t}.asked_at", "timestamptz")})
class WhistleParty(Node):
    whistle: AWhistle = one("诉求。The call.", "{t}.id = {p}.whistle_id", seen_with_parent=True)
    organization: AnOrganization = one("部门。The department.", "{t}.id = {p}.organization_id")
    role: PartyRole = column("角色。What it does.")
    state: PartyState = column("答复。What it answered.")
    reason: str | None = column("退单的原因；没有则为空。Why it was returned; null otherwise.")
    report: str | None = column("所做的事；尚未报告为空。What it did; null before it says so.")
    attachments = files_of(whistle_evidence.PARTY_ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(whistle_evidence.PARTY_ATTACHED)
    asked_at: datetime = column("派单时间。When it was asked.")
    answered_at: datetime | None = column("签收或退单的时间；尚未则为空。When it accepted or returned; null before.")
    reported_at: datetime | None = column("报告的时间；尚未则为空。When it said what it did; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")


@entity("诉求（哨）：街道、社区、网格提出，限时签收和办结；逾期由时钟得出，不是状态。A call: raised by a street, a community or a grid, to be accepted and handled in time; "
        "that it is overdue is told from the clock, it is no state.", table="whistle", tag="ca", visible=SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", "KIND": "{t}.kind", "CATEGORY": "{t}.category", **by_division("{t}.home_code"),
                **by_month("{t}.reported_at")}, keys={"id": "id"})
class Whistle(Node):
    state: WhistleState = column("状态。Where it is in its life.")
    kind: WhistleKind = column("种类。Its kind.")
    category: Category = column("类别。What it is about.")
    title: str = column("标题。Its title.")
    body: str = column("内容，可为空文字。The text; may be empty.")
    place: Place | None = inline("地点；未填为空。Where it is; null when not given.", PLACE_PRESENT)
    resident: residents.Resident | None = residents.of_whistle()
    raiser: AnOrganization = one("吹哨的街道、社区或网格。Which street, community or grid raised it.", "{t}.id = {p}.raiser_id")
    system: ASystem | None = one("提出它的系统；由人提出则为空。The system that raised it; null when a person did.", "{t}.id = {p}.system_id")
    reference: str | None = column("该系统自己的编号；没有则为空。Under which number that system knows it; null without one.")
    raised_by: AMember = one("谁提出的。Which member raised it.", "{t}.id = {p}.raised_by")
    home_code: str = column("所在区划代码；网格的为其社区。The code of the division that it was raised in; of a grid's, its community's.")
    lead: AnOrganization | None = one("主办；未派单为空。Who handles it; null before it is dispatched.", "{t}.id = {p}.lead_id")
    parties = many(WhistleParties, "主办与协办，先派的在前。The departments that it was dispatched to, the first asked first.",
                   on="{t}.whistle_id = {k}", key="{p}.id")
    messages = many(WhistleMessages, "留言与内部备注，最早的在前；内部备注吹哨方看不到。Its messages and internal notes, the oldest first; who raised it does not see what is internal.",
                    on="{t}.whistle_id = {k}", key="{p}.id", filter=WhistleMessageFilter, order=WhistleMessageOrder)
    duplicate_of: AWhistle | None = one("所并入的原诉求；未并入、或您看不到原诉求时为空。The call that it repeats and is answered with; null when there is none, or none that you may see.",
                                        "{t}.id = {p}.duplicate_of_id")
    duplicates = many(Whistles, "并入它的重复诉求。The calls that are linked to it.", on="{t}.duplicate_of_id = {k}", key="{p}.id",
                      order=WhistleOrder)
    repeat_of: AWhistle | None = one("重复来电的上一件：同一居民（未为居民提出的为同一吹哨方）、同一社区、同一类别，30 天内已销号；没有、或您看不到时为空。The closed call that it repeats: of the same resident, or for nobody and of "
                                     "the same raiser, in the same community and category, closed within 30 days before; null when there is none, or none that you may see.",
                                     "{t}.id = {p}.repeat_of_id")
    repeats = many(Whistles, "重复它的来电。The calls that repeat it.", on="{t}.repeat_of_id = {k}", key="{p}.id", order=WhistleOrder)
    linked_at: datetime | None = column("何时并入；未并入为空。When it was linked; null when it is not.")
    answered_at: datetime | None = column("最近一次随原诉求答复的时间；没有则为空。When it was last answered with its original; null otherwise.")
    accept_limit: AcceptLimit | None = inline("签收时限；未派单为空。The time to accept; null before it is dispatched.", "{t}.accept_unit")
    handle_limit: HandleLimit | None = inline("办理时限；未派单为空。The time to handle; null before it is dispatched.", "{t}.handle_unit")
    accept_by: datetime | None = column("何时之前须签收；未派单为空。Until when it is to be accepted; null before it is dispatched.")
    handle_by: datetime | None = column("何时之前须办结；挂起后恢复的已顺延，未派单为空。Until when it is to be handled; later by the time for which it was suspended; null "
                                        "before it is dispatched.")
    due_at: datetime | None = column("下一步的期限；已结束为空。Until when its next step is taken; null when it is over.")
    overdue: bool = column("是否逾期：下一步已过期限，且未挂起。Whether its next step is late, and its clock runs.", OVERDUE)
    clock_stands: bool = column("是否停止计时：已挂起，恢复后期限顺延。Whether its clock stands still: its limits are later when it is resumed.",
                                "({t}.state = 'SUSPENDED')")
    suspended_at: datetime | None = column("自何时停止计时；计时中为空。Since when its clock stands still; null while it runs.")
    level: WhistleLevel = column("已为哪一级所知。Up to which level it is known.")
    escalated_at: datetime | None = column("最近一次逾期升级的时间；没有则为空。When one level more was told last; null when none was.")
    escalated_to: AnOrganization | None = one("最近一次升级到的区划；没有则为空。The division that was told last; null when none was.",
                                              "{t}.id = {p}.escalated_to_id")
    reason: str | None = column("最近一次退单、重办、挂起、并入、分出或撤回的原因；没有则为空。Why it was returned, sent back, suspended, linked, let go or taken back last; null otherwise.")
    disputed: bool = column("是否待上级裁定：两个部门退单后。Whether it waits for the level above to decide: two departments returned it.")
    diagnosis: str | None = column("上级裁定的理由；没有则为空。Why the level above decided that it is its lead's; null when it did not.")
    diagnosed_by: AMember | None = one("谁裁定的；没有则为空。Who decided; null when nobody did.", "{t}.id = {p}.diagnosed_by")
    diagnosed_at: datetime | None = column("裁定的时间；没有则为空。When it was decided; null when it was not.")
    result: str | None = column("办理结果；尚未则为空。What was done; null before.")
    unreported_reason: str | None = column("协办方尚未报告即办结的原因；没有则为空。Why the lead did not wait for those that assist and had not reported; null otherwise.")
    attachments = files_of(whistle_evidence.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(whistle_evidence.ATTACHED)
    evidence: str | None = column("核验依据；尚未则为空。How the caller knows that it is done; null before.")
    reported_at: datetime = column("吹哨时间。When it was raised.")
    triaged_at: datetime | None = column("研判时间；尚未则为空。When it was triaged; null before.")
    dispatched_at: datetime | None = column("最近一次派单的时间；尚未则为空。When it was dispatched last; null before.")
    accepted_at: datetime | None = column("签收时间；尚未则为空。When it was accepted; null before.")
    returned_at: datetime | None = column("最近一次退单的时间；没有则为空。When it was returned last; null when it never was.")
    handled_at: datetime | None = column("最近一次办结的时间；尚未则为空。When it was handled last; null before.")
    verified_at: datetime | None = column("核验时间；尚未则为空。When it was verified; null before.")
    closed_at: datetime | None = column("销号时间；尚未则为空。When it was closed; null before.")
    withdrawn_at: datetime | None = column("撤回时间；没有则为空。When it was taken back; null otherwise.")
    rated_at: datetime | None = column("最近一次回访评价的时间；尚未则为空。When the resident was asked last; null before.")
    responded: bool | None = column("居民：是否联系了我；未评价为空。The resident: whether somebody got in touch; null before he was asked.")
    resolved: bool | None = column("居民：是否解决；未评价为空。The resident: whether it is solved; null before he was asked.")
    satisfied: bool | None = column("居民：是否满意；未评价为空。The resident: whether he is satisfied; null before he was asked.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'whistle' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[WhistlePermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.", _viewer_can,
        *(f"{{t}}.{name}" for name in RULED))


WHISTLES = many(Whistles, "您可见的诉求。The calls that you may see.", filter=WhistleFilter, order=WhistleOrder)


@entity("一次诉求变动。A change of a call.")
class WhistleEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    whistle: AWhistle | None = one(as_sent("该诉求"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


CHANGED = pushed(WhistleEvent, "您可见的诉求的变动。Changes of the calls that you may see.", events=("whistle.",), subject="subject_id",
                 target="Whistle")
