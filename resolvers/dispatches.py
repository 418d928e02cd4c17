"""Calls as their dispatchers and the clock move them: triaged, dispatched, suspended, resumed, closed, told one level up."""
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from db import routes, whistle_repeats
from db import whistles as stored
from db.driver.connection import Connection
from domain import texts, whistle_clock
from domain.faults import Faults
from domain.routes import STREET, HandlerElsewhere, Placed, Route, check_parties
from domain.whistles import ESCALATE, PROCESS, NoRoute, NotDisputed, Whistle, WhistleStep
from resolvers import routes as routing
from resolvers import whistles
from resolvers.deadlines import Taken, by_clock
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(step=PROCESS.steps[WhistleStep.TRIAGE])
async def triage(write: Write, *, whistle_id: UUID, kind: str | None = None, category: str | None = None) -> Ids:
    """Say what a call is about; dispatched at once where the routing table knows who handles it, unless one of them has left.

    kind, category   None: as it was raised
    raises           NotFound, NotAllowed, WrongState
    """
    whistle = await whistles.held(write, WhistleStep.TRIAGE, whistle_id)
    settled = replace(whistle, kind=kind or whistle.kind, category=category or whistle.category)
    whistle = await whistles.take(write, WhistleStep.TRIAGE, whistle_id, settled, kind=settled.kind, category=settled.category,
                                  triaged_at=write.now)
    await whistle_repeats.mark(write.connection, whistle_id)
    known = await _known(write, whistle)
    if known and await routing.are_near(write, known):
        await _dispatch(write, whistle_id, whistle, known.route)
    return {"whistle": whistle_id}


@use_case(NoRoute, HandlerElsewhere, step=PROCESS.steps[WhistleStep.DISPATCH])
async def dispatch(write: Write, *, whistle_id: UUID, lead_id: UUID | None = None, assisting_ids: Sequence[UUID] | None = None,
                   accept_in: Mapping[str, Any] | None = None, handle_in: Mapping[str, Any] | None = None) -> Ids:
    """Send a call to a lead and to those that assist it; what is not given is as the routing table has it.

    accept_in, handle_in   count and unit
    raises                 NotFound, NotAllowed, WrongState, BadInput, NoRoute, HandlerElsewhere
    writes                 whistle, whistle_party, event whistle.dispatched
    """
    whistle = await whistles.held(write, WhistleStep.DISPATCH, whistle_id)
    route = await settle(write, whistle, lead_id, assisting_ids, accept_in, handle_in)
    await _dispatch(write, whistle_id, whistle, route)
    return {"whistle": whistle_id}


async def settle(write: Write, whistle: Whistle, lead_id: UUID | None, assisting_ids: Sequence[UUID] | None,
                 accept_in: Mapping[str, Any] | None, handle_in: Mapping[str, Any] | None) -> Route:
    """Who handles a call, and in what time: as it is said, for the rest as the routing table has it.

    raises   NotFound, BadInput, NoRoute, HandlerElsewhere
    """
    placed = await _known(write, whistle)
    known = placed and placed.route
    with Faults() as faults:
        accept = faults.of(routing.limit, "accept_in", accept_in) if accept_in else known and known.accept
        handle = faults.of(routing.limit, "handle_in", handle_in) if handle_in else known and known.handle
    lead = lead_id or (known and known.lead_id)
    if not (lead and accept and handle):
        raise NoRoute
    if assisting_ids is None:
        assisting_ids = known.assisting_ids if known and lead == known.lead_id else ()
    check_parties(lead, assisting_ids)
    route = Route(lead, assisting_ids, accept, handle)
    await routing.check_handlers(write, route, whistle.home_code[:STREET], placed)
    return route


@use_case(NotDisputed, HandlerElsewhere, step=PROCESS.steps[WhistleStep.DIAGNOSE])
async def diagnose(write: Write, *, whistle_id: UUID, lead_id: UUID, reason: str, assisting_ids: Sequence[UUID] | None = None,
                   accept_in: Mapping[str, Any] | None = None, handle_in: Mapping[str, Any] | None = None) -> Ids:
    """Decide bindingly who handles a call that two departments returned; officers' over the district.

    accept_in, handle_in   count and unit; None: the time that the last lead had
    raises                 NotFound, NotAllowed, WrongState, BadInput, NotDisputed, HandlerElsewhere
    writes                 whistle, whistle_party, event whistle.diagnosed
    """
    whistle = await whistles.held(write, WhistleStep.DIAGNOSE, whistle_id)
    with Faults() as faults:
        why = faults.of(texts.required, "reason", reason)
        accept = faults.of(routing.limit, "accept_in", accept_in) if accept_in else whistle_clock.accepting(whistle)
        handle = faults.of(routing.limit, "handle_in", handle_in) if handle_in else whistle_clock.handling(whistle)
        faults.of(check_parties, lead_id, assisting_ids or ())
    route = Route(lead_id, assisting_ids or (), accept, handle)
    await routing.check_handlers(write, route, whistle.home_code[:STREET], await _known(write, whistle))
    await _dispatch(write, whistle_id, whistle, route, WhistleStep.DIAGNOSE, diagnosis=why,
                    diagnosed_by=write.viewer.member_id, diagnosed_at=write.now)
    return {"whistle": whistle_id}


