"""Uploads and attachments: whose they are, how many, and when which side may attach."""
import asyncio
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.attachments import MOST, MOST_WAITING, FileType, NotUploaded, TooManyAttachments, TooManyUploads, named, saved_as
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from hub.files.store import Store
from resolvers import agreements, attachments
from tests import files, projects
from tests.desk import Desk

CONTENT = files.OF["TEXT"]


@pytest.fixture
async def agreement(desk: Desk) -> UUID:
    """That the school proposed to the community."""
    return (await desk.ids("unit", agreements.propose, host_id=desk.city.community, unit_id=desk.city.school, title="共建",
                           ends_on=desk.now().date() + timedelta(days=300)))["agreement"]


def _of(agreement: UUID, upload: UUID) -> dict[str, Any]:
    return {"to": {"agreement_id": agreement}, "file": {"upload_id": upload}}


async def _sent(desk: Desk, handle: str = "unit", **age: float) -> UUID:
    begun = desk.now() - timedelta(**age)
    return await desk.add(files.add_upload, desk.city.members[handle], begun, CONTENT)


async def test_who_proposed_it_attaches_and_removes_until_it_is_signed(desk: Desk, agreement: UUID) -> None:
    theirs = await _sent(desk, "community")
    await desk.refused(NotAllowed, "community", attachments.attach, **_of(agreement, theirs))
    attachment = (await desk.ids("unit", attachments.attach, **_of(agreement, await _sent(desk))))["attachment"]
    await desk.refused(NotAllowed, "community", attachments.detach, attachment_id=attachment)
    await desk.ids("community", agreements.sign, agreement_id=agreement)
    await desk.refused(WrongState, "unit", attachments.detach, attachment_id=attachment)
    await desk.refused(NotAllowed, "community", attachments.attach, **_of(agreement, theirs))
    await desk.ids("unit", attachments.attach, **_of(agreement, await _sent(desk)))
    await desk.ids("unit", agreements.terminate, agreement_id=agreement, reason="搬迁")
    await desk.refused(WrongState, "unit", attachments.attach, **_of(agreement, await _sent(desk)))


async def test_an_upload_is_ones_own_there_and_of_today(desk: Desk, agreement: UUID) -> None:
    for upload in (await _sent(desk, "two-units"), await _sent(desk, hours=25), uuid4()):
        await desk.fails(NotFound, "unit", attachments.attach, **_of(agreement, upload))
    unsent = (await desk.ids("unit", attachments.begin, name="a.pdf"))["upload"]
    await desk.refused(NotUploaded, "unit", attachments.attach, **_of(agreement, unsent))
    sent = await _sent(desk)
    await desk.ids("unit", attachments.attach, **_of(agreement, sent))
    await desk.fails(NotFound, "unit", attachments.attach, **_of(agreement, sent))
    await desk.fails(NotFound, "hospital", attachments.attach, **_of(agreement, await _sent(desk, "hospital")))


async def test_a_form_that_comes_twice_at_once_is_one_upload(desk: Desk, tmp_path: Path) -> None:
    """As when a client that has waited long enough sends it again."""
    member, upload, kept = desk.city.members["unit"], uuid4(), Store(str(tmp_path))
    sent = attachments.Sent(BytesIO(CONTENT), FileType.TEXT, len(CONTENT), sha256(CONTENT).hexdigest())
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM member WHERE id = $1 FOR UPDATE", member)
        both = [asyncio.create_task(attachments.take(desk.pool, kept, upload, member, "a.txt", sent, desk.now()))
                for _ in range(2)]
        await desk.blocked(2)
    await asyncio.gather(*both)
    assert (await desk.row("upload", upload))["digest"] == sent.digest


