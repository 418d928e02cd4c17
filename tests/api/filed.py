"""Whatever has attachments: each concept's cases say what makes one, and who sees to its files."""
from datetime import UTC, datetime
from typing import Any

from domain import attached
from domain.attachments import FileDeed
from resolvers import attachments
from tests import files
from tests.api import concepts
from tests.api.client import Client

MADE = concepts.named("ATTACHED")


def _both(type_name: str, made: Any, handle: str) -> Any:
    """What attaches a file to an object, and removes it."""
    async def do(client: Client, _: Any) -> None:
        of, object_id = attached.ALL[type_name], await made(client)
        sent = await client.desk.add(files.add_upload, client.city.members[handle], datetime.now(UTC), files.OF["TEXT"])
        await client.desk.ids(handle, attachments.attach, to={of.field: object_id}, file={"upload_id": sent})
        await client.desk.ids(handle, attachments.detach, attachment_id=sent)
    return do


EVENTS = {name: [attached.ALL[name].event(deed) for deed in FileDeed] for name in MADE}
TOLD = {f"files of {name}": " ".join(events) for name, events in EVENTS.items()}
OTHERS = {f"files of {name}": _both(name, *each) for name, each in MADE.items()}
KINDS = {kind for events in EVENTS.values() for kind in events}
