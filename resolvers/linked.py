"""What becomes of linked calls as their original moves on: they are answered with it, each with its event and its notice."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db import whistle_links, whistles
from db.whistle_links import Linked
from domain import whistle_clock
from domain.whistles import CLOSED_WITH, PROCESS, Whistle, WhistleState, WhistleStep
from resolvers.writing.use_cases import Write

ANSWERED = "whistle.answered"
APART: Mapping[str, None] = {"duplicate_of_id": None, "linked_at": None}
"""The columns of a call that is linked to none."""
UNANSWERED: Mapping[str, None] = {"result": None, "answered_at": None}
"""Those of a call that was answered with none."""


async def follow(write: Write, step: WhistleStep, original_id: UUID, original: Whistle, result: str | None) -> None:
    """Answer what is linked to a call that was handled, verified or closed, or let it go where that was taken back.

    original   as it was before the step
    result     what was done, where the step says so
    writes     whistle, events whistle.answered, whistle.closed or whistle.unlinked
    """
    if step == WhistleStep.WITHDRAW:
        for each in await whistle_links.linked(write.connection, original_id):
            await _let_go(write, each)
        return
    told: dict[WhistleStep, tuple[str, dict[str, Any]]] = {
        WhistleStep.HANDLE: (ANSWERED, {"result": result}), WhistleStep.VERIFY: (ANSWERED, {}),
        WhistleStep.CLOSE: (PROCESS.steps[CLOSED_WITH].event, {"state": WhistleState.CLOSED, "closed_at": write.now})}
    if step not in told:
        return
    kind, columns = told[step]
    for each in await whistle_links.change(write.connection, original_id, {**columns, "answered_at": write.now}):
        record(write, kind, each.id, each, original.lead_id, columns)


def record(write: Write, kind: str, whistle_id: UUID, whistle: Linked | Whistle, organization_id: UUID | None,
           after: Mapping[str, Any]) -> None:
    """Leave an event of a call that was linked.

    organization_id   the lead of its original: who raised that is no affair of who raised this
    """
    write.record(kind, object_type=PROCESS.type, object_id=whistle_id, object_version=whistle.version,
                 organization_id=organization_id, home_code=whistle.home_code, before={"state": WhistleState.LINKED},
                 after={"state": WhistleState.LINKED, **after})


async def _let_go(write: Write, each: Linked) -> None:
    due = whistle_clock.waiting(each.kind).ends(write.now)
    columns = {"state": WhistleState.TRIAGED, "triaged_at": write.now, "due_at": due, **UNANSWERED, **APART,
               "escalate_at": whistle_clock.escalates_at(each.level, each.kind, due, write.now)}
    version = await whistles.revise(write.connection, each.id, columns)
    write.record(PROCESS.steps[WhistleStep.UNLINK].event, object_type=PROCESS.type, object_id=each.id,
                 object_version=version, organization_id=None, home_code=each.home_code,
                 before={"state": WhistleState.LINKED}, after={"state": WhistleState.TRIAGED})
