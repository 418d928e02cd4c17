"""Four-part cards of claims and of joint projects: who does what, how well and by when, as both sides agreed."""
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import access, cards, claims, dates, milestones, projects
from domain.cards import CardState, CardStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import cards as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.claim_inputs import CLAIM
from schema.days import holder
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AClaim, AJointProject, AMember, AnOrganization, Cards, Events
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

described(CardState, "四单的状态。Where a version of a card is in its life.", cards.PROCESS.words_of_states)
described(CardStep, "对四单的操作。What can be done with a version of a card.", cards.PROCESS.words_of_steps, name="CardAction")


class CardOrder(Worded):
    NEWEST = "NEWEST", Words("最新提出在前", "The newest proposal first.")
    DUE = "DUE", Words("时限最早在前", "The earliest time limit first; none comes last.", "，无时限的在后")


described(CardOrder, "四单的排序。Orders of cards.")

ORDERS = {"NEWEST": Order("{t}.proposed_at", "timestamptz", descending=True),
          "DUE": Order("coalesce({t}.due_at, 'infinity')", "timestamptz")}
PAGES = IndexLayout(states=tuple(map(str, CardState)), state="state", division="withinDivision")
CLAIM_STATE = "(SELECT c.state FROM claim c WHERE c.id = {t}.claim_id)"
RULED = {"state": "{t}.state", "proposer_id": "{t}.proposer_id", "asked_id": "{t}.asked_id", "of_state": CLAIM_STATE}
SIDES = {"state": "text", "host_id": "uuid", "home_code": "text", "lead_unit_id": "uuid"}
PROJECT = (f"(SELECT ({', '.join(f'j.{name}::{type_}' for name, type_ in SIDES.items())}, {holder('j.lead_seat_id')}::uuid, "
           f"(SELECT max(m.due_on) FROM milestone m WHERE m.project_id = j.id AND m.state IN {(*map(str, milestones.OPEN),)})) "
           "FROM joint_project j WHERE j.id = {t}.joint_project_id)")
"""With PostgreSQL's own types, as `schema.claims.ITEM_COLUMNS`."""


def _of_either(of_claim: str, of_project: str) -> str:
    """A condition on what a card is of: its claim `c`, or its project `j`."""
    return (f"coalesce((SELECT {of_claim} FROM claim c WHERE c.id = {{t}}.claim_id), "
            f"(SELECT {of_project} FROM joint_project j WHERE j.id = {{t}}.joint_project_id))")


IN_FORCE = f"({{t}}.state = 'AGREED' AND coalesce({_of_either('c.card_id = {t}.id', 'j.card_id = {t}.id')}, false))"
GOES_ON = _of_either(f"c.state IN {(*map(str, claims.WITH_CARDS),)}", f"j.state IN {(*map(str, projects.OPEN),)}")
TO_BE_DONE = _of_either("c.state IN ('ACCEPTED', 'REWORK')", f"j.state IN {(*map(str, projects.OPEN),)}")
OVERDUE = f"coalesce({{t}}.due_at <= {{now}} AND {IN_FORCE} AND {TO_BE_DONE}, false)"
ASKS_ME = "{t}.asked_id = ANY({organizations})"
IS_MINE = f"({{t}}.proposer_id = ANY({{organizations}}) OR {ASKS_ME})"
OF_PROJECT = "{t}.joint_project_id = {v:id(JointProject)}"


