"""Files: begun and sent as uploads, attached to what they belong to, fetched, and gone when nobody attached them."""
import secrets
import time
from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from db import attachments
from db.attachments import File, Held
from db.driver.connection import Connection, Pool
from domain import attached
from domain import attachments as rules
from domain.attachments import Asking, AttachmentOf, FileDeed, NotUploaded, TooManyAttachments, TooManyUploads
from domain.refusals import NotFound, WrongState
from resolvers.deadlines import Job
from resolvers.offices import acting_over
from resolvers.writing import transactions
from resolvers.writing.use_cases import Ids, Write, use_case

SWEEP_WITHIN = 10.0  # seconds for the contents that are removed in one transaction

log = structlog.get_logger()


class Store(Protocol):
    """Where the content of files lies."""

    async def keep(self, file_id: UUID, digest: str, content: BinaryIO) -> None:
        """Keep a file's content: whole, or not at all.

        raises   OSError
        """

    async def remove(self, file_id: UUID) -> None:
        """Let a file be no more; there need be none.

        raises   OSError
        """


@dataclass(frozen=True)
class Sent:
    """The content of a file as it came.

    size, digest   bytes; SHA-256 in hex
    """

    content: BinaryIO
    type: str
    size: int
    digest: str


@use_case(TooManyUploads, own=True)
async def begin(write: Write, *, name: str) -> Ids:
    """Begin to upload a file: its content is then sent to the upload's path.

    raises   BadInput, TooManyUploads
    writes   upload
    """
    upload_id = uuid7()
    row = {"id": upload_id, "member_id": write.viewer.member_id, "name": rules.named("name", name),
           "secret": secrets.token_bytes(rules.SECRET), "begun_at": write.now, "keep_until": write.now + rules.KEPT}
    if not await attachments.begin(write.connection, row, rules.MOST_WAITING):
        raise TooManyUploads(rules.MOST_WAITING)
    return {"upload": upload_id}


@use_case(WrongState, NotUploaded, TooManyAttachments)
async def attach(write: Write, *, to: Mapping[str, UUID], file: Mapping[str, UUID]) -> Ids:
    """Let an upload of the viewer's become an attachment of an object.

    to       one of what has attachments (`domain.attached`), as the input calls it: its id
    file     upload_id, or the content of a form, which has become an upload
    raises   NotFound, NotAllowed, WrongState, NotUploaded, TooManyAttachments
    writes   upload, attachment, the object's version, event `….attached`
    """
    (field, object_id), = to.items()
    of = next(each for each in attached.ALL.values() if each.field == field)
    held, whose = await _held(write, of, object_id, FileDeed.ATTACH, f"to.{field}")
    (given_as, upload_id), = file.items()
    upload = await attachments.locked(write.connection, upload_id, write.viewer.member_id, write.now)
    if upload is None:
        raise NotFound(f"file.{given_as}")
    if upload.digest is None:
        raise NotUploaded
    if await attachments.count(write.connection, object_id) >= rules.MOST:
        raise TooManyAttachments(rules.MOST)
    await attachments.attach(write.connection, upload_id, {
        "object_type": of.type, "object_id": object_id, "attached_by": write.viewer.member_id, "attached_for_id": whose,
        "attached_at": write.now})
    await _record(write, of, object_id, held, whose, FileDeed.ATTACH, upload_id, upload.digest)
    return {"attachment": upload_id}


@use_case(WrongState)
async def detach(write: Write, *, attachment_id: UUID) -> Ids:
    """Let an object have an attachment no more; its content goes with the clock's next round.

    raises   NotFound, NotAllowed, WrongState
    writes   attachment, upload, the object's version, event `….detached`
    """
    found = await attachments.object_of(write.connection, write.viewer, attachment_id, write.now)
    if found is None:
        raise NotFound("attachment_id")
    of, object_id = attached.ALL[found[0]], found[1]
    held, whose = await _held(write, of, object_id, FileDeed.DETACH, "attachment_id")
    digest = await attachments.detach(write.connection, attachment_id, write.now)
    if digest is None:
        raise NotFound("attachment_id")
    await _record(write, of, object_id, held, whose, FileDeed.DETACH, attachment_id, digest)
    return {"upload": attachment_id}


