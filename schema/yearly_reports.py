"""Yearly reports of members and units."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, yearly_reports
from domain.viewer import Viewer
from domain.words import Worded, Words
from domain.yearly_reports import YearlyReportState, YearlyReportStep
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import yearly_reports as use_cases
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOrganization, AYearlyReport, Events, YearlyReports
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.words import described
from schema.writes import Count, Shown, mutation

OF_COMMUNITY, OF_UNIT = "{t}.community_id = {v:id(Organization)}", "{t}.unit_id = {v:id(Organization)}"
OF_MEMBER = "{t}.member_id = {v:id(Member)}"

described(YearlyReportState, "年度报告的状态。Where a yearly report is in its life.", yearly_reports.PROCESS.words_of_states)
YearlyReportAction = YearlyReportStep
described(YearlyReportAction, "对年度报告的操作。What can be done with a yearly report.", yearly_reports.PROCESS.words_of_steps,
          name="YearlyReportAction")


class YearlyReportOrder(Worded):
    NEWEST = "NEWEST", Words("最近出具在前", "The one that was issued last.")
    OLDEST = "OLDEST", Words("最早出具在前", "The one that was issued first.")


described(YearlyReportOrder, "年度报告的排序。Orders of yearly reports.")

PAGES = IndexLayout(states=tuple(map(str, YearlyReportState)), state="state")
ORDERS = {"NEWEST": Order("{t}.issued_at", "timestamptz", descending=True), "OLDEST": Order("{t}.issued_at", "timestamptz")}


@strawberry.input(description="筛选年度报告；各项同时成立。Which yearly reports; all of it holds.")
class YearlyReportFilter:
    state: list[YearlyReportState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    year: int | None = where("此年度的。Of this year.", "{t}.year = {v:int}")
    community_id: strawberry.ID | None = where("此社区出具的。Issued by this community.", OF_COMMUNITY, index=IndexCondition(OF_COMMUNITY))
    unit_id: strawberry.ID | None = where("此单位及其人员的。Of this unit, and of its people.", OF_UNIT, index=IndexCondition(OF_UNIT))
    member_id: strawberry.ID | None = where("此成员的。Of this member.", OF_MEMBER, index=IndexCondition(OF_MEMBER))
    of_unit: bool | None = where("单位自身的，或成员的。Whether it is a unit's own, or a member's.", "({t}.member_id IS NULL) = {v:bool}")
    fulfilled: bool | None = where("是否达到要求。Whether the duty is reached.",
                                   "({t}.projects >= {t}.duty_projects AND {t}.hours >= {t}.duty_hours) = {v:bool}")


@entity(PERMISSION)
class YearlyReportPermission(Permission):
    action: YearlyReportAction = given("操作。The action.")


RULED = ("state", "year", "member_id", "unit_id", "community_id", "contest_until")


def _viewer_can(viewer: Viewer, now: datetime, _: Any, *row: Any) -> list[access.Permission]:
    return yearly_reports.actions(viewer, yearly_reports.YearlyReport(**dict(zip(RULED, row, strict=True))), now)


@entity("年度报告：一名报到成员或一个单位一年所做，由社区依事件记录统计出具，数字不再变动；由本人、所在单位和该社区可见。What a registered member, or a unit, did in a year, "
        "counted from the log when the community issued it. Seen by the member, the unit and that community alone.",
        table="yearly_report", tag="yr", visible=yearly_reports.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state"}, keys={"id": "id"})
class YearlyReport(Node):
    state: YearlyReportState = column("状态。Where it is in its life.")
    year: int = column("年度。The year.")
    member: AMember | None = one("成员；单位自身的为空。The member; null of a unit's own.", "{t}.id = {p}.member_id")
    unit: AnOrganization = one("单位。The unit, or the member's.", "{t}.id = {p}.unit_id")
    community: AnOrganization = one("出具的社区。The community that issued it.", "{t}.id = {p}.community_id")
    registrations: int = column("该年确认的报到数。How many registrations were confirmed in the year.")
    projects: int = column("成员参加的活动与应急动员数；单位组成的实施项目数。At how many activities and mobilisations the member was; of how many joint projects formed in the year the unit is part.")
    hours: Decimal = column("确认的时长，小时；单位为其人员合计。The hours that were confirmed; of a unit, of all its people.")
    claims: int = column("单位提出的认领数；成员为零。How many claims the unit made; zero of a member.")
    deliveries: int = column("单位交付的认领数；成员为零。How many claims the unit delivered; zero of a member.")
    duty_projects: int = column("出具时区县对每名成员要求的项目数。How many projects the district wanted of each member when it was issued.")
    duty_hours: Decimal = column("出具时区县对每名成员要求的时长，小时。How many hours the district wanted of each member when it was issued.")
    issued_at: datetime = column("出具时间。When it was issued.")
    contest_until: datetime = column("提出异议的期限。Until when it may be contested.")
    contested_at: datetime | None = column("提出异议的时间；没有则为空。When it was contested; null when it was not.")
    reason: str | None = column("异议的理由；没有则为空。Why it was contested; null when it was not.")
    answered_at: datetime | None = column("社区答复的时间；没有则为空。When the community answered; null when it did not.")
    answer: str | None = column("社区的答复；没有则为空。The community's answer; null when there is none.")
    final_at: datetime | None = column("定稿时间；尚未则为空。When it became final; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此报告的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'yearly_report' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[YearlyReportPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", "{member}", *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

THE_YEAR = "已结束的年度。A year that is over."
THE_REPORT = ("年度报告。The yearly report.", "YearlyReport")


@strawberry.input(description="出具一名报到成员的年度报告。Issue the yearly report of a registered member.")
class IssueYearlyReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    dual_report_id: strawberry.ID = identifier("该成员向本社区的双报到。The member's registration with the community.", "DualReport")
    year: int = strawberry.field(description=THE_YEAR)


@strawberry.input(description="出具一个驻区单位的年度报告。Issue the yearly report of a unit that is stationed in the community.")
class IssueUnitReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit_id: strawberry.ID = identifier("单位。The unit.", "Organization")
    community_id: strawberry.ID = identifier("社区，您须能代表它。The community, for which you act.", "Organization")
    year: int = strawberry.field(description=THE_YEAR)


@strawberry.input(description="出具本社区全部报到成员及驻区单位的年度报告。Issue the yearly reports of all members who are registered with a community, and of all units stationed there.")
class IssueYearlyReportsInput:
    idempotency_key: str = strawberry.field(description=KEY)
    community_id: strawberry.ID = identifier("社区，您须能代表它。The community, for which you act.", "Organization")
    year: int = strawberry.field(description=THE_YEAR)


@strawberry.input(description="对年度报告提出异议。Contest a yearly report.")
class ContestYearlyReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    yearly_report_id: strawberry.ID = identifier(*THE_REPORT)
    reason: str = strawberry.field(description="理由。Why.")


@strawberry.input(description="更正：依更正后的事件记录重新统计，报告定稿。Count again from the log as it was put right; the report is final then.")
class CorrectYearlyReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    yearly_report_id: strawberry.ID = identifier(*THE_REPORT)
    answer: str = strawberry.field(description="答复。The answer.")


@strawberry.input(description="维持：报告不变并定稿。Let a report stand; it is final then.")
class RefuseYearlyReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    yearly_report_id: strawberry.ID = identifier(*THE_REPORT)
    answer: str = strawberry.field(description="答复。The answer.")


REPORT = Shown("yearly_report", AYearlyReport, "该年度报告。The yearly report.", "yearly_report")
ISSUE = mutation("出具成员的年度报告（社区）。Issue a member's yearly report; the community's.", use_cases.issue, IssueYearlyReportInput, REPORT)
ISSUE_ALL = mutation(
    f"一次出具全部报到成员及驻区单位的年度报告（社区），每次至多 {yearly_reports.MOST_AT_ONCE} 份。Issue those of all registered members and stationed units, "
    f"{yearly_reports.MOST_AT_ONCE} at most each time; the community's.", use_cases.issue_all, IssueYearlyReportsInput,
    Shown("community", AnOrganization, "该社区。The community.", "community"),
    Count("issued", "出具了多少份。How many were issued."),
    Count("already_issued", "已有该年度报告而略过的数量。How many had one of that year, and were left out."),
    Count("left", "还有多少份待出具：以新的 idempotencyKey 再次调用。How many are left: call it again, with a new idempotencyKey."))
ISSUE_OF_UNIT = mutation("出具单位的年度报告（社区）。Issue a unit's yearly report; the community's.", use_cases.issue_of_unit, IssueUnitReportInput, REPORT)
CONTEST = mutation("提出异议（本人；单位的由其代表）。Contest a report; the member's, of a unit's own who acts for that.", use_cases.contest, ContestYearlyReportInput, REPORT)
CORRECT = mutation("更正（社区）。Count again; the community's.", use_cases.correct, CorrectYearlyReportInput, REPORT)
REFUSE = mutation("维持（社区）。Let it stand; the community's.", use_cases.refuse, RefuseYearlyReportInput, REPORT)
YEARLY_REPORTS = many(YearlyReports, "您可见的年度报告。The yearly reports that you may see.", filter=YearlyReportFilter, order=YearlyReportOrder)