async def _known(write: Write, whistle: Whistle) -> Placed | None:
    """The route that holds for a call."""
    code = whistle.home_code
    return await routes.of(write.connection, whistle.category, [code[:digits] for digits in (6, 9, 12) if digits <= len(code)])


async def _dispatch(write: Write, whistle_id: UUID, whistle: Whistle, route: Route, step: WhistleStep = WhistleStep.DISPATCH,
                    **columns: Any) -> None:
    """
    columns   what else the step changes
    """
    accept_by, handle_by = route.accept.ends(write.now), route.handle.ends(write.now)
    await stored.ask(write.connection, whistle_id, route.lead_id, route.assisting_ids, write.now)
    await whistles.take(write, step, whistle_id, whistle, due=accept_by, lead_id=route.lead_id, **columns,
                        dispatched_at=write.now, accepted_at=None, accept_by=accept_by, handle_by=handle_by,
                        accept_in=route.accept.count, accept_unit=route.accept.unit,
                        handle_in=route.handle.count, handle_unit=route.handle.unit)


@use_case(step=PROCESS.steps[WhistleStep.CLOSE])
async def close(write: Write, *, whistle_id: UUID) -> Ids:
    """Close a call that was verified; the dispatcher's.

    raises   NotFound, NotAllowed, WrongState
    """
    return await whistles.step_of(write, WhistleStep.CLOSE, whistle_id, closed_at=write.now)


@use_case(step=PROCESS.steps[WhistleStep.SUSPEND])
async def suspend(write: Write, *, whistle_id: UUID, reason: str) -> Ids:
    """Let a call's clock stand still; the dispatcher's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    whistle = await whistles.held(write, WhistleStep.SUSPEND, whistle_id)
    await whistles.take(write, WhistleStep.SUSPEND, whistle_id, whistle, due=whistle.due_at, suspended_at=write.now,
                        reason=texts.required("reason", reason))
    return {"whistle": whistle_id}


@use_case(step=PROCESS.steps[WhistleStep.RESUME])
async def resume(write: Write, *, whistle_id: UUID) -> Ids:
    """Let a call's clock run on: its limits are later by the time for which it stood; the dispatcher's.

    raises   NotFound, NotAllowed, WrongState
    """
    whistle = await whistles.held(write, WhistleStep.RESUME, whistle_id)
    assert whistle.suspended_at and whistle.handle_by
    later = whistle.handle_by + (write.now - whistle.suspended_at)
    await whistles.take(write, WhistleStep.RESUME, whistle_id, whistle, due=later, handle_by=later, suspended_at=None)
    return {"whistle": whistle_id}


async def _escalate(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Let one level more know of each that is overdue: the next one that there is."""
    due = await stored.overdue(connection, now, limit)
    cuts = whistle_clock.DIGITS.values()
    codes = {each.home_code[:digits] for each in due for digits in cuts if digits <= len(each.home_code)}
    there = await stored.divisions(connection, sorted(codes)) if due else {}
    escalated = [_escalated(each, there, now) for each in due]
    if due:
        await stored.escalate(connection, escalated, now)
    return [Taken(id=each.id, state=each.state, due_at=each.escalate_at, version=each.version + 1, organization_id=to.to_id,
                  home_code=each.home_code, columns={"level": to.level, "escalated_to_id": to.to_id}, was={"level": each.level})
            for each, to in zip(due, escalated, strict=True)]


def _escalated(call: stored.Overdue, there: Mapping[str, UUID], now: datetime) -> stored.Escalated:
    above = whistle_clock.levels_above(call.level)
    around = [(level, call.home_code[:whistle_clock.DIGITS[level]]) for level in above]
    level, to_id = next(((level, there[code]) for level, code in around if code in there), (above[-1], None))
    return stored.Escalated(call.id, level, to_id, whistle_clock.escalates_at(level, call.kind, now, now))


ESCALATED = by_clock(PROCESS, ESCALATE, _escalate)
