"""Uploads and attachments: whose they are, how many, and when which side may attach."""
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from domain.attachments import MOST, MOST_WAITING, FileType, NotUploaded, TooManyAttachments, TooManyUploads, named, saved_as
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import agreements, attachments
from tests import files
from tests.desk import Desk

CONTENT = files.OF["TEXT"]


@pytest.fixture
async def agreement(desk: Desk) -> UUID:
    """That the school proposed to the community."""
    return (await desk.ids("unit", agreements.propose, host_id=desk.city.community, unit_id=desk.city.school, title="共建",
                           ends_on=desk.now().date() + timedelta(days=300)))["agreement"]


async def _sent(desk: Desk, handle: str = "unit", **age: float) -> UUID:
    begun = desk.now() - timedelta(**age)
    return await desk.add(files.add_upload, desk.city.members[handle], begun, CONTENT)


async def test_who_proposed_it_attaches_and_removes_until_it_is_signed(desk: Desk, agreement: UUID) -> None:
    theirs = await _sent(desk, "community")
    await desk.refused(NotAllowed, "community", agreements.attach, agreement_id=agreement, upload_id=theirs)
    attachment = (await desk.ids("unit", agreements.attach, agreement_id=agreement, upload_id=await _sent(desk)))["attachment"]
    await desk.refused(NotAllowed, "community", agreements.detach, agreement_id=agreement, attachment_id=attachment)
    await desk.ids("community", agreements.sign, agreement_id=agreement)
    await desk.refused(WrongState, "unit", agreements.detach, agreement_id=agreement, attachment_id=attachment)
    await desk.refused(NotAllowed, "community", agreements.attach, agreement_id=agreement, upload_id=theirs)
    await desk.ids("unit", agreements.attach, agreement_id=agreement, upload_id=await _sent(desk))
    await desk.ids("unit", agreements.terminate, agreement_id=agreement, reason="搬迁")
    await desk.refused(WrongState, "unit", agreements.attach, agreement_id=agreement, upload_id=await _sent(desk))


async def test_an_upload_is_ones_own_there_and_of_today(desk: Desk, agreement: UUID) -> None:
    for upload in (await _sent(desk, "two-units"), await _sent(desk, hours=25), uuid4()):
        await desk.fails(NotFound, "unit", agreements.attach, agreement_id=agreement, upload_id=upload)
    unsent = (await desk.ids("unit", attachments.begin, name="a.pdf"))["upload"]
    await desk.refused(NotUploaded, "unit", agreements.attach, agreement_id=agreement, upload_id=unsent)
    sent = await _sent(desk)
    await desk.ids("unit", agreements.attach, agreement_id=agreement, upload_id=sent)
    await desk.fails(NotFound, "unit", agreements.attach, agreement_id=agreement, upload_id=sent)
    await desk.fails(NotFound, "hospital", agreements.attach, agreement_id=agreement, upload_id=await _sent(desk, "hospital"))


async def test_an_attachment_is_removed_from_its_own_agreement_alone(desk: Desk, agreement: UUID) -> None:
    attachment = (await desk.ids("unit", agreements.attach, agreement_id=agreement, upload_id=await _sent(desk)))["attachment"]
    other = (await desk.ids("unit", agreements.propose, host_id=desk.city.neighbour, unit_id=desk.city.school, title="共建",
                            ends_on=date(2090, 1, 1), starts_on=date(2089, 1, 1)))["agreement"]
    await desk.fails(NotFound, "unit", agreements.detach, agreement_id=other, attachment_id=attachment)


async def test_so_many_wait_and_so_many_are_attached(desk: Desk, agreement: UUID) -> None:
    for _ in range(MOST_WAITING):
        await _sent(desk)
    await _sent(desk, "bank")
    assert (await desk.refused(TooManyUploads, "unit", attachments.begin, name="a.pdf")).allowed == MOST_WAITING
    await desk.ids("bank", attachments.begin, name="a.pdf")
    await desk.pool.execute("UPDATE upload SET keep_until = $1", desk.now())
    await desk.ids("unit", attachments.begin, name="a.pdf")
    for _ in range(MOST):
        await desk.add(files.add_attachment, agreement, desk.city.members["unit"], desk.now())
    sent = await _sent(desk)
    refused = await desk.refused(TooManyAttachments, "unit", agreements.attach, agreement_id=agreement, upload_id=sent)
    assert refused.allowed == MOST


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
