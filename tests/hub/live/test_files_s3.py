"""Files on S3: the store over a real server of it, moto's, in a process of its own.

Its packages want an older python-dateutil than requirements-dev.txt has, so they are in an environment of their own:
`make test-s3`.
"""
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.driver.connection import Pool
from hub.files import store
from hub.files.store import Store
from resolvers import attachments, scheduler
from tests import city as place
from tests import files, ports
from tests.desk import Desk

pytestmark = [pytest.mark.skipif(importlib.util.find_spec("s3fs") is None, reason="S3 is tried by `make test-s3`"),
              pytest.mark.filterwarnings("default")]  # of libraries that are no part of the hub
DIGEST, CONTENT = "ab" * 32, os.urandom(3_000_000)


class Server:
    """moto's, which keeps all in memory."""

    def __init__(self, folder: Path) -> None:
        port = ports.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = (folder / "s3.log").open("wb")
        self.process = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                                        stdout=self._log, stderr=self._log)
        ports.until_open(port, 60)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._log.close()


@pytest.fixture
def s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(tmp_path)
    for name, value in {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1",
                        "AWS_ENDPOINT_URL": made.url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(store.PATIENCE, "s3", {"skip_instance_cache": True, "config_kwargs": {
        "connect_timeout": 2, "read_timeout": 2, "retries": {"total_max_attempts": 1}}})
    monkeypatch.setattr(store, "PUT_WITHIN", 2)
    yield made
    made.close()


@pytest.fixture
def kept(s3: Server) -> Store:
    made = Store("s3://sandan-files/prefix")
    made._files.mkdir("sandan-files")
    return made


def _there(kept: Store) -> list[str]:
    kept._files.invalidate_cache()
    return [str(each).rpartition("/")[2] for each in kept._files.find("sandan-files")]


async def _read(kept: Store, file_id: UUID) -> bytes:
    return b"".join([part async for part in kept.read(file_id, DIGEST)])


async def test_a_file_is_kept_read_and_removed(kept: Store) -> None:
    file_id = uuid4()
    await kept.keep(file_id, DIGEST, BytesIO(CONTENT))
    assert _there(kept) == [DIGEST]
    assert await _read(kept, file_id) == CONTENT
    await kept.keep(file_id, DIGEST, BytesIO(CONTENT))
    for _ in range(2):
        await kept.remove(file_id)
        assert _there(kept) == []
    with pytest.raises(OSError):
        await _read(kept, file_id)


@pytest.mark.parametrize("how", ["it is no more", "it does not answer"])
async def test_a_server_that_is_away_is_an_oserror_and_leaves_nothing(kept: Store, s3: Server, how: str) -> None:
    """Which both ways of sending answer as UNAVAILABLE (`test_files.py`, `test_forms.py`)."""
    file_id = uuid4()
    s3.process.send_signal(signal.SIGSTOP if how == "it does not answer" else signal.SIGKILL)
    for act in (kept.keep(file_id, DIGEST, BytesIO(CONTENT)), _read(kept, file_id), kept.remove(file_id)):
        with pytest.raises(OSError):
            await act
    if how == "it does not answer":
        s3.process.send_signal(signal.SIGCONT)
        assert _there(kept) in ([], [DIGEST]), "whole, or not at all"


async def test_what_cannot_be_read_to_its_end_is_not_there(kept: Store) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the disk is broken")

    with pytest.raises(OSError):
        await kept.keep(uuid4(), DIGEST, Broken(CONTENT))
    assert _there(kept) == []


async def test_what_a_kill_leaves_between_content_and_row_goes_with_the_row(kept: Store, pool: Pool) -> None:
    async with pool.acquire() as connection:
        desk = Desk(pool, await place.build(connection))
    upload = await desk.add(files.add_upload, desk.city.members["unit"], desk.now())
    await kept.keep(upload, DIGEST, BytesIO(CONTENT))

    def late() -> Any:
        return desk.now() + timedelta(hours=25)

    assert await scheduler.once(pool, late, [attachments.sweeping(kept)]) == 1
    assert (_there(kept), await pool.fetch("SELECT id FROM upload")) == ([], [])
