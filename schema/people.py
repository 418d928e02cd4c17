"""Members, what they do for organisations, and the joint committees they sit on."""
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import access, beginnings, committees, leads, members
from domain import viewer as rights
from domain.mail import MailChannel
from domain.process import Process
from domain.sight import OPEN
from domain.terms import Term
from planner.catalogue import Order
from schema.cadences import DUE_ON, OF_PERIOD, Cadence, ConferenceFigures, FiguresUnit
from schema.commitments import CommitmentListFilter, CommitmentListOrder
from schema.compositions import COMPLETE, Composition
from schema.conferences import ConferenceFilter, ConferenceOrder
from schema.days import TODAY, holds
from schema.declare import column, computed, entity, found, given, inline, many, one, where
from schema.dual_reports import DualReportFilter, DualReportOrder
from schema.duties import OWED_BY_SEAT, OWES, DutyFilter, DutyOrder, OpenDuty
from schema.lazy import (
    ACommittee,
    AMember,
    AnOrganization,
    ASeat,
    CommitmentLists,
    Committees,
    Conferences,
    DualReports,
    LeadConsents,
    Notices,
    Offices,
    Organizations,
    Pairings,
    Resolutions,
    Seats,
    Shares,
    SignUps,
    Topics,
)
from schema.leads import CONSENTED, LED, QUOTA, LeadProgress
from schema.mail import MailAddress, of_channel, of_viewer
from schema.nodes import PADDED, PADDED_EN, Connection, Node
from schema.notices import NoticeFilter
from schema.organizations import OrganizationFilter, OrganizationOrder
from schema.pairings import PairingFilter, PairingOrder
from schema.permissions import PERMISSION, Permission
from schema.resolutions import ResolutionFilter, ResolutionOrder
from schema.sign_ups import SignUpFilter, SignUpOrder
from schema.topics import TopicFilter, TopicOrder
from schema.words import CommitteeAction, CommitteeLevel, NoticeKind, OfficeKind, SeatKind, TermAction, TermState

CURRENT = holds("{t}", TODAY)
OFFICE_OVER = "(SELECT coalesce(g.division_code, g.home_code) FROM organization g WHERE g.id = {t}.organization_id)"
SEAT_OVER = ("(SELECT g.division_code FROM joint_committee j JOIN organization g ON g.id = j.organization_id "
             "WHERE j.id = {t}.committee_id)")
TERMS = {"NEWEST": Order("{t}.starts_on", "date", descending=True)}


@entity("成员：代表组织行事、在委员会中任席位的人。A person who acts for organisations and sits on committees.",
        table="member", tag="me", visible=OPEN, keys={"id": "id"})
class Member(Node):
    name: str = column("姓名。The name.")
    handle: str | None = column("短名，演示中用于登录；没有则为空。A short name, for the demo; null when none.")
    active: bool = column("是否可登录。Whether the member may sign in.")
    version: int = column("版本。The version.")
    created_at: datetime = column("登记时间。When registered.")
    offices = many(Offices, "任职。What the member does for organisations.", on="{t}.member_id = {k}", key="{p}.id")
    seats = many(Seats, "席位。The member's seats on joint committees.", on="{t}.member_id = {k}", key="{p}.id")

    pairings = many(Pairings, "其联系点，您可见的。What the member looks after as a leader, as far as you may see it.",
                    on="{t}.leader_id = {k}", key="{p}.id", filter=PairingFilter, order=PairingOrder)
    sign_ups = many(SignUps, "其活动报名，您可见的。The member's sign-ups for activities, as far as you may see them.",
                    on="{t}.member_id = {k}", key="{p}.id", filter=SignUpFilter, order=SignUpOrder)
    dual_reports = many(DualReports, "其双报到，您可见的。The member's registrations with communities, as far as you may see them.",
                        on="{t}.member_id = {k}", key="{p}.id", filter=DualReportFilter, order=DualReportOrder)


@entity(PERMISSION)
class TermPermission(Permission):
    action: TermAction = given("操作。The action.")


def _state(declared: Process) -> Any:
    def told(_: rights.Viewer, today: date, starts_on: date, ends_on: date | None) -> str:
        return declared.state_on({"starts_on": starts_on, "ends_on": ends_on}, today)
    return computed("今日在任期的哪一段；只有任期内才有权限。Where it is in its term today; only a current one gives rights.",
                    told, TODAY, "{t}.starts_on", "{t}.ends_on")


VIEWER_CAN = "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not."
PLACE = {"holder_id": "{t}.member_id", "kind": "{t}.kind", "led": LED, "quota": QUOTA, "consented": CONSENTED,
         "organization_id": "(SELECT j.organization_id FROM joint_committee j WHERE j.id = {t}.committee_id)"}


def _of_office(viewer: rights.Viewer, today: date, starts_on: date, ends_on: date | None,
               code: str | None) -> list[access.Permission]:
    return access.term_actions(viewer, members.OFFICE, Term(starts_on=starts_on, ends_on=ends_on, division_code=code), today)


