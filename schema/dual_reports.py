"""Dual reporting: in-service members register with the communities where they live."""
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, dual_reports
from domain.dual_reports import DualReportState, DualReportStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import dual_reports as use_cases
from schema.declare import column, computed, entity, found, given, many, one, where
from schema.groups import by_division, by_month
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ADualReport, AMember, AnOrganization, DualReports, Events
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.service_duties import OF_YEAR, ServiceProgress
from schema.words import described
from schema.writes import Shown, mutation

OF_COMMUNITY, OF_UNIT = "{t}.community_id = {v:id(Organization)}", "{t}.unit_id = {v:id(Organization)}"
OF_MEMBER = "{t}.member_id = {v:id(Member)}"

described(DualReportState, "双报到的状态。Where a registration is in its life.", dual_reports.PROCESS.words_of_states)
DualReportAction = DualReportStep
described(DualReportAction, "对双报到的操作。What can be done with a registration.", dual_reports.PROCESS.words_of_steps,
          name="DualReportAction")


class DualReportOrder(Worded):
    NEWEST = "NEWEST", Words("最近提出在前", "The one that was proposed last.")
    OLDEST = "OLDEST", Words("最早提出在前", "The one that was proposed first.")


described(DualReportOrder, "双报到的排序。Orders of registrations.")

PAGES = IndexLayout(states=tuple(map(str, DualReportState)), state="state", division="withinDivision")
ORDERS = {"NEWEST": Order("{t}.proposed_at", "timestamptz", descending=True), "OLDEST": Order("{t}.proposed_at", "timestamptz")}


@strawberry.input(description="筛选双报到；各项同时成立。Which registrations; all of it holds.")
class DualReportFilter:
    state: list[DualReportState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    community_id: strawberry.ID | None = where("向此社区的。With this community.", OF_COMMUNITY, index=IndexCondition(OF_COMMUNITY))
    unit_id: strawberry.ID | None = where("此单位人员的。Of people of this unit.", OF_UNIT, index=IndexCondition(OF_UNIT))
    member_id: strawberry.ID | None = where("此成员的。Of this member.", OF_MEMBER, index=IndexCondition(OF_MEMBER))
    mine: bool | None = where("您本人的，或否。Whether it is your own.", "({t}.member_id = {member}) = {v:bool}", by=["member"])
    proposed_after: datetime | None = where("此时间之后提出的。Proposed after this moment.", "{t}.proposed_at > {v:timestamptz}")
    within_division: str | None = where(
        f"社区在此区划之内；{PADDED}。Whose community lies within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class DualReportPermission(Permission):
    action: DualReportAction = given("操作。The action.")


RULED = ("state", "member_id", "unit_id", "community_id", "home_code")


def _viewer_can(viewer: Viewer, _: Any, *row: Any) -> list[access.Permission]:
    return dual_reports.actions(viewer, dual_reports.DualReport(**dict(zip(RULED, row, strict=True))))


@entity("双报到：单位的在职党员向居住地社区报到；有效期间属于该社区。由该社区及上级、所在单位和本人可见。A registration of an in-service member of a unit with the community "
        "where the member lives, to which it belongs as long as it is confirmed. Seen by the community and the officers above, by the unit, and by the "
        "member.",
        table="dual_report", tag="dr", visible=dual_reports.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.proposed_at"), **by_division("{t}.home_code")}, keys={"id": "id"})
class DualReport(Node):
    state: DualReportState = column("状态。Where it is in its life.")
    member: AMember = one("报到的成员。Who registered.", "{t}.id = {p}.member_id")
    unit: AnOrganization = one("所在单位。The unit that the member is in the service of.", "{t}.id = {p}.unit_id")
    community: AnOrganization = one("居住地社区。The community where the member lives.", "{t}.id = {p}.community_id")
    proposed_at: datetime = column("提出时间。When it was proposed.")
    confirmed_at: datetime | None = column("社区确认的时间；没有则为空。When the community confirmed it; null where it did not.")
    over_at: datetime | None = column("谢绝、迁移或结束的时间；尚未则为空。When it was declined, moved or ended; null before.")
    reason: str | None = column("谢绝或结束的原因；没有则为空。Why it was declined or ended; null otherwise.")
    succeeds: ADualReport | None = one("由哪次报到迁移而来；没有则为空。The one from which the member moved here; null for none.",
                                       "{t}.id = {p}.succeeds_id")
    progress = found(ServiceProgress | None, "该年的服务进度，2000 至 2099 年；未在报到中的为空。How far the member is in a year, of 2000 to 2099; null where the registration "
                     "does not hold.", OF_YEAR, year=(int, "年度。The year."))
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此报到的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'dual_report' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[DualReportPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

@strawberry.input(description="向居住地社区报到，待社区确认。Register with the community where one lives, for it to confirm.")
class ProposeDualReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    community_id: strawberry.ID = identifier("居住地社区。The community where you live.", "Organization")
    unit_id: strawberry.ID = identifier("您所在的单位；代表组织者只能填其所代表的单位。The unit that you are in the service of; who acts for organisations "
                                        "names one of those.", "Organization")


@strawberry.input(description="确认报到。Confirm a registration.")
class ConfirmDualReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    dual_report_id: strawberry.ID = identifier("双报到。The registration.", "DualReport")


@strawberry.input(description="谢绝报到。Decline a registration.")
class DeclineDualReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    dual_report_id: strawberry.ID = identifier("双报到。The registration.", "DualReport")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="迁移到另一社区：原报到立即失效，新报到待其确认。Move to another community: what stood is over at once, the new one waits.")
class MoveDualReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    dual_report_id: strawberry.ID = identifier("有效的双报到。The registration that stands.", "DualReport")
    community_id: strawberry.ID = identifier("新的社区。The community where you live now.", "Organization")
    unit_id: strawberry.ID | None = identifier("单位，不变则不填。The unit, where it is another; as before otherwise.", "Organization",
                                               default=UNSET)


@strawberry.input(description="结束报到，或撤回待确认的。End a registration, or take back what waits.")
class EndDualReportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    dual_report_id: strawberry.ID = identifier("双报到。The registration.", "DualReport")
    reason: str = strawberry.field(description="原因。Why.")


DUAL_REPORT = Shown("dual_report", ADualReport, "该双报到。The registration.", "dual_report")
FORMER = Shown("former_report", ADualReport, "迁移前的双报到。The one that is over.", "former_report")
PROPOSE = mutation("向居住地社区报到（本人）。Register with the community where one lives; for oneself.", use_cases.propose,
                   ProposeDualReportInput, DUAL_REPORT)
CONFIRM = mutation("确认报到（社区）。Confirm a registration; the community's.", use_cases.confirm, ConfirmDualReportInput, DUAL_REPORT)
DECLINE = mutation("谢绝报到（社区）。Decline a registration; the community's.", use_cases.decline, DeclineDualReportInput, DUAL_REPORT)
MOVE = mutation("迁移到另一社区（本人）。Move to another community; the member's.", use_cases.move, MoveDualReportInput, DUAL_REPORT, FORMER)
END = mutation("结束报到，或撤回待确认的（本人、社区或单位）。End a registration, or take back what waits; the member's, the community's or the unit's.",
               use_cases.end, EndDualReportInput, DUAL_REPORT)
DUAL_REPORTS = many(DualReports, "您可见的双报到。The registrations that you may see.", filter=DualReportFilter, order=DualReportOrder)
