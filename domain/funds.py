"""The money of joint projects: planned by source, granted, spent by vouchers; and the yearly funds of communities.

Yuan are exact, with two decimals. No sum goes beyond the one before it: spent, granted, planned; granted and a fund's.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from domain import dates, projects
from domain.attachments import Asking, AttachmentOf, FileDeed, Row
from domain.faults import Faults
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.projects import Project, ProjectState
from domain.refusals import BadInput, NotAllowed, Refusal, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class FundingSource(Worded):
    FISCAL = "FISCAL", Words("财政", "Of the public budget.", "资金")
    STREET = "STREET", Words("街道", "Of the street.", "资金")
    UNIT = "UNIT", Words("单位", "Of a unit.", "出资")
    DONATION = "DONATION", Words("捐赠", "A donation.")


@dataclass
class NotEnoughFunds(Refusal, description="资金不足。There is not so much money left."):
    ADVICE = "以不多于 leftYuan 的金额再试。Try again, with no more than `leftYuan`."
    left_yuan: Annotated[str, "还剩多少元。How many yuan are left.", "Decimal"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"仅剩 {self.left_yuan} 元。", f"Only {self.left_yuan} yuan are left.")


@dataclass
class FundsGranted(Refusal, description="已有拨付，不能这样改。Money of it is granted: it cannot be changed like this."):
    ADVICE = ("不低于已拨付的金额；已有拨付的预算不能重编。"
              "Stay at or above what is granted; a budget of which some is granted stays.")
    granted_yuan: Annotated[str, "已拨付多少元。How many yuan are granted.", "Decimal"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"已拨付 {self.granted_yuan} 元。", f"{self.granted_yuan} yuan are granted already.")


@dataclass
class VoucherUsed(Refusal, description="该凭证号在此项目中已登记。The voucher is recorded in this project already."):
    ADVICE = "核对凭证；一张凭证登记一次。Check the voucher: each is recorded once."
    TEXT = Bilingual("该凭证号在此项目中已登记。", "This voucher is recorded in this project already.")


PLAN, GRANT, REVOKE, RECORD, SET = "PLAN_BUDGET", "GRANT_FUNDS", "REVOKE_GRANT", "RECORD_EXPENSE", "SET_FUND"
DEEDS = {PLAN: Words("编制预算", "Plan a project's budget, by planBudget."),
         GRANT: Words("拨付资金", "Grant money, by grantFunds."),
         REVOKE: Words("收回拨付", "Take back money that was granted, by revokeGrant."),
         RECORD: Words("登记支出", "Record what was spent, by recordExpense."),
         SET: Words("核定服务经费", "Set a community's fund of a year, by setFund.")}
MOST_SOURCES = 20
"""Of a project's budget."""
LESS_THAN = Decimal(10) ** 12
YEARS = range(2000, 2100)
STREET = 9  # digits
SEEN = projects.SEEN
"""Who sees the project sees its money."""
SIGHT = Sight(own="organization_id", downward="home_code", home="home_code",
              upward={12: "home_code", 9: "street", 6: "district"})
"""A community's fund is seen by everybody in the community, and by the officers above."""
SUBJECT = Subject("community_fund", SIGHT)


@dataclass(frozen=True)
class Source:
    """Where money of a budget is to come from.

    fund_code   of the community whose fund it is; None: it is of none
    """

    yuan: Decimal
    fund_code: str | None = None


def check_yuan(field: str, yuan: Decimal) -> None:
    """raises   BadInput"""
    if not 0 < yuan < LESS_THAN or yuan != round(yuan, 2):
        raise BadInput(field, Bilingual("须大于 0、小于一万亿元，最多两位小数。",
                                        "More than 0 and below a trillion yuan, with at most two decimals."))