def _of_seat(viewer: rights.Viewer, member_id: UUID, today: date, starts_on: date, ends_on: date | None, code: str | None,
             *row: Any) -> list[access.Permission]:
    term = Term(starts_on=starts_on, ends_on=ends_on, division_code=code)
    return leads.actions(viewer, member_id, leads.Place(term=term, **dict(zip(PLACE, row, strict=True))), today)


@entity("任职：成员为组织行事，权限由此而来。What a member does for an organisation; rights follow from it.",
        table="office", tag="of", visible=OPEN, keys={"id": "id"}, orders=TERMS)
class Office(Node):
    kind: OfficeKind = column("种类。The kind.")
    member: AMember = one("成员。Who.", "{t}.id = {p}.member_id")
    organization: AnOrganization = one("组织。For whom.", "{t}.id = {p}.organization_id")
    starts_on: date = column("任期首日。The first day of the term.")
    ends_on: date | None = column("任期末日；未定为空。The last day of the term; null when open.")
    state: TermState = _state(members.OFFICE)
    viewer_can: list[TermPermission] = computed(
        VIEWER_CAN, _of_office, TODAY, "{t}.starts_on", "{t}.ends_on", OFFICE_OVER)


@entity(PERMISSION)
class CommitteePermission(Permission):
    action: str = given("操作。The action.", graphql_type=CommitteeAction)


COMMITTEE_OVER = "(SELECT g.division_code::text FROM organization g WHERE g.id = {t}.organization_id)"


def _of_committee(viewer: rights.Viewer, committee_id: UUID, code: str) -> list[access.Permission]:
    return beginnings.committee_actions(viewer, committee_id, code)


@strawberry.input(description="筛选委员会。Which joint committees.")
class CommitteeFilter:
    level: CommitteeLevel | None = where("层级。Of this level.", "{t}.level = {v:text}")
    name: str | None = where("名称含有此文字。The name contains this text.", "strpos({t}.name, {v:text}) > 0")
    complete: bool | None = where("组成是否齐全。Whether nothing of its composition is missing today.", f"{COMPLETE} = {{v:bool}}")
    missed: bool | None = where("是否缺会。Whether it has missed a conference.", "({t}.missed_since IS NOT NULL) = {v:bool}")
    within_division: str | None = where(
        f"所在区划在此区划之内；{PADDED}。Its division lies within this one; {PADDED_EN}.",
        "EXISTS (SELECT FROM organization o WHERE o.id = {t}.organization_id AND starts_with(o.division_code, {v:division}))")