@strawberry.input(description="筛选四单；各项同时成立。Which cards; all of it holds.")
class CardFilter:
    state: list[CardState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    in_force: bool | None = where("是否为现行的一版。Whether it is the version that holds.", f"{IN_FORCE} = {{v:bool}}", states=[CardState.AGREED])
    claim_id: strawberry.ID | None = where("认领。Of this claim.", "{t}.claim_id = {v:id(Claim)}")
    joint_project_id: strawberry.ID | None = where("实施项目。Of this joint project.", OF_PROJECT, index=IndexCondition(OF_PROJECT))
    organization_id: strawberry.ID | None = where(
        "此组织为一方的。Of which this organisation is a party.",
        "({t}.proposer_id = {v:id(Organization)} OR {t}.asked_id = {v:id(Organization)})",
        index=IndexCondition("({t}.proposer_id = {v:id(Organization)} OR {t}.asked_id = {v:id(Organization)})"))
    within_division: str | None = where(f"所属条目或项目的区划在此区划之内；{PADDED}。Whose item or project is of this division or one within; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("您所代表的组织为一方的，或否。Whether an organisation that you act for is a party.",
                              f"{IS_MINE} = {{v:bool}}", by=["organizations"])
    awaits_me: bool | None = where(
        "是否待您所代表的组织答复。Whether it awaits the answer of an organisation that you act for.",
        f"({{t}}.state = 'PROPOSED' AND {ASKS_ME} AND {GOES_ON}) = {{v:bool}}", states=[CardState.PROPOSED], by=["organizations"])
    overdue: bool | None = where("是否现行而过了时限：认领尚未交付，或项目尚未结束。Whether it holds and its time limit is over: of a claim that is not delivered, or of a "
                                 "project that is not over.", f"{OVERDUE} = {{v:bool}}", states=[CardState.AGREED])
    due_before: datetime | None = where("时限早于。With a time limit before.", "{t}.due_at < {v:timestamptz}")
    text: str | None = where("任务、责任或标准含有此文字。The task, who is responsible or the standard contains this text.",
                             "strpos(concat_ws(' ', {t}.task, {t}.responsible, {t}.standard), {v:text}) > 0")


@entity(PERMISSION)
class CardPermission(Permission):
    action: CardStep = given("操作。The action.")


def _viewer_can(viewer: Viewer, member_id: UUID, project_row: Sequence[Any] | None, due_at: datetime | None,
                *row: Any) -> list[access.Permission]:
    ruled = dict(zip(RULED, row, strict=True))
    if project_row is None:
        return access.card_actions(viewer.acts_for, cards.Card(**ruled))
    *sides, last_milestone_on = project_row
    project = projects.Project(**dict(zip([*SIDES, "lead_member_id"], sides, strict=True)))
    card = cards.Card(**{**ruled, "of_state": project.state}, going_on=projects.OPEN,
                      due_on=dates.day(due_at) if due_at else None, last_milestone_on=last_milestone_on)
    return access.card_actions(projects.parties(viewer, member_id, project), card)


@entity("四单：认领或实施项目的任务、责任、标准、时限；每次提出为一版，对方同意后生效，直至商定新的一版；看得到条目或项目的人可见。A version of the four-part card of a "
        "claim or a joint project: one side proposes it; agreed by the other it holds, until another version is agreed.",
        table="card", tag="cd", visible=projects.CARD_SIGHT, indexes=PAGES, keys={"id": "id"}, orders=ORDERS, groups={"STATE": "{t}.state"})
class Card(Node):
    claim: AClaim | None = one("所属认领；属于实施项目的为空。The claim it is of; null where it is of a joint project.",
                               "{t}.id = {p}.claim_id", seen_with_parent=True)
    joint_project: AJointProject | None = one("所属实施项目；属于认领的为空。The joint project it is of; null where it is of a claim.",
                                              "{t}.id = {p}.joint_project_id", seen_with_parent=True)
    number: int = column("版次，自 1 起。Its number among those of what it is of, from 1.")
    state: CardState = column("状态。Where it is in its life.")
    in_force: bool = column("是否为现行的一版。Whether it is the version that holds.", IN_FORCE)
    task: str | None = column("任务；未填为空。The task; null when not given.")
    responsible: str | None = column("责任人；未填为空。Who is responsible; null when not given.")
    standard: str | None = column("标准；未填为空。The standard it is held to; null when not given.")
    due_at: datetime | None = column("办结时限；未填为空。When it is due; null when not given.")
    proposer: AnOrganization = one("提出的一方。The party that proposed it.", "{t}.id = {p}.proposer_id")
    asked: AnOrganization = one("须答复的一方。The party whose answer it needs.", "{t}.id = {p}.asked_id")
    proposed_by: AMember | None = one("提出人；不可考则为空。Who proposed it; null when that is not known.", "{t}.id = {p}.proposed_by")
    proposed_at: datetime = column("提出时间。When it was proposed.")
    answered_by: AMember | None = one("同意、谢绝或撤回的人；尚未则为空。Who agreed to it, declined it or took it back; null before.",
                                      "{t}.id = {p}.answered_by")
    answered_at: datetime | None = column("同意、谢绝或撤回的时间；尚未则为空。When that was; null before.")
    reason: str | None = column("谢绝的原因；没有则为空。Why it was declined; null otherwise.")
    version: int = column("记录的版本，每次变动加一。The version of this record: one more at each change.")
    history = many(Events, "此版四单的事件，由早到晚。Its events, oldest first.", on="{t}.object_id = {k}", key="{p}.id")
    attachments = files_of(projects.CARD_ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(projects.CARD_ATTACHED)
    viewer_can: list[CardPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.", _viewer_can, "{member}",
        PROJECT, "{t}.due_at", *RULED.values())


CARD_ID = ("四单。The card.", "Card")


@strawberry.input(description="提出认领的四单，或修改已商定的；对方同意后生效。Propose a claim's card, or an amendment of it, for the other "
                              "side to agree.")
class ProposeCardInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    task: str = strawberry.field(description="任务。The task.")
    responsible: str = strawberry.field(description="责任人。Who is responsible.")
    standard: str = strawberry.field(description="标准。The standard it is held to.")
    due_at: datetime = strawberry.field(description="办结时限，须在将来。When it is due; it lies ahead.")


@strawberry.input(description="提出实施项目的四单，或修改已商定的；对方同意后生效，计划完成日随之。Propose a joint project's card, or an amendment of it, for the "
                              "other side to agree; the planned end goes by it.")
class ProposeProjectCardInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目，未结束的。The joint project, which is not over.", "JointProject")
    task: str = strawberry.field(description="任务。The task.")
    responsible: str = strawberry.field(description="责任人。Who is responsible.")
    standard: str = strawberry.field(description="标准。The standard it is held to.")
    due_at: datetime = strawberry.field(description="办结时限，须在将来；商定后其日期为计划完成日。When it is due, which lies ahead; once agreed, its day is the planned "
                                                    "end.")


@strawberry.input(description="同意对方提出的四单。Agree to the card that the other side proposed.")
class AgreeCardInput:
    idempotency_key: str = strawberry.field(description=KEY)
    card_id: strawberry.ID = identifier(*CARD_ID)


@strawberry.input(description="谢绝对方提出的四单。Decline the card that the other side proposed.")
class DeclineCardInput:
    idempotency_key: str = strawberry.field(description=KEY)
    card_id: strawberry.ID = identifier(*CARD_ID)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="撤回所提出的四单。Take back the card that one proposed.")
class WithdrawCardInput:
    idempotency_key: str = strawberry.field(description=KEY)
    card_id: strawberry.ID = identifier(*CARD_ID)


CARD = Shown("card", Card, "该四单。The card.", "card")
OF_CLAIM = Shown("claim", AClaim, "该认领；属于实施项目的为空。The claim; null where it is of a joint project.", "claim")
JOINT_PROJECT = Shown("joint_project", AJointProject, "该实施项目；属于认领的为空。The joint project; null where it is of a claim.", "joint_project")
SHOWN = (CARD, OF_CLAIM, JOINT_PROJECT)
PROPOSE = mutation("提出认领的四单，或修改已商定的（任一方）。Propose a claim's card, or an amendment of it; of either side.",
                   use_cases.propose, ProposeCardInput, CARD, OF_CLAIM)
PROPOSE_OF_PROJECT = mutation("提出实施项目的四单，或修改已商定的（任一方）。Propose a joint project's card, or an amendment of it; of either side.",
                              use_cases.propose_of_project, ProposeProjectCardInput, CARD, JOINT_PROJECT)
AGREE = mutation("同意四单，自此生效（未提出的一方）。Agree to a card, which holds from then on; of the side that did not propose it.",
                 use_cases.agree, AgreeCardInput, *SHOWN)
DECLINE = mutation("谢绝四单（未提出的一方）。Decline a card; of the side that did not propose it.",
                   use_cases.decline, DeclineCardInput, *SHOWN)
WITHDRAW = mutation("撤回四单（提出的一方）。Take a card back; of the side that proposed it.",
                    use_cases.withdraw, WithdrawCardInput, *SHOWN)
CARDS = many(Cards, "您可见条目上认领的、及您可见的实施项目的四单，各版在内。The cards of claims on items that you may see, and of joint projects, every "
                    "version.",
             filter=CardFilter, order=CardOrder)
