"""Yearly reports of dual reporting: what a member, or a unit, did in a year, counted from the log, and frozen.

A community issues them, of those who are registered with it and of units stationed there, when the year is over. They may be
contested for CONTESTED_WITHIN; the community counts again, or refuses; then they are final (PROCESS; decision 0183).
"""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain import access, dates
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class YearlyReportState(StrEnum):
    ISSUED = "ISSUED"
    CONTESTED = "CONTESTED"
    FINAL = "FINAL"


class YearlyReportStep(StrEnum):
    CONTEST = "CONTEST"
    CORRECT = "CORRECT"
    REFUSE = "REFUSE"


class Role(StrEnum):
    """Whose step it is."""

    REPORTED = "REPORTED"  # the member; of a unit's own, who acts for the unit
    COMMUNITY = "COMMUNITY"


@dataclass
class AlreadyIssued(Refusal, description="该年度报告已出具。There is such a report of that year already."):
    ADVICE = ("读取 yearlyReports；有误则由本人或单位以 contestYearlyReport 提出异议。"
              "Read yearlyReports; whom it is of contests it, by contestYearlyReport.")
    TEXT = Bilingual("该年度报告已出具。", "There is a report of that year already.")


ISSUE, CLOSE = "ISSUE_YEARLY_REPORT", "CLOSE"
CONTESTED_WITHIN = timedelta(days=15)
FIRST_YEAR = 2000
MOST_AT_ONCE = 1_000  # that are issued by one call
FIGURED = ("registrations", "projects", "hours", "claims", "deliveries")
PROCESS = Process(
    table="yearly_report", type="YearlyReport", words=Words("年度报告", "A yearly report of a member or a unit."),
    begins={YearlyReportState.ISSUED: "yearly_report.issued"},
    states={
        YearlyReportState.ISSUED: State(Words("已出具", "Issued; it may be contested.", "，可提出异议")),
        YearlyReportState.CONTESTED: State(Words("有异议", "Contested; the community has not answered.", "，待社区答复"),
                                           has=("contested_at", "reason")),
        YearlyReportState.FINAL: State(Words("已定稿", "Final."), has=("final_at",)),
    },
    steps={
        YearlyReportStep.CONTEST: Step(Words("异议", "Contest it, by contestYearlyReport."), Role.REPORTED,
                                       (YearlyReportState.ISSUED,), YearlyReportState.CONTESTED, "yearly_report.contested"),
        YearlyReportStep.CORRECT: Step(Words("更正", "Count again, by correctYearlyReport."), Role.COMMUNITY,
                                       (YearlyReportState.CONTESTED,), YearlyReportState.FINAL, "yearly_report.corrected"),
        YearlyReportStep.REFUSE: Step(Words("维持", "Let it stand, by refuseYearlyReport."), Role.COMMUNITY,
                                      (YearlyReportState.CONTESTED,), YearlyReportState.FINAL, "yearly_report.refused"),
        CLOSE: Step(Words("定稿", "Nobody contested it in time."), CLOCK,
                    (YearlyReportState.ISSUED,), YearlyReportState.FINAL, "yearly_report.closed"),
    },
    deadlines=(Deadline("contest_until", (YearlyReportState.ISSUED,), CLOSE),),
    deeds={ISSUE: Words("出具年度报告", "Issue a yearly report, by issueYearlyReport, issueUnitReport or issueYearlyReports.")})
SIGHT = Sight(own="community_id", parties=("unit_id",), person="member_id")
"""What somebody did in a year is seen by the community, by the unit and by the member: by no office above."""
SUBJECT = Subject("yearly_report", SIGHT)


@dataclass(frozen=True, kw_only=True)
class YearlyReport:
    """What the rules need to know of a report.

    member_id   None: it is the unit's own
    """

    state: str
    year: int
    member_id: UUID | None
    unit_id: UUID
    community_id: UUID
    contest_until: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it is final."""
        return PROCESS.state_at(self.state, {"contest_until": self.contest_until}, now)


def year_of(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year in China, and that of the next."""
    return datetime(year, 1, 1, tzinfo=dates.CHINA), datetime(year + 1, 1, 1, tzinfo=dates.CHINA)


def check_year(year: int, now: datetime) -> None:
    """raises   BadInput of a year that is not over"""
    if not FIRST_YEAR <= year < dates.day(now).year:
        raise BadInput("year", Bilingual(f"须为 {FIRST_YEAR} 年以来已结束的年度。",
                                         f"It must be a year since {FIRST_YEAR} that is over."))


def check_unit(kind: str, stations: Collection[str], community_code: str) -> None:
    """raises   BadInput of what is no unit of the community"""
    if kind not in UNIT_KINDS or community_code not in stations:
        raise BadInput("unit_id", Bilingual("须为驻在该社区的单位。", "It must be a unit that is stationed in the community."))


def check_registered(confirmed_at: datetime | None) -> None:
    """Let there be a report of who is or was registered, which a community has to have confirmed.

    raises   BadInput
    """
    if confirmed_at is None:
        raise BadInput("dual_report_id", Bilingual("须为社区确认过的报到。",
                                                   "It must be a registration that the community confirmed."))


def check_community(kind: str) -> None:
    """raises   BadInput"""
    if kind != OrganizationKind.COMMUNITY:
        raise BadInput("community_id", Bilingual("须为社区。", "It must be a community."))


def check_issue(viewer: Viewer, community_id: UUID) -> None:
    """raises   NotAllowed"""
    if community_id not in viewer.acts_for:
        raise NotAllowed(ISSUE)


def check_step(viewer: Viewer, step: YearlyReportStep, report: YearlyReport, now: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    reported = report.unit_id in viewer.acts_for if report.member_id is None else report.member_id == viewer.member_id
    may = {Role.REPORTED: reported, Role.COMMUNITY: report.community_id in viewer.acts_for}
    if not may[Role(PROCESS.steps[step].by)]:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, report.state_at(now))


def actions(viewer: Viewer, report: YearlyReport, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a report, in the order of YearlyReportStep."""
    def check(action: str) -> None:
        check_step(viewer, YearlyReportStep(action), report, now)
    return access.permissions(YearlyReportStep, check)
