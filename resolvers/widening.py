"""Items open to more, stage by stage: by the clock, where nobody claims them in time, and at once by their publishers."""
from datetime import datetime
from uuid import UUID

from db import items, widening
from db.driver.connection import Connection
from domain import access
from domain import widening as rules
from domain.admissions import NotAdmitted
from domain.items import PROCESS, STAGE_ENDS, Action, ItemState
from domain.refusals import NotFound
from domain.widening import LIMITS, LastStage, NoTimeLimit
from resolvers.deadlines import Taken, by_clock
from resolvers.items import change, check_admitted
from resolvers.publishing import type_name
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(LastStage, NotAdmitted, step=PROCESS.steps[Action.WIDEN])
async def widen(write: Write, *, item_id: UUID) -> Ids:
    """Open an item to its next stage before its time.

    raises   NotFound, NotAllowed, WrongState, LastStage, NotAdmitted
    writes   item, event item.widened
    """
    found = await _revisable(write, item_id)
    stage = access.check_widen(write.viewer, found.item, write.now)
    changes = {"scope": stage, "next_stage_at": rules.ends_at(stage, found.columns, write.now)}
    await check_admitted(write, item_id, found, changes)
    before = {name: found.columns[name] for name in changes}
    return await change(write, item_id, found.item, "item.widened", changes, before, changes)


@use_case(NoTimeLimit, step=PROCESS.steps[Action.HOLD])
async def hold(write: Write, *, item_id: UUID) -> Ids:
    """Take the time limit of an item's stage away, so that it stays in it; those of later stages stay.

    raises   NotFound, NotAllowed, WrongState, NoTimeLimit
    writes   item, event item.held
    """
    found = await _revisable(write, item_id)
    access.check_hold(write.viewer, found.item, write.now)
    changes = {LIMITS[found.item.scope]: None, "next_stage_at": None}
    before = {name: found.columns[name] for name in changes}
    return await change(write, item_id, found.item, "item.held", changes, before, changes)


async def _revisable(write: Write, item_id: UUID) -> items.Revisable:
    found = await items.revisable(write.connection, write.viewer, item_id, write.now)
    if found is None:
        raise NotFound("item_id")
    return found


async def _stage_ends(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """What is claimed moves on as well, to a later moment; where a batch is nothing else, the next one is looked at."""
    while due := await widening.due(connection, now, limit):
        moved = {each.id: rules.moved(each.scope, each.home_code, each.claimed, each.limits, now) for each in due}
        versions = await widening.move(connection, moved)
        if opened := [_opened(each, moved[each.id], versions[each.id]) for each in due if not each.claimed]:
            return opened
    return []


def _opened(item: widening.Due, moved: tuple[str, datetime | None], version: int) -> Taken:
    return Taken(id=item.id, state=ItemState.PUBLISHED, due_at=item.next_stage_at, version=version,
                 organization_id=item.publisher_id, home_code=item.home_code, type=type_name(item.list),
                 was={"scope": item.scope}, columns=dict(zip(("scope", "next_stage_at"), moved, strict=True)))


STAGE_ENDED = by_clock(PROCESS, STAGE_ENDS, _stage_ends)