async def test_a_store_that_takes_long_is_swept_bit_by_bit(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(attachments, "SWEEP_WITHIN", 0)
    for _ in range(3):
        await _sent(desk, hours=25)
    job = attachments.sweeping(Store(str(tmp_path)))
    for left in (2, 1, 0):
        async with desk.pool.acquire() as connection, connection.transaction():
            await job.batch(connection, desk.now(), 10)
        assert await desk.pool.fetchval("SELECT count(*) FROM upload") == left


async def test_so_many_wait_and_so_many_are_attached(desk: Desk, agreement: UUID) -> None:
    for _ in range(MOST_WAITING):
        await _sent(desk)
    await _sent(desk, "bank")
    assert (await desk.refused(TooManyUploads, "unit", attachments.begin, name="a.pdf")).allowed == MOST_WAITING
    await desk.ids("bank", attachments.begin, name="a.pdf")
    await desk.pool.execute("UPDATE upload SET keep_until = $1", desk.now())
    await desk.ids("unit", attachments.begin, name="a.pdf")
    for _ in range(MOST):
        await desk.add(files.add_attachment, "Agreement", agreement, desk.city.members["unit"], desk.now())
    sent = await _sent(desk)
    refused = await desk.refused(TooManyAttachments, "unit", attachments.attach, **_of(agreement, sent))
    assert refused.allowed == MOST


async def test_of_two_at_once_no_more_are_begun(desk: Desk) -> None:
    for _ in range(MOST_WAITING - 1):
        await _sent(desk)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM member WHERE id = $1 FOR UPDATE", desk.city.members["unit"])
        both = [asyncio.create_task(desk.send("unit", attachments.begin, name="a.pdf")) for _ in range(2)]
        await desk.blocked(2)
    assert sorted(type(each).__name__ for each in await asyncio.gather(*both)) == ["Payload", "TooManyUploads"]


async def test_of_two_at_once_no_more_are_attached(desk: Desk, agreement: UUID) -> None:
    for _ in range(MOST - 1):
        await desk.add(files.add_attachment, "Agreement", agreement, desk.city.members["unit"], desk.now())
    sent = [await _sent(desk) for _ in range(2)]
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM agreement WHERE id = $1 FOR UPDATE", agreement)
        both = [asyncio.create_task(desk.send("unit", attachments.attach, **_of(agreement, each))) for each in sent]
        await desk.blocked(2)
    assert sorted(type(each).__name__ for each in await asyncio.gather(*both)) == ["Payload", "TooManyAttachments"]


async def test_a_notes_files_are_its_units_and_its_writers_until_the_project_is_over(desk: Desk) -> None:
    project = await desk.add(projects.add_project, desk.city, {"school": 60, "bank": 40}, state="UNDER_WAY")
    note = await desk.add(projects.add_note, desk.city, project)

    async def given(handle: str) -> dict[str, Any]:
        return {"to": {"progress_note_id": note}, "file": {"upload_id": await _sent(desk, handle)}}

    await desk.fails(NotFound, "hospital", attachments.attach, **await given("hospital"))
    for other in ("bank", "community", "street"):
        await desk.refused(NotAllowed, other, attachments.attach, **await given(other))
    filed = [(await desk.ids(handle, attachments.attach, **await given(handle)))["attachment"]
             for handle in ("unit", "two-units")]
    event = await desk.last_event()
    assert (event["kind"], event["subject_type"], event["subject_id"], event["object_id"], event["object_version"]) == (
        "progress_note.attached", "joint_project", project, note, 1)
    assert event["after"] == {"attachment_id": str(filed[1]), "digest": sha256(CONTENT).hexdigest()}
    await desk.refused(NotAllowed, "community", attachments.detach, attachment_id=filed[0])
    await desk.fails(NotFound, "hospital", attachments.detach, attachment_id=filed[0])
    await desk.ids("unit", attachments.detach, attachment_id=filed[0])
    await desk.fails(NotFound, "unit", attachments.detach, attachment_id=filed[0])
    await desk.pool.execute("UPDATE joint_project SET state = 'STOPPED', over_at = $1, reason = '经费未落实'", desk.now())
    await desk.refused(WrongState, "unit", attachments.attach, **await given("unit"))
    await desk.refused(WrongState, "unit", attachments.detach, attachment_id=filed[1])


async def test_what_changes_while_it_waits_is_looked_at_again(desk: Desk) -> None:
    """A note's project is held with it: a file does not slip in behind the project's end, nor the object's own."""
    project = await desk.add(projects.add_project, desk.city, state="UNDER_WAY")
    note = await desk.add(projects.add_note, desk.city, project)
    sent = await _sent(desk)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("UPDATE joint_project SET state = 'STOPPED', over_at = $1, reason = '经费未落实'", desk.now())
        waits = asyncio.ensure_future(desk.send("unit", attachments.attach, to={"progress_note_id": note},
                                                file={"upload_id": sent}))
        await desk.blocked()
    assert isinstance(await waits, WrongState)
    assert await desk.pool.fetchval("SELECT count(*) FROM attachment") == 0


@pytest.mark.parametrize(("said", "name"), [
    ("../../etc/协议.pdf", "协议.pdf"), ("C:\\a\\b.docx", "b.docx"), (" .协议. ", "协议"), ("a/", None), ("..", None),
    ("", None), ("a\0b", None)])
def test_a_name_is_no_path(said: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(BadInput):
            named("name", said)
    else:
        assert named("name", said) == name


@pytest.mark.parametrize(("name", "type_", "saved"), [
    ("a.html", "TEXT", "a.html.txt"), ("a.PDF", "PDF", "a.PDF"), ("a", "PNG", "a.png"), ("pdf", "PDF", "pdf.pdf"),
    ("照片.jpeg", "JPEG", "照片.jpeg"), ("a.svg", "PNG", "a.svg.png"), ("表.csv", "TEXT", "表.csv")])
def test_a_name_ends_as_the_content_is(name: str, type_: str, saved: str) -> None:
    assert saved_as(name, FileType(type_)) == saved


async def test_a_file_of_a_projects_card_stands_in_the_projects_history(desk: Desk) -> None:
    """As one of a claim's card does in the item's."""
    project = await desk.add(projects.add_project, desk.city)
    card = await desk.add(projects.add_card, project)
    upload = await _sent(desk)
    await desk.ids("unit", attachments.attach, to={"card_id": card}, file={"upload_id": upload})
    event = await desk.last_event()
    assert (event["kind"], event["subject_type"], event["subject_id"]) == ("card.attached", "joint_project", project)
    await desk.fails(NotFound, "hospital", attachments.attach, to={"card_id": card},
                     file={"upload_id": await _sent(desk, "hospital")})
