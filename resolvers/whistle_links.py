"""Calls that say the same: linked to an original by who dispatches them, and let go again."""
from collections.abc import Mapping
from uuid import UUID

from db import whistle_links
from db import whistles as stored
from domain import texts
from domain import whistle_links as rules
from domain.refusals import NotFound
from domain.whistles import PROCESS, OriginalOver, Whistle, WhistleState, WhistleStep
from resolvers import linked, whistles
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(OriginalOver, step=PROCESS.steps[WhistleStep.LINK])
async def link(write: Write, *, whistle_id: UUID, duplicate_of_id: UUID, reason: str) -> Ids:
    """Let a call be answered with another that says the same; what is linked to it goes along.

    duplicate_of_id   the other one; of a duplicate its original is meant
    raises   NotFound, NotAllowed, WrongState, BadInput, OriginalOver
    writes   whistle, events whistle.linked, whistle.joined and, of an original that has its answer, whistle.answered
    """
    original_id, original, whistle = await _held(write, whistle_id, duplicate_of_id)
    rules.check_link(write.viewer, whistle, original)
    why = texts.required("reason", reason)
    along = await whistle_links.change(write.connection, whistle_id, {"duplicate_of_id": original_id, **linked.UNANSWERED})
    for each in along:
        linked.record(write, PROCESS.steps[WhistleStep.LINK].event, each.id, each, original.lead_id, {})
    await whistles.take(write, WhistleStep.LINK, whistle_id, whistle, duplicate_of_id=original_id, linked_at=write.now,
                        reason=why, **linked.UNANSWERED)
    await _join(write, original_id, original, whistle)
    if original.state in rules.ANSWERED:
        homes = {whistle_id: whistle.home_code, **{each.id: each.home_code for each in along}}
        await _answer(write, homes, original_id, original)
    return {"whistle": whistle_id, "original": original_id}


@use_case(step=PROCESS.steps[WhistleStep.UNLINK])
async def unlink(write: Write, *, whistle_id: UUID, reason: str) -> Ids:
    """Let a call that was linked be one of its own again: it waits to be dispatched.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await whistles.step_of(write, WhistleStep.UNLINK, whistle_id, triaged_at=write.now, **linked.UNANSWERED,
                                  **linked.APART, reason=texts.required("reason", reason))


async def _held(write: Write, whistle_id: UUID, named_id: UUID) -> tuple[UUID, Whistle, Whistle]:
    """A call and the original of another, with that one's id. Both are held, in the order of their ids, as everybody holds them
    who links; while one waits for them the other may have become a duplicate itself.

    raises   NotFound, BadInput
    """
    original_id = await whistle_links.original(write.connection, write.viewer, named_id, write.now)
    while original_id is not None:
        rules.check_itself(whistle_id, original_id)
        held = await whistle_links.locked(write.connection, write.viewer, [whistle_id, original_id], write.now)
        if whistle_id not in held:
            raise NotFound("whistle_id")
        if original_id not in held:
            break
        if held[original_id].duplicate_of_id is None:
            return original_id, held[original_id], held[whistle_id]
        original_id = held[original_id].duplicate_of_id
    raise NotFound("duplicate_of_id")


async def _join(write: Write, original_id: UUID, original: Whistle, whistle: Whistle) -> None:
    changes = rules.earlier(original, whistle, write.now)
    version = await stored.revise(write.connection, original_id, changes)
    write.record("whistle.joined", object_type=PROCESS.type, object_id=original_id, object_version=version,
                 organization_id=await acting_over(write, original.home_code), home_code=original.home_code,
                 before={name: getattr(original, name) for name in changes if name == "handle_by"},
                 after={name: value for name, value in changes.items() if name == "handle_by"})


async def _answer(write: Write, homes: Mapping[UUID, str], original_id: UUID, original: Whistle) -> None:
    """With what their original was answered before they were linked.

    homes   where each is at home, by its id
    """
    result = await whistle_links.result(write.connection, original_id)
    for whistle_id, home_code in homes.items():
        version = await stored.revise(write.connection, whistle_id, {"result": result, "answered_at": write.now})
        write.record(linked.ANSWERED, object_type=PROCESS.type, object_id=whistle_id, object_version=version,
                     organization_id=original.lead_id, home_code=home_code, before={"state": WhistleState.LINKED},
                     after={"state": WhistleState.LINKED, "result": result})
