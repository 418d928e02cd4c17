"""Uploads and attachments for the tests of every mutation: what is there, each in yes and in no, and who may."""
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests import files
from tests.api import agreement_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import HANDLES, Each, Input, Make, World, acts_for
from tests.city import City

CONTENT = files.OF["TEXT"]


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """An agreement that the school proposed, with a file; a file of its liaison that was sent, and one that was not."""
    now, add, unit = datetime.now(UTC), client.desk.add, client.city.members["unit"]
    agreement = await agreement_cases.add(client, unit="bank", state="PROPOSED", proposed_by="HOST",
                                          starts_on=date(2098, 1, 1), ends_on=date(2098, 12, 31))
    ours = await agreement_cases.add(client, host="far_community", unit="school", state="PROPOSED", proposed_by="UNIT")
    return {"filedAgreement": ("Agreement", ours), "othersAgreement": ("Agreement", agreement),
            "filed": ("Attachment", await add(files.add_attachment, "Agreement", ours, unit, now)),
            "othersFile": ("Attachment", await add(files.add_attachment, "Agreement", agreement, unit, now)),
            "sent": ("Upload", await add(files.add_upload, unit, now, CONTENT)),
            "notSent": ("Upload", await add(files.add_upload, unit, now))}


CASES = [
    Case("beginUpload", "upload { name type size digest receivedAt }", "unit", {"name": "C:\\共建\\协议.pdf"},
         {"upload": {"name": "协议.pdf", "type": None, "size": None, "digest": None, "receivedAt": None}}),
    Case("attachFile", "attachment { name type size attachedFor { id } subject { ... on Agreement { version } } }", "unit",
         {"to": {"agreementId": "@filedAgreement"}, "file": {"uploadId": "@sent"}},
         {"attachment": {"name": "协议正文.txt", "type": "TEXT", "size": len(CONTENT), "attachedFor": "@school",
                         "subject": {"version": 2}}},
         "unit", {"file": {"uploadId": "@notSent"}}, "NotUploaded"),
    Case("detachFile", "upload { name uploadPath }", "unit", {"attachmentId": "@filed"},
         {"upload": {"name": "协议正文.txt", "uploadPath": None}}, "bank",
         {"attachmentId": "@othersFile"}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {"attachFile": {"file": {"uploadId": "@notSent"}},
                                    "detachFile": {"attachmentId": "@othersFile"}}


TOLD = {"attachFile": "agreement.attached", "detachFile": "agreement.detached"}
"""The kinds of events that each of them leaves."""


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """A file that was sent."""
    return {"upload": await files.add_upload(connection, city.members["community"], datetime(2026, 3, 1, tzinfo=UTC), CONTENT)}


# -- who may, by the lines of docs/rights.md

async def _attached(world: World) -> Input:
    """To an agreement that the school proposed, a file of whoever hands it in."""
    for table in ("attachment", "upload", "agreement"):
        await world.client.pool.execute(f"DELETE FROM {table}")
    agreement = await agreement_cases.add(world.client, state="PROPOSED", proposed_by="UNIT")
    city, now = world.client.city, datetime.now(UTC)
    sent = {handle: await world.client.desk.add(files.add_upload, city.members[handle], now, CONTENT) for handle in HANDLES}
    return {"to": {"agreementId": global_id("Agreement", agreement)},
            "file": Each({handle: {"uploadId": global_id("Upload", upload)} for handle, upload in sent.items()})}


async def _detached(world: World) -> Input:
    await _attached(world)
    agreement = await world.client.pool.fetchval("SELECT id FROM agreement")
    member = world.client.city.members["unit"]
    filed = await world.client.desk.add(files.add_attachment, "Agreement", agreement, member, datetime.now(UTC))
    return {"attachmentId": global_id("Attachment", filed)}


async def _begun(_: World) -> Input:
    return {"name": "协议.pdf"}


RIGHTS: dict[str, Make] = {
    "`beginUpload`": _begun, "`attachFile` to an agreement that the unit proposed": _attached,
    "`detachFile` of an agreement that the unit proposed": _detached}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {("who acts for the unit", "the agreement and the upload"): acts_for("school")}
"""By its second and third cell, who may."""
