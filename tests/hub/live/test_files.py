"""Files over the wire: sent to a signed path, attached, fetched from another; never run, never by anybody else's word."""
import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import fsspec
import httpx
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from db.driver.connection import Pool
from domain import attachments as rules
from hub import logs, running, settings
from hub.files.store import Store
from resolvers import agreements, attachments, scheduler
from tests import city as place
from tests import files
from tests.desk import Desk
from tests.hub.live.conftest import Live

CONTENT = files.OF["TEXT"]


@pytest.fixture
def configured(configured: settings.Settings, tmp_path: Path) -> settings.Settings:
    return replace(configured, files=str(tmp_path), file_bytes=5_000_000)


@pytest.fixture
async def desk(pool: Pool) -> Desk:
    async with pool.acquire() as connection:
        return Desk(pool, await place.build(connection))


@pytest.fixture
async def web(live: Live, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False) as client:
        yield client


async def _begun(desk: Desk, name: str = "协议.txt") -> tuple[UUID, str]:
    """An upload of the school's liaison, and where its content is sent."""
    upload = (await desk.ids("unit", attachments.begin, name=name))["upload"]
    row = await desk.row("upload", upload)
    path = rules.upload_path(desk.now(), upload, row["secret"], row["begun_at"], None)
    assert path is not None
    return upload, path


async def _agreement(desk: Desk) -> UUID:
    last = desk.now().date() + timedelta(days=300)
    city = desk.city
    return (await desk.ids("unit", agreements.propose, host_id=city.community, unit_id=city.school, title="共建",
                           ends_on=last))["agreement"]


async def _attached(desk: Desk, web: httpx.AsyncClient, content: bytes = CONTENT, name: str = "协议.txt") -> tuple[UUID, str]:
    upload, path = await _begun(desk, name)
    assert (await web.put(path, content=content)).status_code == 201
    await desk.ids("unit", attachments.attach, to={"agreement_id": await _agreement(desk)}, file={"upload_id": upload})
    return upload, rules.download_path(desk.now(), upload, (await desk.row("attachment", upload))["secret"])


def _kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


async def test_what_is_sent_is_attached_and_fetched(web: httpx.AsyncClient, desk: Desk, tmp_path: Path) -> None:
    upload, path = await _begun(desk)
    answer = await web.put(path, content=CONTENT, headers={"content-type": "text/html"})
    digest = sha256(CONTENT).hexdigest()
    assert (answer.status_code, answer.json()) == (201, {"type": "TEXT", "size": len(CONTENT), "digest": digest})
    assert _kept(tmp_path) == [digest]
    agreement = await _agreement(desk)
    await desk.ids("unit", attachments.attach, to={"agreement_id": agreement}, file={"upload_id": upload})
    event = await desk.last_event()
    assert (event["kind"], event["subject_id"], event["after"]["digest"]) == ("agreement.attached", agreement, digest)
    assert "协议.txt" not in str(event["after"])
    fetched = await web.get(rules.download_path(desk.now(), upload, (await desk.row("attachment", upload))["secret"]))
    assert (fetched.status_code, fetched.content) == (200, CONTENT)


async def test_it_is_saved_and_never_run(web: httpx.AsyncClient, desk: Desk) -> None:
    _, path = await _attached(desk, web, name="../../a.html")
    for method in ("GET", "HEAD"):
        headers = (await web.request(method, path)).headers
        assert headers["content-type"] == "text/plain; charset=utf-8"
        assert headers["content-disposition"] == "attachment; filename*=UTF-8''a.html.txt"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert (headers["cache-control"], headers["content-length"]) == ("private, no-store", str(len(CONTENT)))


