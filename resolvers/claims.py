"""Claims, from the proposal to its confirmed delivery."""
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import claims, items, projects, proposals
from db.driver.connection import Connection
from db.proposals import Proposal
from domain import access, texts
from domain import claims as rules
from domain.actions import Action
from domain.claims import HOLDING, PROCESS, AlreadyJoined, ClaimState, Step
from domain.faults import Faults
from domain.items import Item
from domain.languages import Bilingual
from domain.refusals import (
    BadInput,
    ClaimTooLarge,
    DeadlinePassed,
    ItemClosed,
    NotFound,
    OwnItem,
    SlotTaken,
    TooManyUnanswered,
    WrongSide,
)
from resolvers import cards
from resolvers.deadlines import Taken, by_clock
from resolvers.writing import transactions
from resolvers.writing.use_cases import Ids, Settled, Write, use_case


@use_case(OwnItem, WrongSide, ItemClosed, DeadlinePassed, ClaimTooLarge, TooManyUnanswered, SlotTaken,
          settled=Settled.ON_ITS_OWN)
async def propose(write: Write, *, item_id: UUID, quantity: int = 1, claimant_id: UUID | None = None,
                  note: str | None = None, slot: Mapping[str, datetime] | None = None) -> Ids:
    """Propose that an organisation takes up part or all of another's item.

    quantity     in the item's unit
    claimant_id  for whom; None: the one organisation the viewer acts for
    slot         starts_at, ends_at: of a venue
    raises       NotFound (also when unseen), BadInput, NotAllowed, OwnItem, WrongSide, ItemClosed, DeadlinePassed,
                 ClaimTooLarge, TooManyUnanswered, SlotTaken
    writes       claim, item.claimed, event claim.proposed
    """
    during = (slot["starts_at"], slot["ends_at"]) if slot else None
    with Faults() as faults:
        note = faults.of(texts.optional, "note", note)
        if quantity < 1:
            faults.note(BadInput("quantity", Bilingual("至少为 1。", "At least 1.")))
        faults.of(rules.check_times, during, write.now)
        claimant_id = access.acting_organization(write.viewer, claimant_id, field="claimant_id", action=Action.CLAIM_ITEM)
    claim_id = uuid7()
    ids = {"claim": claim_id, "item": item_id}
    write.record("claim.proposed", object_type="Claim", object_id=claim_id, object_version=1, subject_id=item_id,
                 organization_id=claimant_id, after={"state": ClaimState.PROPOSED, "quantity": quantity})
    await _hold(write, Proposal(write.viewer, write.commit_record(ids), claim_id=claim_id, item_id=item_id,
                                claimant_id=claimant_id, quantity=quantity, note=note, slot=during, now=write.now,
                                answer_by=write.now + write.context.answer_within,
                                most_unanswered=write.context.most_unanswered))
    return ids


async def _hold(write: Write, asked: Proposal) -> None:
    """Hold the quantity by a claim, or say why it cannot be held: only who gets nothing has to ask what it is about."""
    pool, who = write.context.pool, write.context.who
    if write.settled(asked.record, await write.context.together.propose(pool, asked)):
        return
    async with transactions.leased(pool, who) as connection:
        await _check(connection, asked, await items.seen(connection, write.viewer, asked.item_id, write.now))
    async with transactions.opened(pool, who) as connection:  # it would do: it was freed, or others held it
        await _check(connection, asked, await items.locked(connection, write.viewer, asked.item_id, write.now))
        rows = await proposals.propose(connection, [replace(asked, most_unanswered=None)], waits=True)  # they are counted
        if not write.settled(asked.record, rows.get(asked.claim_id)):
            raise AssertionError("the rule lets pass what the guarded update refuses")


async def _check(connection: Connection, asked: Proposal, item: Item | None) -> None:
    if item is None:
        raise NotFound("item_id")
    access.check_claim(asked.viewer, item, asked.claimant_id, asked.quantity, asked.now)
    rules.check_slot(item, asked.slot)
    if (allowed := asked.most_unanswered) is not None:
        rules.check_unanswered(await claims.count_unanswered(connection, asked.claimant_id, allowed), allowed)


@use_case(step=PROCESS.steps[Step.ACCEPT])
async def accept(write: Write, *, claim_id: UUID, task: str | None = None, responsible: str | None = None,
                 standard: str | None = None, due_at: datetime | None = None) -> Ids:
    """Accept a proposal. The four parts of its card (what is done, by whom, how well, by when) are proposed to the claimant.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   claim, event claim.accepted; card, event card.proposed
    """
    given = {"task": task, "responsible": responsible, "standard": standard, "due_at": due_at}
    parts = cards.read(given, write.now, whole=False)
    ids = await _step(write, Step.ACCEPT, claim_id, {"answered_at": write.now}, told={})
    if any(part is not None for part in parts.values()):
        accepted = await claims.locked(write.connection, write.viewer, claim_id, write.now)
        assert accepted is not None
        await cards.add(write, claim_id, accepted, parts, proposer_id=accepted.item.publisher_id,
                        asked_id=accepted.claim.claimant_id)
    return ids


