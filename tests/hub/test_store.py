"""Where the content of files lies: in a folder, and in what else fsspec knows."""
import io
from pathlib import Path
from uuid import uuid4

import pytest

from hub.files.store import CHUNK, Store

CONTENT = b"0123456789" * CHUNK


async def _read(store: Store, file_id: object, digest: str) -> bytes:
    return b"".join([part async for part in store.read(file_id, digest)])  # type: ignore[arg-type]  # an id


@pytest.mark.parametrize("kind", ["folder", "memory"])
async def test_what_is_kept_is_read_and_removed(tmp_path: Path, kind: str) -> None:
    store = Store(str(tmp_path / "files") if kind == "folder" else f"memory://{tmp_path}")
    one, other = uuid4(), uuid4()
    await store.keep(one, "d1", io.BytesIO(CONTENT))
    await store.keep(other, "d1", io.BytesIO(b"other"))
    assert await _read(store, one, "d1") == CONTENT
    await store.remove(one)
    with pytest.raises(FileNotFoundError):
        await _read(store, one, "d1")
    assert await _read(store, other, "d1") == b"other"
    await store.remove(one)  # there need be none


async def test_what_was_broken_off_is_never_read_and_goes_with_its_file(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, *size: int | None) -> bytes:
            if part := super().read(1):
                return part
            raise OSError("the disk is full")

    store, file_id = Store(str(tmp_path)), uuid4()
    with pytest.raises(OSError, match="full"):
        await store.keep(file_id, "d1", Broken(b"half"))
    with pytest.raises(FileNotFoundError):
        await _read(store, file_id, "d1")
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    await store.remove(file_id)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
