"""What the parties of a call write to each other, and notes that its caller does not see."""
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import whistle_messages, whistles
from domain import texts
from domain import whistle_messages as rules
from domain.refusals import NotAllowed, NotFound, WrongState
from domain.whistles import PROCESS, WRITE
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(WrongState)
async def write_(write: Write, *, whistle_id: UUID, body: str, internal: bool = False,
                 organization_id: UUID | None = None) -> Ids:
    """Write to the other parties of a call, or a note among those who handle it.

    internal         whether who raised the call does not see it
    organization_id  for which party; None: the first that the viewer acts for: the caller, a department, the dispatcher
    raises           NotFound, NotAllowed, WrongState, BadInput
    writes           whistle_message, event whistle.messaged or whistle_inside.noted
    """
    whistle = await whistles.locked(write.connection, write.viewer, whistle_id, write.now)
    if whistle is None:
        raise NotFound("whistle_id")
    departments = await whistle_messages.departments(write.connection, whistle_id)
    own = rules.parties(write.viewer, whistle, departments, internal=internal)
    rules.check_write(write.viewer, whistle, own, internal=internal)
    desk = await acting_over(write, rules.desk_of(whistle, internal=internal))
    own += [desk] if desk else []
    if organization_id not in (None, *own):
        raise NotAllowed(WRITE)
    row: dict[str, Any] = {
        "id": uuid7(), "whistle_id": whistle_id, "organization_id": organization_id or own[0],
        "written_by": write.viewer.member_id, "internal": internal, "body": texts.required("body", body, texts.BODY),
        "written_at": write.now}
    await whistle_messages.insert(write.connection, row)
    write.record("whistle_inside.noted" if internal else "whistle.messaged", object_type="WhistleMessage", object_id=row["id"],
                 object_version=1, organization_id=row["organization_id"], home_code=whistle.home_code,
                 subject_type=rules.SUBJECT.table if internal else PROCESS.table, subject_id=whistle_id)
    return {"whistle_message": row["id"], "whistle": whistle_id}