@use_case(step=PROCESS.steps[Step.DECLINE])
async def decline(write: Write, *, claim_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    said = {"reason": texts.required("reason", reason)}
    return await _step(write, Step.DECLINE, claim_id, {"answered_at": write.now, **said}, told=said)


@use_case(AlreadyJoined, step=PROCESS.steps[Step.WITHDRAW])
async def withdraw(write: Write, *, claim_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, AlreadyJoined, BadInput"""
    said = {"reason": texts.required("reason", reason)}
    return await _step(write, Step.WITHDRAW, claim_id, said, told=said)


@use_case(step=PROCESS.steps[Step.DELIVER])
async def deliver(write: Write, *, claim_id: UUID, report: str | None = None) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    columns = {"delivered_at": write.now, "report": texts.optional("report", report)}
    return await _step(write, Step.DELIVER, claim_id, columns, told={})


@use_case(step=PROCESS.steps[Step.RETURN])
async def return_(write: Write, *, claim_id: UUID, reason: str) -> Ids:
    """Send a delivery back to be done again.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    said = {"reason": texts.required("reason", reason)}
    return await _step(write, Step.RETURN, claim_id, said, told=said)


@use_case(step=PROCESS.steps[Step.CONFIRM])
async def confirm(write: Write, *, claim_id: UUID, rating: int, comment: str | None = None) -> Ids:
    """Confirm a delivery; `rating` is from 1 to 5.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    with Faults() as faults:
        if not 1 <= rating <= 5:
            faults.note(BadInput("rating", Bilingual("评分须为 1 至 5。", "A rating must be from 1 to 5.")))
        columns = {"confirmed_at": write.now, "rating": rating, "comment": faults.of(texts.optional, "comment", comment)}
    return await _step(write, Step.CONFIRM, claim_id, columns, told={"rating": rating})


async def _step(write: Write, step: Step, claim_id: UUID, columns: Mapping[str, Any], *,
                told: Mapping[str, Any]) -> Ids:
    """Take a step with a claim: change its state and `columns`, free what it held if it holds no more.

    told   what the event says besides the state
    """
    found = await claims.locked(write.connection, write.viewer, claim_id, write.now)
    if found is None:
        raise NotFound("claim_id")
    claim = found.claim
    if step == Step.WITHDRAW and (of := found.joint_project_id):
        claim = replace(claim, is_joined=of in await projects.not_stopped(write.connection, [of]))
    access.check_step(write.viewer, step, claim, found.item, write.now)
    taken = PROCESS.steps[step]
    version = await claims.revise(write.connection, claim_id, {"state": taken.target, **columns})
    after = {"state": taken.target, **told}
    if taken.target not in HOLDING:
        after["item_claimed"] = await claims.release(write.connection, found.item_id, found.claim.quantity)
    write.record(taken.event, object_type="Claim", object_id=claim_id, object_version=version, subject_id=found.item_id,
                 organization_id=rules.actor(step, found.claim, found.item), home_code=found.item.home_code,
                 before={"state": found.claim.state}, after=after)
    return {"claim": claim_id, "item": found.item_id}


async def _lapse(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Let proposals lapse that nobody answered in time, and free what they held."""
    due = await claims.due(connection, now, limit)
    if not due:
        return []
    await claims.lock_items(connection, [claim.item_id for claim in due])
    claimed, told = await claims.lapse(connection, [claim.id for claim in due], now), dict[UUID, int]()
    for claim in reversed(due):  # of several on one item each tells what is claimed behind it, the last one what is now
        told[claim.id] = claimed[claim.item_id]
        claimed[claim.item_id] += claim.quantity
    return [Taken(id=claim.id, state=ClaimState.PROPOSED, due_at=claim.answer_by, version=claim.version + 1,
                  organization_id=claim.claimant_id, home_code=claim.home_code, subject_id=claim.item_id,
                  columns={"quantity": claim.quantity, "item_claimed": told[claim.id]}) for claim in due]


async def _remind(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Tell both sides, once, that what was accepted is overdue."""
    return [Taken(id=claim.id, state=claim.state, due_at=claim.overdue_at, version=claim.version,
                  organization_id=claim.claimant_id, home_code=claim.home_code, subject_id=claim.item_id)
            for claim in await claims.remind(connection, now, limit)]


LAPSE = by_clock(PROCESS, "LAPSE", _lapse)
REMIND = by_clock(PROCESS, "REMIND", _remind)
