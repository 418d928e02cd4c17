"""Where the content of files lies, a folder or what fsspec knows (S3): by ids and digests, and nothing that anybody chose."""
import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, BinaryIO
from uuid import UUID

import fsspec
from fsspec.asyn import AsyncFileSystem, sync
from fsspec.implementations.local import LocalFileSystem

CHUNK = 262_144  # bytes that are read at once
PATIENCE: dict[str, dict[str, Any]] = {"s3": {"config_kwargs": {
    "connect_timeout": 5, "read_timeout": 15, "retries": {"total_max_attempts": 2}}}}
"""By scheme, how long a store far away is waited for, in seconds: its library's own patience is minutes, and a row is held."""
PUT_WITHIN = 60  # seconds in which it has to take a file
PART = ".part"  # behind the name of what is not whole, in a folder


class Store:
    """
    url   a folder, `file:///srv/files`, `s3://bucket/prefix`
    """

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url, **PATIENCE.get(url.partition("://")[0], {}))
        if hasattr(self._files, "retries"):
            self._files.retries = 1  # s3fs's own, on top of its library's
        self._is_folder = isinstance(self._files, LocalFileSystem)

    def _folder(self, file_id: UUID) -> str:
        """Of one file alone; an id ends at random, and begins with the time."""
        return f"{self._root.rstrip('/')}/{file_id.hex[-2:]}/{file_id.hex}"

    async def keep(self, file_id: UUID, digest: str, content: BinaryIO) -> None:
        """Keep a file's content: whole, or not at all.

        raises   OSError
        """
        await _beside(self._keep, self._folder(file_id), digest, content)

    def _keep(self, folder: str, digest: str, content: BinaryIO) -> None:
        content.seek(0)
        place = f"{folder}/{digest}"
        if not self._is_folder:
            self._put(place, content.read())  # at once: one that is written part by part would be put there however far it came
            return
        self._files.makedirs(folder, exist_ok=True)
        part = f"{place}.{secrets.token_hex(4)}{PART}"
        with open(part, "wb") as there:  # noqa: PTH123  # fsspec's paths are texts
            shutil.copyfileobj(content, there)
            there.flush()
            os.fsync(there.fileno())
        os.replace(part, place)  # noqa: PTH105
        for made in (folder, os.path.dirname(folder)):  # noqa: PTH120
            _sync(made)

    def _put(self, place: str, content: bytes) -> None:
        if isinstance(self._files, AsyncFileSystem):  # S3: its library waits without end for a server that takes nothing
            sync(self._files.loop, self._files._pipe_file, place, content, timeout=PUT_WITHIN)
        else:
            self._files.pipe_file(place, content)

    async def read(self, file_id: UUID, digest: str) -> AsyncIterator[bytes]:
        """A file's content, part by part.

        raises   OSError
        """
        there = await _beside(self._files.open, f"{self._folder(file_id)}/{digest}", "rb")
        try:
            while part := await _beside(there.read, CHUNK):
                yield part
        finally:
            await _beside(there.close)

    async def remove(self, file_id: UUID) -> None:
        """Let a file be no more, nor what was left of it where its keeping was broken off; there need be none.

        raises   OSError
        """
        with suppress(FileNotFoundError):
            await _beside(self._files.rm, self._folder(file_id), True)  # recursive


async def _beside(work: Callable[..., Any], *given: Any) -> Any:
    """Do something beside the loop.

    raises   OSError, also for what a store's own library raises (botocore has kinds of its own for a store that is away)
    """
    try:
        return await asyncio.to_thread(work, *given)
    except OSError:
        raise
    except Exception as problem:
        raise OSError(f"{type(problem).__name__}: {problem}") from problem


def _sync(folder: str) -> None:
    """Let the folder's own entries be on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