def check_sum(total: Decimal, sources: Sequence[Decimal]) -> None:
    """Let a budget pass whose sources add up to what it is said to be.

    raises   BadInput
    """
    with Faults() as faults:
        faults.of(check_yuan, "total_yuan", total)
        for number, yuan in enumerate(sources):
            faults.of(check_yuan, f"sources[{number}].yuan", yuan)
        if not 1 <= len(sources) <= MOST_SOURCES:
            faults.note(BadInput("sources", Bilingual(f"须有 1 至 {MOST_SOURCES} 项。", f"From 1 to {MOST_SOURCES} of them.")))
        if (added := sum(sources, Decimal(0))) != total:
            faults.note(BadInput("total_yuan", Bilingual(
                f"各来源合计 {added} 元，须与总额相等。", f"The sources add up to {added} yuan, which it has to be.")))


def check_plan(viewer: Viewer, project: Project, granted: Decimal) -> None:
    """
    granted  of the budget that there is
    raises   NotAllowed, WrongState of the project, FundsGranted
    """
    projects.check_host_side(viewer, project, PLAN)
    projects.check_open(project)
    if granted:
        raise FundsGranted(str(granted))


def check_from_fund(viewer: Viewer, organization_id: UUID, home_code: str, action: str = GRANT) -> None:
    """A community's fund is granted, and taken back, by who acts for it, and by officers over it.

    raises   NotAllowed
    """
    if organization_id not in viewer.acts_for and not viewer.is_officer_over(home_code):
        raise NotAllowed(action)


def check_grant(viewer: Viewer, project: Project) -> None:
    """raises   NotAllowed, WrongState of the project"""
    projects.check_host_side(viewer, project, GRANT)
    projects.check_open(project)


def check_revoke(viewer: Viewer, project: Project) -> None:
    """Who grants takes back, also when the project is over: what nobody spent is free again then.

    raises   NotAllowed
    """
    projects.check_host_side(viewer, project, REVOKE)


def check_record(viewer: Viewer, member_id: UUID, project: Project) -> None:
    """What was spent is recorded from the project's begin on, also when it is over: bills come late.

    member_id   see `projects.check_lead_side`
    raises      NotAllowed, WrongState of the project
    """
    projects.check_lead_side(viewer, member_id, project, RECORD)
    if project.state == ProjectState.FORMED:
        raise WrongState(project.state, [state for state in ProjectState if state != ProjectState.FORMED])


def check_spent(spent_on: date, project: Project, today: date) -> None:
    """Let a day pass on which money of a project may have been spent: from the day on which it was formed to today.

    raises   BadInput
    """
    first = dates.day(project.formed_at) if project.formed_at else today
    if not first <= spent_on <= today:
        raise BadInput("spent_on", Bilingual(f"支出日期须在立项日 {first} 至今日之间。",
                                             f"It must have been spent from {first}, when the project was formed, to today."))


def check_sets(viewer: Viewer, kind: str, home_code: str) -> None:
    """A community's fund is set by officers over the street that it lies in.

    raises   NotAllowed
    """
    if kind != OrganizationKind.COMMUNITY or not viewer.is_officer_over(home_code[:STREET]):
        raise NotAllowed(SET)


def check_set(viewer: Viewer, kind: str, home_code: str, year: int) -> None:
    """raises   NotAllowed, BadInput of what is no community, or of the year"""
    if kind != OrganizationKind.COMMUNITY:
        raise BadInput("organization_id", Bilingual("须为社区。", "It must be a community."))
    check_sets(viewer, kind, home_code)
    if year not in YEARS:
        raise BadInput("year", Bilingual(f"须为 {YEARS[0]} 至 {YEARS[-1]} 年。", f"It must be {YEARS[0]} to {YEARS[-1]}."))


def check_file(asking: Asking, expense: Row, project: Row) -> UUID:
    """Vouchers are attached by who recorded an expense, and who acts for the unit that leads, also when the project is over;
    removed only before.

    raises   NotAllowed, WrongState of the project
    """
    lead: UUID = project["lead_unit_id"]
    if lead not in asking.viewer.acts_for and expense["recorded_by"] != asking.member_id:
        raise NotAllowed(asking.deed.action)
    if asking.deed == FileDeed.DETACH and project["state"] not in projects.OPEN:
        raise WrongState(project["state"], [*projects.OPEN])
    return lead


ATTACHED = AttachmentOf("expense", "Expense", Words("支出凭证", "an expense"), SEEN, check_file, needs=("recorded_by",),
                        beside=("state", "lead_unit_id"))