@strawberry.input(description="筛选席位。Which seats.")
class SeatFilter:
    kind: list[SeatKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    current: bool | None = where("是否在任期内。Whether the term holds today.", f"({CURRENT}) = {{v:bool}}")


@entity("街道大工委或社区大党委。The joint committee of a street or community (1+1+X+N).", table="joint_committee", tag="jc",
        visible=OPEN, keys={"id": "id"}, orders={"NAME": Order('{t}.name COLLATE "C"', "text")})
class JointCommittee(Node):
    level: CommitteeLevel = column("层级。Its level.")
    name: str = column("名称。Its name.")
    founded_on: date | None = column("成立日期；未记录为空。When it was founded; null when not recorded.")
    version: int = column("版本。The version.")
    organization: AnOrganization = one("所属街道或社区。The street or community it is of.", "{t}.id = {p}.organization_id")
    seats = many(Seats, "席位，含已结束的。Its seats, also those that ended.", on="{t}.committee_id = {k}", key="{p}.id",
                 filter=SeatFilter)
    lead_quota: int = column("兼职委员每年领办项目的额度。How many projects each part-time member leads in a year.")
    composition: Composition = inline("组成（1+1+X+N）：有什么、缺什么，按今日的席位。What it is made of today, and what is missing.")
    cadence: Cadence = column("会议频次。How often it holds a conference.")
    conference_due_on: date | None = column("最迟何日须开会；未定为空。The day by which it has to hold the next; null when none is due.", DUE_ON)
    missed_since: date | None = column("自何日起缺会：首个缺会期的首日；没有缺会则为空。Since when it held none: the first day of the first period that it "
                                       "missed; null when none was.")
    conference_figures = found(
        ConferenceFigures | None, "该日所在的月、季度或年的会议统计，2000 至 2059 年。What its conferences came to in the month, quarter or year in which a day "
        "lies, of 2000 to 2059.", OF_PERIOD, day=(date, "其中一日。A day of it."), unit=(FiguresUnit, "月、季度或年。A month, a quarter or a year."))
    topics = many(Topics, "向它提出、您可见的议题。The topics before it, as far as you may see them.", on="{t}.committee_id = {k}", key="{p}.id",
                  filter=TopicFilter, order=TopicOrder)
    resolutions = many(Resolutions, "它的决议，您可见的。Its resolutions, as far as you may see them.", on="{t}.committee_id = {k}", key="{p}.id",
                       filter=ResolutionFilter, order=ResolutionOrder)
    invitations = many(Shares, "它作为来宾可看的条目、议题与实施项目，含已到期的。The items, topics and joint projects that it is shown as a guest, also those of which the time is "
                       "over.", on="{t}.guest_id = {k}", key="{p}.id")
    commitment_lists = many(CommitmentLists, "它与其委员的承诺清单（1+N），您可见的。Lists of commitments, its own and its seats', as far as you may see them.",
                            on="{t}.committee_id = {k}", key="{p}.id", filter=CommitmentListFilter, order=CommitmentListOrder)
    conferences = many(Conferences, "它的联席会议。Its joint conferences.", on="{t}.committee_id = {k}", key="{p}.id",
                       filter=ConferenceFilter, order=ConferenceOrder)
    viewer_can: list[CommitteePermission] = computed(
        "您可在此发起什么，不能的附原因。What the viewer can begin at it, with the reason where not.", _of_committee, "{t}.id", COMMITTEE_OVER)


@entity("委员席位，有任期。A seat on a joint committee, with a term.", table="seat", tag="se", visible=OPEN,
        keys={"id": "id"}, orders=TERMS)
class Seat(Node):
    kind: SeatKind = column("种类。The kind.")
    committee: ACommittee = one("委员会。The committee.", "{t}.id = {p}.committee_id")
    member: AMember = one("委员。Who holds it.", "{t}.id = {p}.member_id")
    organization: AnOrganization | None = one("所代表的组织；专职委员可为空。Whom the member represents; null for some.",
                                              "{t}.id = {p}.organization_id")
    starts_on: date = column("任期首日。The first day of the term.")
    ends_on: date | None = column("任期末日；未定为空。The last day of the term; null when open.")
    state: TermState = _state(committees.SEAT)
    lead: LeadProgress = inline("今年的领办进度。How many projects it leads this year, of how many.")
    lead_consents = many(LeadConsents, "同意其多领办项目的记录，含移交前的。Consents to one more project, also from before a handover.",
                         on="{t}.place_id = {k}", key="coalesce({p}.place_id, {p}.id)")
    succeeds: ASeat | None = one("由哪个席位移交而来；没有则为空。The seat that was handed over to this one; null for none.", "{t}.id = {p}.succeeds_id")
    place = many(Seats, "同一席位历任，移交前后都在内。All seats of its place, before and after each handover.",
                 on="coalesce({t}.place_id, {t}.id) = {k}", key="coalesce({p}.place_id, {p}.id)")
    duties = many(Connection[OpenDuty], "该席位的待办，含接任所得的；该委员会的委员及代表其街道或社区者可见，任期之外、对其他人为空。What the seat owes, also what it was handed over; told to "
                  "who has a seat on the committee or acts for its street or community. Empty outside of its term, and to others.",
                  on=OWED_BY_SEAT, key="{p}.id", filter=DutyFilter, order=DutyOrder)
    viewer_can: list[TermPermission] = computed(
        VIEWER_CAN, _of_seat, "{member}", TODAY, "{t}.starts_on", "{t}.ends_on", SEAT_OVER, *PLACE.values())


@entity("当前登录者。Who is signed in.", table="member", visible=OPEN)
class Viewer:
    member: AMember = one("登录的成员。The signed-in member.", "{t}.id = {p}.id")
    organizations = many(Organizations, "今日可代表的组织。The organisations the viewer acts for today.",
                         on="{t}.id = ANY({organizations})", key="{p}.id", filter=OrganizationFilter,
                         order=OrganizationOrder)
    committees = many(Committees, "今日有席位的委员会。The committees the viewer has a seat on today.",
                      on="EXISTS (SELECT FROM seat s WHERE s.committee_id = {t}.id AND s.member_id = {k} AND "
                         + holds("s", TODAY) + ")",
                      key="{p}.id", filter=CommitteeFilter)
    duties = many(Connection[OpenDuty], "您的待办：须答复、办理、参加的，最先到期在前。What you owe: to answer, to do, to attend, the earliest due first.",
                  on=f"{OWES} AND {{k}} IS NOT NULL", key="{p}.id", filter=DutyFilter, order=DutyOrder)
    notices = many(Notices, "您的通知，由新到旧。Your notices, newest first.", on="{t}.member_id = {k}", key="{p}.id", filter=NoticeFilter,
                   plain=["unread"])
    muted_notices: list[NoticeKind] = column("不再收到的通知种类。The kinds of notices that you do not get.",
                                             "ARRAY(SELECT n.kind FROM notice_muted n WHERE n.member_id = {t}.id ORDER BY n.kind)")
    mail: MailAddress | None = of_viewer()
    mailed_at_once: list[NoticeKind] = column("随时邮寄的通知种类。The kinds of notices that you are mailed at once.", of_channel(MailChannel.AT_ONCE))
    not_mailed: list[NoticeKind] = column("不邮寄的通知种类。The kinds of notices that you are not mailed.", of_channel(MailChannel.NONE))
