"""Four-part cards of claims: one party proposes a version, the other agrees to it or declines it."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import cards, claims
from domain import cards as rules
from domain import texts
from domain.cards import PROCESS, CardAwaitsAnswer, CardState, CardStep
from domain.faults import Faults
from domain.refusals import NotFound, WrongState
from resolvers.writing.use_cases import Ids, Write, use_case

TEXTS = ("task", "responsible", "standard")


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


async def add(write: Write, claim_id: UUID, of: claims.Locked, parts: Mapping[str, Any], *, proposer_id: UUID,
              asked_id: UUID) -> UUID:
    """Add a proposed version to a locked claim that has none.

    parts    as `read` has them
    raises   CardAwaitsAnswer
    writes   card, event card.proposed
    """
    row: dict[str, Any] = {
        "id": uuid7(), "claim_id": claim_id, "item_id": of.item_id, "state": CardState.PROPOSED, **parts,
        "proposer_id": proposer_id, "asked_id": asked_id, "proposed_by": write.viewer.member_id, "proposed_at": write.now}
    number = await cards.insert(write.connection, row)
    said = {name: row[name] for name in ("state", "claim_id", *TEXTS, "due_at") if row[name] is not None}
    write.record(PROCESS.begins[CardState.PROPOSED], object_type="Card", object_id=row["id"], object_version=1,
                 subject_id=of.item_id, organization_id=proposer_id, home_code=of.item.home_code,
                 after={**said, "number": number})
    return UUID(str(row["id"]))


@use_case(step=PROCESS.steps[CardStep.AGREE])
async def agree(write: Write, *, card_id: UUID) -> Ids:
    """Agree to what the other party proposed: it holds from now on, in place of what did.

    raises   NotFound, NotAllowed, WrongState
    writes   card, claim.card_id, due_at, overdue_at, event card.agreed
    """
    held = await _held(write, CardStep.AGREE, card_id)
    await cards.hold(write.connection, held.claim_id, card_id, held.due_at)
    return await _step(write, CardStep.AGREE, card_id, held, told={"due_at": held.due_at} if held.due_at else {})


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

    raises   NotFound, NotAllowed, WrongState
    """
    held = await cards.locked(write.connection, write.viewer, card_id, write.now)
    if held is None:
        raise NotFound("card_id")
    rules.check_step(write.viewer.acts_for, step, held.card)
    return held


async def _step(write: Write, step: CardStep, card_id: UUID, held: cards.Locked, *, told: Mapping[str, Any] | None = None,
                **columns: Any) -> Ids:
    """
    told      what the event says besides the state, the claim and the number
    columns   what is written besides the state and who answered when
    """
    taken, card = PROCESS.steps[step], held.card
    version = await cards.revise(write.connection, card_id, {
        "state": taken.target, "answered_by": write.viewer.member_id, "answered_at": write.now, **columns})
    whose = card.asked_id if taken.by == rules.Role.ASKED else card.proposer_id
    after = {"state": taken.target, "claim_id": held.claim_id, "number": held.number, **(told or {}), **dict.fromkeys(columns)}
    write.record(taken.event, object_type="Card", object_id=card_id, object_version=version, subject_id=held.of.item_id,
                 organization_id=whose, home_code=held.of.item.home_code, before={"state": card.state}, after=after)
    return {"card": card_id, "claim": held.claim_id}
