"""Opinions: what communities say of units and members before these are honoured or promoted."""
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, opinions
from domain.opinions import OpinionPurpose, OpinionState, OpinionStep, Position
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexLayout, Order
from resolvers import opinions as use_cases
from schema.days import TODAY
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOpinionRequest, AnOrganization, Events, OpinionRequests
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

OVERDUE = f"({{t}}.state = 'ASKED' AND {{t}}.due_on < {TODAY})"

described(OpinionState, "征求意见的状态。Where a request for an opinion is in its life.", opinions.PROCESS.words_of_states)
described(OpinionPurpose, "为何征求意见。For what an opinion is asked.")
described(Position, "社区的意见。What a community thinks.")
OpinionAction = OpinionStep
described(OpinionAction, "对征求意见的操作。What can be done with a request.", opinions.PROCESS.words_of_steps, name="OpinionRequestAction")


class OpinionOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The one that is due first.")
    LATEST = "LATEST", Words("最后到期在前", "The one that is due last.")


described(OpinionOrder, "征求意见的排序。Orders of requests.", name="OpinionRequestOrder")

PAGES = IndexLayout(states=tuple(map(str, OpinionState)), state="state")
ORDERS = {"DUE": Order("{t}.due_on", "date"), "LATEST": Order("{t}.due_on", "date", descending=True)}


