"""Four-part cards of claims and of joint projects: one party proposes a version, the other agrees to it or declines it."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import cards, claims, milestones
from domain import cards as rules
from domain import dates, texts
from domain import projects as of_projects
from domain.cards import PROCESS, CardAwaitsAnswer, CardState, CardStep, EndTooEarly
from domain.faults import Faults
from domain.projects import Project, Role
from domain.refusals import NotFound, WrongState
from resolvers import projects
from resolvers.writing.use_cases import Ids, Write, use_case

TEXTS = ("task", "responsible", "standard")
OF = ("claim_id", "joint_project_id")


def read(given: Mapping[str, Any], now: datetime, *, whole: bool) -> dict[str, Any]:
    """The four parts as they are kept.

    whole    whether none may be missing
    raises   BadInput
    """
    said, line = (texts.required, texts.line) if whole else (texts.optional, texts.optional_line)
    with Faults() as faults:
        faults.of(rules.check_due, given["due_at"], now)
        return {"task": faults.of(said, "task", given["task"], texts.BODY),
                "standard": faults.of(said, "standard", given["standard"], texts.BODY),
                "responsible": faults.of(line, "responsible", given["responsible"]), "due_at": given["due_at"]}


@use_case(WrongState, CardAwaitsAnswer)
async def propose(write: Write, *, claim_id: UUID, task: str, responsible: str, standard: str, due_at: datetime) -> Ids:
    """Propose a claim's card, or an amendment of the one that holds, for the other party to agree to.

    raises   NotFound, NotAllowed, WrongState, BadInput, CardAwaitsAnswer
    writes   card, event card.proposed
    """
    with Faults() as faults:
        parts = faults.of(read, {"task": task, "responsible": responsible, "standard": standard, "due_at": due_at}, write.now,
                          whole=True)
        found = await claims.locked(write.connection, write.viewer, claim_id, write.now)
        if found is None:
            raise NotFound("claim_id")
    proposer_id, asked_id = rules.check_propose(write.viewer, found.claim, found.item, write.now)
    return {"card": await add(write, claim_id, found, parts, proposer_id=proposer_id, asked_id=asked_id), "claim": claim_id}


@use_case(WrongState, CardAwaitsAnswer, EndTooEarly)
async def propose_of_project(write: Write, *, joint_project_id: UUID, task: str, responsible: str, standard: str,
                             due_at: datetime) -> Ids:
    """Propose a joint project's card, or an amendment of the one that holds, for the other side to agree to.

    raises   NotFound, NotAllowed, WrongState of the project, BadInput, CardAwaitsAnswer, EndTooEarly
    writes   card, event card.proposed
    """
    with Faults() as faults:
        parts = faults.of(read, {"task": task, "responsible": responsible, "standard": standard, "due_at": due_at}, write.now,
                          whole=True)
        project = await projects.locked(write, joint_project_id)
    proposer_id, asked_id = of_projects.check_propose_card(write.viewer, write.viewer.member_id, project)
    rules.check_end(dates.day(due_at), await milestones.last_open(write.connection, joint_project_id))
    card_id = await _add(write, {"joint_project_id": joint_project_id, **parts}, proposer_id=proposer_id, asked_id=asked_id,
                         **await _of_project(write, joint_project_id, project, proposer_id))
    return {"card": card_id, "joint_project": joint_project_id}


async def add(write: Write, claim_id: UUID, of: claims.Locked, parts: Mapping[str, Any], *, proposer_id: UUID,
              asked_id: UUID) -> UUID:
    """Add a proposed version to a locked claim that has none.

    parts    as `read` has them
    raises   CardAwaitsAnswer
    writes   card, event card.proposed
    """
    return await _add(write, {"claim_id": claim_id, "item_id": of.item_id, **parts}, proposer_id=proposer_id,
                      asked_id=asked_id, **_of_claim(of, proposer_id))


async def _add(write: Write, columns: Mapping[str, Any], *, proposer_id: UUID, asked_id: UUID, **of: Any) -> UUID:
    """
    columns   what it is of, and its parts
    of        where its event stands, and who acted
    """
    row: dict[str, Any] = {
        "id": uuid7(), "state": CardState.PROPOSED, **columns, "proposer_id": proposer_id, "asked_id": asked_id,
        "proposed_by": write.viewer.member_id, "proposed_at": write.now}
    number = await cards.insert(write.connection, row)
    said = {name: row[name] for name in ("state", *OF, *TEXTS, "due_at") if row.get(name) is not None}
    write.record(PROCESS.begins[CardState.PROPOSED], object_type="Card", object_id=row["id"], object_version=1,
                 after={**said, "number": number}, **of)
    return UUID(str(row["id"]))


def _of_claim(of: claims.Locked, whose: UUID) -> Mapping[str, Any]:
    """Where the event of a claim's card stands, and for which party somebody acted."""
    return {"subject_id": of.item_id, "organization_id": whose, "home_code": of.item.home_code}


