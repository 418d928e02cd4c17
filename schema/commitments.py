"""Leaders' lists of commitments for a year, and the commitments in them."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import access, commitments
from domain.commitments import CommitmentState as CommitmentState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.days import HELD_BY_VIEWER, TODAY, holder
from schema.declare import column, computed, entity, given, many, one, where
from schema.lazy import (
    ACommitmentList,
    ACommittee,
    AnOrganization,
    ASeat,
    CommitmentLists,
    Commitments,
    Events,
)
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import described

CommitmentListKind = commitments.ListKind
CommitmentListState = commitments.ListState
CommitmentFinding = commitments.Finding
CommitmentOutcome = commitments.Outcome
described(CommitmentListKind, "承诺清单是谁的。Whose a list of commitments is.", name="CommitmentListKind")
described(CommitmentListState, "承诺清单的状态。Where a list of commitments is in its year.", commitments.LIST.words_of_states,
          name="CommitmentListState")
CommitmentListAction = commitments.ListStep
described(CommitmentListAction, "对承诺清单的操作。What can be done with a list of commitments.", commitments.LIST.words_of_steps,
          name="CommitmentListAction")
described(CommitmentState, "清单事项的状态。Where a commitment is in its life.", commitments.PROCESS.words_of_states)
CommitmentAction = commitments.CommitmentStep
described(CommitmentAction, "对清单事项的操作。What can be done with a commitment.", commitments.PROCESS.words_of_steps, name="CommitmentAction")
described(CommitmentFinding, "年中查的结果。What the check at mid-year found.", name="CommitmentFinding")
described(CommitmentOutcome, "年底述的结果。What came of a commitment.", name="CommitmentOutcome")


class CommitmentListOrder(Worded):
    LATEST = "LATEST", Words("最后到期在前", "The latest due date first.")
    DUE = "DUE", Words("最先到期在前", "The earliest due date first.")


class CommitmentOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The earliest due date first.")
    LATEST = "LATEST", Words("最后到期在前", "The latest due date first.")


described(CommitmentListOrder, "承诺清单的排序。Orders of lists of commitments.")
described(CommitmentOrder, "清单事项的排序。Orders of commitments.")

OF_COMMITTEE, OF_OWNER = "{t}.committee_id = {v:id(JointCommittee)}", "{t}.owner_id = {v:id(Organization)}"
LEADER, OWNER = holder("{t}.seat_id"), holder("{t}.owner_seat_id")
UNREPORTED = (str(CommitmentListState.ADOPTED), str(CommitmentListState.CHECKED))
RUNNING = f"({{t}}.state IN {UNREPORTED})"
LIST_OVERDUE = f"({RUNNING} AND {{t}}.due_on < {TODAY})"
OVERDUE = f"({{t}}.state = 'OPEN' AND {{t}}.due_on < {TODAY})"
MINE = f"(coalesce({{t}}.owner_id = ANY({{organizations}}), false) OR coalesce({{t}}.owner_seat_id = {HELD_BY_VIEWER}, false))"
OPEN = "(SELECT count(*) FROM commitment c WHERE c.list_id = {t}.id AND c.state = 'OPEN')"
LEFT = "EXISTS (SELECT FROM commitment c WHERE c.list_id = {t}.id AND c.state = 'OPEN')"
LATE = f"(SELECT count(*) FROM commitment c WHERE c.list_id = {{t}}.id AND c.state = 'OPEN' AND c.due_on < {TODAY})"
BY_DUE_DATE, LATEST = Order("{t}.due_on", "date"), Order("{t}.due_on", "date", descending=True)


@strawberry.input(description="筛选承诺清单；各项同时成立。Which lists of commitments; all of it holds.")
class CommitmentListFilter:
    state: list[CommitmentListState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    kind: list[CommitmentListKind] | None = where("是谁的。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE, index=IndexCondition(OF_COMMITTEE))
    year: int | None = where("年度。Of this year.", "{t}.year = {v:int}")
    within_division: str | None = where(f"委员会所在区划在此区划之内；{PADDED}。Its committee's division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("是否您任委员的委员会的。Whether they are of a committee where you have a seat.",
                              "({t}.committee_id = ANY({committees})) = {v:bool}")
    open: bool | None = where("是否尚未年底述。Whether it is not reported yet.", f"{RUNNING} = {{v:bool}}", states=UNREPORTED)
    overdue: bool | None = where("是否逾期未查或未述。Whether its check or its report is not there in time.", f"{LIST_OVERDUE} = {{v:bool}}",
                                 states=UNREPORTED)


@strawberry.input(description="筛选清单事项；各项同时成立。Which commitments; all of it holds.")
class CommitmentFilter:
    state: list[CommitmentState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    finding: list[CommitmentFinding] | None = where("年中查的结果之一。Found so at mid-year.", "{t}.finding = ANY({v:text[]})")
    outcome: list[CommitmentOutcome] | None = where("年底述的结果之一。Of one of these outcomes.", "{t}.outcome = ANY({v:text[]})")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE, index=IndexCondition(OF_COMMITTEE))
    owner_id: strawberry.ID | None = where("责任组织。Owned by this organisation.", OF_OWNER, index=IndexCondition(OF_OWNER))
    year: int | None = where("年度。Of this year.", "{t}.year = {v:int}")
    within_division: str | None = where(f"委员会所在区划在此区划之内；{PADDED}。Its committee's division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("是否由您的组织或您的席位办理。Whether an organisation or a seat of yours owns it.", f"{MINE} = {{v:bool}}")
    overdue: bool | None = where("是否逾期未述。Whether it is not reported and its day is over.", f"{OVERDUE} = {{v:bool}}", states=[CommitmentState.OPEN])
    due_from: date | None = where("时限不早于。Due on this day or later.", "{t}.due_on >= {v:date}")
    due_to: date | None = where("时限不晚于。Due on this day or earlier.", "{t}.due_on <= {v:date}")
    text: str | None = where("内容含有此文字。Its text contains this.", "strpos({t}.text, {v:text}) > 0")


@entity(PERMISSION)
class CommitmentListPermission(Permission):
    action: CommitmentListAction = given("操作。The action.")


@entity(PERMISSION)
class CommitmentPermission(Permission):
    action: CommitmentAction = given("操作。The action.")


LIST_RULED = {**{name: f"{{t}}.{name}" for name in ("state", "committee_id", "organization_id", "home_code", "year", "report_due_on")},
              "holder_id": LEADER, "open": OPEN}
RULED = {**{name: f"{{t}}.{name}" for name in ("state", "committee_id", "organization_id", "home_code", "owner_id")},
         "holder_id": LEADER, "owner_member_id": OWNER}


def _list_viewer_can(viewer: Viewer, member_id: UUID, *row: Any) -> Sequence[access.Permission]:
    return commitments.list_actions(viewer, member_id, commitments.CommitmentList(**dict(zip(LIST_RULED, row, strict=True))))


def _viewer_can(viewer: Viewer, member_id: UUID, *row: Any) -> Sequence[access.Permission]:
    return commitments.actions(viewer, member_id, commitments.Commitment(**dict(zip(RULED, row, strict=True))))


@entity("承诺清单（1+N 清单）：一个席位或委员会一年的承诺，年初列、年中查、年底述。A list of commitments: a seat's or a committee's, for a year; adopted at its start, checked "
        "at mid-year, reported at its end.", table="commitment_list", tag="yl", visible=commitments.LIST_SIGHT,
        indexes=IndexLayout(states=tuple(map(str, CommitmentListState)), state="state", division="withinDivision"),
        orders={"LATEST": LATEST, "DUE": BY_DUE_DATE},
        groups={"STATE": "{t}.state", "KIND": "{t}.kind"}, keys={"id": "id"})
class CommitmentList(Node):
    state: CommitmentListState = column("状态。Where it is in its year.")
    kind: CommitmentListKind = column("是谁的。Whose it is.")
    year: int = column("年度。Its year.")
    committee: ACommittee = one("委员会。The committee.", "{t}.id = {p}.committee_id")
    seat: ASeat | None = one("谁的：书记或委员的席位；委员会的则为空。The seat whose it is; null of the committee's own.", "{t}.id = {p}.seat_id")
    adopted_at: datetime = column("列出时间。When it was adopted.")
    due_on: date = column("下一步（查或述）的时限。The day by which its next step is due: the check, or else the report.")
    overdue: bool = column("是否逾期未查或未述。Whether its check or its report is not there in time.", LIST_OVERDUE)
    check_due_on: date | None = column("年中查的时限，按工作日计；下半年才列出的则为空。The working day by which it is checked; null when it was adopted after the "
                                       "half year.")
    checked_at: datetime | None = column("年中查的时间；尚未则为空。When it was checked; null before.")
    comment: str | None = column("年中查的总体意见；未填为空。What who checked it says of all; null when not given.")
    report_due_on: date = column("年底述的时限，按工作日计。The working day by which it is reported.")
    reported_at: datetime | None = column("年底述的时间；尚未则为空。When it was reported; null before.")
    report: str | None = column("年底述职。The report at the year's end; null before.")
    open_commitments: int = column("尚未述的事项数。How many of its commitments are not reported.", OPEN)
    overdue_commitments: int = column("其中逾期的。How many of those are overdue.", LATE)
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    commitments = many(Commitments, "事项。Its commitments.", on="{t}.list_id = {k}", key="{p}.id", filter=CommitmentFilter,
                       order=CommitmentOrder)
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'commitment_list' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[CommitmentListPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _list_viewer_can, "{member}", *LIST_RULED.values())


@entity("清单事项：清单中的一项承诺，有责任方与时限。A commitment of a list, with an owner and a day.", table="commitment", tag="cm",
        visible=commitments.SIGHT,
        indexes=IndexLayout(states=tuple(map(str, CommitmentState)), state="state", division="withinDivision"),
        orders={"DUE": BY_DUE_DATE, "LATEST": LATEST},
        groups={"STATE": "{t}.state", "FINDING": "{t}.finding", "OUTCOME": "{t}.outcome"}, keys={"id": "id"})
class Commitment(Node):
    state: CommitmentState = column("状态。Where it is in its life.")
    text: str = column("内容。What is promised.")
    commitment_list: ACommitmentList | None = one("所属清单；不可见则为空。Its list; null when you may not see it.", "{t}.id = {p}.list_id")
    year: int = column("年度。The list's year.")
    committee: ACommittee = one("委员会。The committee.", "{t}.id = {p}.committee_id")
    owner: AnOrganization | None = one("责任组织；由席位办理则为空。The organisation that does it; null when a seat does.",
                                       "{t}.id = {p}.owner_id")
    owner_seat: ASeat | None = one("责任席位；由组织办理则为空。The seat that does it; null when an organisation does.",
                                   "{t}.id = {p}.owner_seat_id")
    given_at: datetime = column("列入时间。When it was listed.")
    due_on: date = column("时限。The day by which it is to be done and reported.")
    overdue: bool = column("是否逾期未述。Whether it is not reported and its day is over.", OVERDUE)
    finding: CommitmentFinding | None = column("年中查的结果；尚未则为空。What the check at mid-year found; null before.")
    note: str | None = column("年中查的说明；没有则为空。What who checked it says of it; null when nothing.")
    checked_at: datetime | None = column("年中查的时间；尚未则为空。When it was checked; null before.")
    outcome: CommitmentOutcome | None = column("年底述的结果；尚未则为空。What came of it; null before it is reported.")
    report: str | None = column("述的内容；尚未则为空。The owner's report; null before.")
    reported_at: datetime | None = column("述的时间；尚未则为空。When it was reported; null before.")
    reason: str | None = column("取消的原因；未取消则为空。Why it was dropped; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'commitment' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[CommitmentPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", *RULED.values())


LISTS = many(CommitmentLists, "您可见的承诺清单（1+N）。Lists of commitments that you may see.", filter=CommitmentListFilter,
             order=CommitmentListOrder)
COMMITMENTS = many(Commitments, "您可见的清单事项。Commitments that you may see.", filter=CommitmentFilter, order=CommitmentOrder)