@strawberry.input(description="筛选征求意见；各项同时成立。Which requests; all of it holds.")
class OpinionRequestFilter:
    state: list[OpinionState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    purpose: list[OpinionPurpose] | None = where("为何征求。For one of these.", "{t}.purpose = ANY({v:text[]})")
    position: list[Position] | None = where("意见之一。With one of these answers.", "{t}.position = ANY({v:text[]})")
    overdue: bool | None = where("是否逾期未答。Whether it is not answered and its day is over.", f"{OVERDUE} = {{v:bool}}", states=[OpinionState.ASKED])
    asked_of_me: bool | None = where("是否向您所代表的社区征求。Whether a community that you act for is asked.",
                                     "({t}.community_id = ANY({organizations})) = {v:bool}", by=["organizations"])
    community_id: strawberry.ID | None = where("向此社区征求的。Of this community.", "{t}.community_id = {v:id(Organization)}")
    unit_id: strawberry.ID | None = where("关于此单位的。About this unit.", "{t}.unit_id = {v:id(Organization)}")
    member_id: strawberry.ID | None = where("关于此成员的。About this member.", "{t}.member_id = {v:id(Member)}")
    due_before: date | None = where("此日之前到期。Due before this day.", "{t}.due_on < {v:date}")
    text: str | None = where("所问含有此文字。What is asked contains this text.", "strpos({t}.question, {v:text}) > 0")


@entity(PERMISSION)
class OpinionRequestPermission(Permission):
    action: OpinionAction = given("操作。The action.")


RULED = ("state", "asker_id", "community_id")


def _viewer_can(viewer: Viewer, *row: Any) -> list[access.Permission]:
    return opinions.actions(viewer, opinions.Opinion(**dict(zip(RULED, row, strict=True))))


@entity("征求意见（评价权）：评优、晋升前向社区征求对单位或成员的意见；只有征求单位和该社区的人员可见，所涉单位、成员与上级都看不到。A request for a community's opinion of a unit or a "
        "member before that is honoured or promoted; seen by who acts for the organisation that asks and for the community, by nobody else.",
        table="opinion", tag="op", visible=opinions.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state"}, keys={"id": "id"})
class OpinionRequest(Node):
    state: OpinionState = column("状态。Where it is in its life.")
    overdue: bool = column("是否逾期未答。Whether it is not answered and its day is over.", OVERDUE)
    asker: AnOrganization = one("征求的组织。Who asks.", "{t}.id = {p}.asker_id")
    community: AnOrganization = one("被征求的社区。The community that is asked.", "{t}.id = {p}.community_id")
    unit: AnOrganization | None = one("所涉单位；关于成员的为空。The unit that it is about; null when it is about a member.",
                                      "{t}.id = {p}.unit_id")
    member: AMember | None = one("所涉成员；关于单位的为空。The member that it is about; null when it is about a unit.",
                                 "{t}.id = {p}.member_id")
    purpose: OpinionPurpose = column("为何征求。For what it is asked.")
    question: str = column("所问。What is asked.")
    due_on: date = column("答复的最后一日。The last day to answer in time.")
    asked_at: datetime = column("征求时间；各数截至此时，此后不变。When it was asked; the figures are of that moment and stay.")
    figures_from: datetime = column("各数自此时起计，共 365 天。From when on it is counted: 365 days.")
    claims_proposed: int = column("在该社区提出的认领数。How many claims it proposed on what is at home in the community.")
    claims_accepted: int = column("其中被接受的。How many of them were accepted.")
    claims_delivered: int = column("其中已交付的。How many of them were delivered.")
    claims_confirmed: int = column("其中已确认的。How many of them were confirmed.")
    projects: int = column("在该社区参与的实施项目数；成员的为其席位领办的。In how many joint projects there it took part; of a member, that its seat led.")
    conferences: int = column("出席该社区联席会议的次数；单位的含替会。How many joint conferences there it attended; of a unit, substitutes included.")
    position: Position | None = column("社区的意见；未答复为空。What the community thinks; null before it answered.")
    answer: str | None = column("答复的文字；未答复为空。What it wrote; null before it answered.")
    answered_at: datetime | None = column("答复时间；未答复为空。When it answered; null before.")
    withdrawn_at: datetime | None = column("撤回时间；没有则为空。When it was taken back; null otherwise.")
    reason: str | None = column("撤回的原因；没有则为空。Why it was taken back; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'opinion' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[OpinionRequestPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

@strawberry.input(one_of=True, description="关于谁，只填一项。Whom it is about: exactly one of these.")
class OpinionSubjectInput:
    unit_id: strawberry.ID | None = identifier("单位。A unit.", "Organization", default=UNSET)
    member_id: strawberry.ID | None = identifier("成员。A member.", "Member", default=UNSET)


@strawberry.input(description="评优或晋升前向社区征求意见；参与情况由系统统计。Ask a community for its opinion; the figures of participation are attached.")
class AskOpinionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    community_id: strawberry.ID = identifier("社区。The community.", "Organization")
    subject: OpinionSubjectInput = strawberry.field(description="关于谁。Whom it is about.")
    purpose: OpinionPurpose = strawberry.field(description="为何征求。For what.")
    question: str = strawberry.field(description="所问。What is asked.")
    due_on: date = strawberry.field(description="答复的最后一日。The last day to answer.")
    asker_id: strawberry.ID | None = identifier("征求的部门、街道或上级；只代表一个组织时可省。The department, street or level above that asks; may be left "
                                                "out by who acts for one organisation.", "Organization", default=UNSET)


@strawberry.input(description="社区答复。Answer for the community.")
class AnswerOpinionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    opinion_id: strawberry.ID = identifier("征求意见。The request.", "OpinionRequest")
    position: Position = strawberry.field(description="意见。What the community thinks.")
    answer: str = strawberry.field(description="答复的文字。In words.")


@strawberry.input(description="撤回未答复的征求。Take a request back that is not answered.")
class WithdrawOpinionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    opinion_id: strawberry.ID = identifier("征求意见。The request.", "OpinionRequest")
    reason: str = strawberry.field(description="原因。Why.")


OPINION = Shown("opinion", AnOpinionRequest, "该征求意见。The request.", "opinion")
ASK = mutation("向社区征求对单位或成员的意见（部门，或管辖其的街道及以上）。Ask a community for its opinion of a unit or a member; by a department, or by a street or above that is over it.",
               use_cases.ask, AskOpinionInput, OPINION)
ANSWER = mutation("答复征求意见（该社区书记）。Answer; by the community's secretary.", use_cases.answer, AnswerOpinionInput, OPINION)
WITHDRAW = mutation("撤回征求意见（征求方）。Take a request back; by who asked.", use_cases.withdraw, WithdrawOpinionInput, OPINION)
OPINIONS = many(OpinionRequests, "您可见的征求意见。The requests for opinions that you may see.", filter=OpinionRequestFilter, order=OpinionOrder)