async def _of_project(write: Write, project_id: UUID, project: Project, whose: UUID) -> Mapping[str, Any]:
    """The same of a project's; officers above act for their own division."""
    by = Role.HOST if whose == project.host_id else Role.LEAD
    return {"subject_id": project_id, "subject_type": of_projects.SUBJECT.table, "home_code": project.home_code,
            "organization_id": await projects.acting(write, by, project)}


@use_case(EndTooEarly, step=PROCESS.steps[CardStep.AGREE])
async def agree(write: Write, *, card_id: UUID) -> Ids:
    """Agree to what the other party proposed: it holds from now on, in place of what did.

    raises   NotFound, NotAllowed, WrongState, EndTooEarly
    writes   card, event card.agreed; of a claim card_id, due_at, overdue_at; of a project card_id, and where the planned end is
             another by it ends_on, overdue_at, event project.rescheduled
    """
    held = await _held(write, CardStep.AGREE, card_id)
    if held.claim:
        await cards.hold(write.connection, held.claim[0], card_id, held.due_at)
    elif held.project and held.due_at:
        await _hold_of_project(write, card_id, *held.project, held.card.asked_id, held.due_at)
    return await _step(write, CardStep.AGREE, card_id, held, told={"due_at": held.due_at} if held.due_at else {})


async def _hold_of_project(write: Write, card_id: UUID, project_id: UUID, project: Project, whose: UUID,
                           due_at: datetime) -> None:
    """A project is planned to end on the day on which its card is due."""
    day = dates.day(due_at)
    version = await cards.hold_of_project(write.connection, project_id, card_id, day if day != project.ends_on else None)
    if version is not None:
        write.record("project.rescheduled", object_type="JointProject", object_id=project_id, object_version=version,
                     before={"ends_on": project.ends_on}, after={"ends_on": day},
                     **await _of_project(write, project_id, project, whose))


@use_case(step=PROCESS.steps[CardStep.DECLINE])
async def decline(write: Write, *, card_id: UUID, reason: str) -> Ids:
    """Decline what the other party proposed; what was agreed before goes on to hold.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    held = await _held(write, CardStep.DECLINE, card_id)
    return await _step(write, CardStep.DECLINE, card_id, held, reason=texts.required("reason", reason))


@use_case(step=PROCESS.steps[CardStep.WITHDRAW])
async def withdraw(write: Write, *, card_id: UUID) -> Ids:
    """Take back what was proposed and is not answered.

    raises   NotFound, NotAllowed, WrongState
    """
    return await _step(write, CardStep.WITHDRAW, card_id, await _held(write, CardStep.WITHDRAW, card_id))


async def _held(write: Write, step: CardStep, card_id: UUID) -> cards.Locked:
    """A version that the viewer may take a step with.

    raises   NotFound, NotAllowed, WrongState, EndTooEarly
    """
    held = await cards.locked(write.connection, write.viewer, card_id, write.now)
    if held is None:
        raise NotFound("card_id")
    acts_for = (of_projects.parties(write.viewer, write.viewer.member_id, held.project[1]) if held.project
                else write.viewer.acts_for)
    rules.check_step(acts_for, step, held.card)
    return held


async def _step(write: Write, step: CardStep, card_id: UUID, held: cards.Locked, *, told: Mapping[str, Any] | None = None,
                **columns: Any) -> Ids:
    """
    told      what the event says besides the state, what it is of and the number
    columns   what is written besides the state and who answered when
    """
    taken, card = PROCESS.steps[step], held.card
    version = await cards.revise(write.connection, card_id, {
        "state": taken.target, "answered_by": write.viewer.member_id, "answered_at": write.now, **columns})
    whose = card.asked_id if taken.by == rules.Role.ASKED else card.proposer_id
    if held.claim:
        ids, of = {"claim": held.claim[0]}, _of_claim(held.claim[1], whose)
    else:
        assert held.project is not None
        ids, of = {"joint_project": held.project[0]}, await _of_project(write, *held.project, whose)
    after = {"state": taken.target, **{f"{name}_id": each for name, each in ids.items()}, "number": held.number,
             **(told or {}), **dict.fromkeys(columns)}
    write.record(taken.event, object_type="Card", object_id=card_id, object_version=version, before={"state": card.state},
                 after=after, **of)
    return {"card": card_id, **ids}