@pytest.mark.parametrize("content", [b"", b"<html><script>", b"GIF89a" + bytes(20), b"\x00\x01"])
async def test_what_is_of_another_type_is_not_kept(web: httpx.AsyncClient, desk: Desk, tmp_path: Path, content: bytes) -> None:
    upload, path = await _begun(desk, "协议.pdf")
    answer = await web.put(path, content=content, headers={"content-type": "application/pdf"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (415, "BAD_INPUT")
    assert _kept(tmp_path) == []
    assert (await desk.row("upload", upload))["received_at"] is None
    assert (await web.put(path, content=CONTENT)).status_code == 201, "another may be sent"


async def test_a_file_is_larger_than_a_body_may_be_and_is_bounded(web: httpx.AsyncClient, desk: Desk, live: Live,
                                                                   tmp_path: Path) -> None:
    most = live.hub.settings.file_bytes
    assert most > live.hub.settings.body_bytes + 2 * 1_048_576

    async def parts(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 1000):
            yield b"a" * 1000

    upload, path = await _begun(desk)
    for sent in (parts(most + 1000), b"a" * (most + 1)):
        answer = await web.put(path, content=sent)
        assert answer.status_code == 413
        assert f"最多 {most} 字节" in answer.text  # a body's advice, to send it in parts, is none here
    assert _kept(tmp_path) == []
    assert (await web.put(path, content=parts(most))).status_code == 201
    assert (await desk.row("upload", upload))["size"] == most


async def test_a_file_that_does_not_come_is_not_waited_for(web: httpx.AsyncClient, desk: Desk, live: Live,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given a time of its own, whatever a body's is."""
    monkeypatch.setattr(live.hub.sweeps.bodies, "_within", 3600)
    monkeypatch.setattr(live.hub.sweeps.files, "_within", 0.2)
    _, path = await _begun(desk)
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    writer.write(f"PUT {path} HTTP/1.1\r\nhost: hub\r\ncontent-length: 100\r\n\r\nhalf".encode())
    assert (await reader.read()).startswith(b"HTTP/1.1 408 ")
    writer.close()


@pytest.mark.parametrize("changed", ["signature", "id", "seconds", "method", "late", "garbage"])
async def test_an_address_is_good_for_what_it_was_signed_for(web: httpx.AsyncClient, desk: Desk, tmp_path: Path,
                                                             changed: str) -> None:
    attachment, get = await _attached(desk, web)
    upload, put = await _begun(desk)
    row = await desk.row("upload", upload)
    file_id, seconds, signature = put.removeprefix("/files/").split(".")
    later = str(int(seconds) + 9)
    wrong = {"signature": f"/files/{file_id}.{seconds}.{signature[::-1]}",
             "id": f"/files/{attachment.hex}.{seconds}.{signature}",
             "seconds": f"/files/{file_id}.{later}.{signature}", "method": get, "garbage": "/files/..%2f..%2fetc%2fpasswd",
             "late": str(rules.upload_path(row["begun_at"] - timedelta(hours=1), upload, row["secret"],
                                           row["begun_at"] - timedelta(hours=1), None))}[changed]
    before = _kept(tmp_path)
    assert (await web.put(wrong, content=CONTENT)).status_code == 404
    assert _kept(tmp_path) == before
    if changed == "method":
        assert (await web.get(put)).status_code == 404


async def test_a_file_is_sent_once(web: httpx.AsyncClient, desk: Desk, tmp_path: Path) -> None:
    """Of several at once one is kept, whose digest is told."""
    upload, path = await _begun(desk)
    answers = await asyncio.gather(*(web.put(path, content=CONTENT + b"%d" % number) for number in range(4)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {404, 409}
    row = await desk.row("upload", upload)
    assert _kept(tmp_path) == [row["digest"]]
    assert (await web.put(path, content=b"other")).status_code == 404


async def test_of_two_at_once_the_second_keeps_nothing(web: httpx.AsyncClient, desk: Desk, pool: Pool, tmp_path: Path) -> None:
    """Who does not hold the row does not touch the store."""
    upload, path = await _begun(desk)
    async with pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM upload WHERE id = $1 FOR UPDATE", upload)
        both = [asyncio.ensure_future(web.put(path, content=content)) for content in (b"one", b"other")]
        await desk.blocked(2)
        assert _kept(tmp_path) == []
    assert sorted([(await each).status_code for each in both]) == [201, 409]
    assert _kept(tmp_path) == [(await desk.row("upload", upload))["digest"]]


async def test_what_nobody_attached_goes_and_what_is_attached_stays(web: httpx.AsyncClient, desk: Desk, pool: Pool,
                                                                    tmp_path: Path) -> None:
    attachment, _ = await _attached(desk, web)
    _, path = await _begun(desk)
    await web.put(path, content=b"left")
    await _begun(desk)
    job = attachments.sweeping(Store(str(tmp_path)))
    assert await scheduler.once(pool, lambda: desk.now() + timedelta(hours=23), [job]) == 0
    assert await scheduler.once(pool, lambda: desk.now() + timedelta(hours=25), [job]) == 2
    assert await pool.fetch("SELECT id FROM upload") == []
    assert _kept(tmp_path) == [(await desk.row("attachment", attachment))["digest"]]


async def test_what_cannot_be_removed_keeps_its_row(web: httpx.AsyncClient, desk: Desk, pool: Pool, tmp_path: Path) -> None:
    upload, path = await _begun(desk)
    await web.put(path, content=CONTENT)

    class Away(Store):
        async def remove(self, file_id: UUID) -> None:
            raise OSError("the store is away")

    late = desk.now() + timedelta(hours=25)
    assert await scheduler.once(pool, lambda: late, [attachments.sweeping(Away(str(tmp_path)))]) == 0
    assert [row["id"] for row in await pool.fetch("SELECT id FROM upload")] == [upload]
    assert await scheduler.once(pool, lambda: late, [attachments.sweeping(Store(str(tmp_path)))]) == 1
    assert _kept(tmp_path) == []


async def test_a_crash_between_content_and_row_leaves_what_the_sweep_takes(
        web: httpx.AsyncClient, desk: Desk, pool: Pool, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content lies there, the row says that it does not: it can be sent again, and goes with the row if it is not."""
    upload, path = await _begun(desk)

    async def broken(*_: Any) -> bool:
        raise ConnectionResetError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("db.attachments.receive", broken)
        assert (await web.put(path, content=CONTENT)).status_code == 503
    assert (await desk.row("upload", upload))["received_at"] is None
    assert len(_kept(tmp_path)) == 1
    assert await scheduler.once(pool, lambda: desk.now() + timedelta(hours=25), [attachments.sweeping(live.hub.files)]) == 1
    assert _kept(tmp_path) == []


class _NoEndpoint(Exception):
    """As libraries of a store far away have it: no OSError."""


class _Away(MemoryFileSystem):  # type: ignore[misc]  # fsspec has no types
    protocol = "away"

    def open(self, *_: Any, **__: Any) -> Any:
        raise _NoEndpoint("https://s3.example/secret-bucket")

    rm = open


async def test_a_store_that_is_away_whatever_its_library_says(
        web: httpx.AsyncClient, desk: Desk, pool: Pool, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent and fetched may be tried again; the sweep goes on with what it can remove."""
    fsspec.register_implementation("away", _Away, clobber=True)
    _, get = await _attached(desk, web)
    upload, put = await _begun(desk)
    monkeypatch.setitem(live.hub.__dict__, "files", Store("away://bucket"))
    for answer in (await web.put(put, content=CONTENT), await web.get(get)):
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")
        assert "retry-after" in answer.headers
        assert "bucket" not in answer.text  # nor anything else of the reason
    assert (await desk.row("upload", upload))["received_at"] is None
    late = desk.now() + timedelta(hours=25)
    assert await scheduler.once(pool, lambda: late, [attachments.sweeping(live.hub.files)]) == 0
    assert [row["id"] for row in await pool.fetch("SELECT id FROM upload")] == [upload]
    monkeypatch.undo()
    assert (await web.get(get)).content == CONTENT


async def test_what_was_removed_from_an_agreement_goes(web: httpx.AsyncClient, desk: Desk, pool: Pool, tmp_path: Path) -> None:
    attachment, path = await _attached(desk, web)
    await desk.ids("unit", attachments.detach, attachment_id=attachment)
    assert (await web.get(path)).status_code == 404
    assert await scheduler.once(pool, desk.now, [attachments.sweeping(Store(str(tmp_path)))]) == 1
    assert _kept(tmp_path) == []


async def test_an_address_is_in_no_log(web: httpx.AsyncClient, desk: Desk, capsys: pytest.CaptureFixture[str],
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    before = root.level
    logs.configure("json", "debug")
    try:
        _, path = await _attached(desk, web)
        await web.get(path)
        monkeypatch.setattr(attachments, "stored", lambda *_: 1 / 0)
        assert (await web.get(path)).status_code == 500
    finally:
        root.setLevel(before)
    printed = capsys.readouterr().err
    assert "ZeroDivisionError" in printed
    assert path.removeprefix("/files/").rpartition(".")[2] not in printed


def test_a_path_says_nothing_of_the_file() -> None:
    assert re.fullmatch(r"/files/[0-9a-f]{32}\.\d+\.[\w-]{43}", rules.download_path(running.now(), UUID(int=1), b"s"))