async def _held(write: Write, of: AttachmentOf, object_id: UUID, deed: FileDeed, field: str) -> tuple[Held, UUID | None]:
    """An object whose attachments the viewer may see to, and for which organisation.

    raises   NotFound, NotAllowed, WrongState
    """
    held = await attachments.hold(write.connection, write.viewer, of, object_id, write.now)
    if held is None:
        raise NotFound(field)
    whose = of.check(Asking(write.viewer, write.viewer.member_id, deed, write.now), held.own, held.beside)
    if whose is None and held.home_code:
        whose = await acting_over(write, held.home_code)
    return held, whose


async def _record(write: Write, of: AttachmentOf, object_id: UUID, held: Held, whose: UUID | None, deed: FileDeed,
                  file_id: UUID, digest: str) -> None:
    version = await attachments.count_up(write.connection, of, object_id)
    said: Mapping[str, Any] = {"after" if deed == FileDeed.ATTACH else "before": {"attachment_id": file_id, "digest": digest}}
    write.record(of.event(deed), object_type=of.type, object_id=object_id, object_version=version, subject_id=held.subject_id,
                 subject_type=held.subject_type, organization_id=whose, home_code=held.home_code, **said)


# -- what is sent and fetched by address

async def awaited(pool: Pool, address: rules.Address, now: datetime, patience: float) -> File | None:
    """The upload whose content may be sent to an address; None: to no such.

    patience   seconds to wait for a connection
    raises     what the driver raises when the database is out of reach
    """
    async with pool.acquire(timeout=patience) as connection:
        upload = await attachments.awaited(connection, address.file_id, now)
    return upload if upload and address.is_good("PUT", upload.secret, now) else None


async def take(pool: Pool, store: Store, upload_id: UUID, member_id: UUID, name: str, sent: Sent, now: datetime) -> None:
    """Begin an upload and keep its content at once; of the same upload once, whatever became of it.

    raises   BadInput, TooManyUploads, OSError, and what the driver raises
    writes   upload
    """
    row = {"id": upload_id, "member_id": member_id, "name": rules.named("name", name),
           "secret": secrets.token_bytes(rules.SECRET), "begun_at": now, "keep_until": now + rules.KEPT}
    async with transactions.opened(pool) as connection:
        if not (await attachments.is_known(connection, upload_id, member_id)
                or await attachments.begin(connection, row, rules.MOST_WAITING)):
            raise TooManyUploads(rules.MOST_WAITING)
    await receive(pool, store, upload_id, sent, now)


async def receive(pool: Pool, store: Store, upload_id: UUID, sent: Sent, now: datetime) -> bool:
    """Keep the content of an upload, and say that it is there; whether it was awaited, and not there already.

    The row is held meanwhile: of two who send at once the second finds it there, and nobody sweeps it away.

    raises   OSError, and what the driver raises
    writes   upload
    """
    async with transactions.opened(pool) as connection:
        if await attachments.awaited(connection, upload_id, now, hold=True) is None:
            return False
        await store.keep(upload_id, sent.digest, sent.content)
        return await attachments.receive(connection, upload_id, sent.type, sent.size, sent.digest, now)


async def stored(pool: Pool, address: rules.Address, now: datetime, patience: float) -> File | None:
    """The attachment that may be fetched at an address; None: there is none.

    patience, raises   as above
    """
    async with pool.acquire(timeout=patience) as connection:
        file = await attachments.stored(connection, address.file_id)
    return file if file and address.is_good("GET", file.secret, now) else None


def sweeping(store: Store) -> Job:
    """Removes uploads that nobody attached in time: first the content, then the row, so that no content is left without one.

    What a slow store does not get done in a while waits for another time: their rows are held, and the clock has more to do.
    """
    async def sweep(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
        gone, until = set[UUID](), time.monotonic() + SWEEP_WITHIN
        for upload_id in await attachments.over(connection, now, limit):
            try:
                await store.remove(upload_id)
                gone.add(upload_id)
            except OSError as error:
                log.warning("a file cannot be removed", upload=str(upload_id), error=type(error).__name__)
            if time.monotonic() >= until:
                break
        await attachments.forget(connection, [*gone])
        return gone
    return Job("uploads that were not attached go", sweep)
