"""Answers in fewer bytes, for clients that take them so: zstd, brotli or gzip, at the cheapest of their levels.

Never event streams, nor what fits in a packet anyway, nor pages with tokens in them. Why the length of what is compressed
tells little of its content is in docs/threats.md.
"""
import asyncio
import os
import random
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli
import zstandard
from starlette.responses import Response

from hub.http import replies
from hub.http.weights import weighted

LEAST = 1_400  # bytes of a body: what fits in a packet comes no sooner
ASIDE = 65_536  # bytes from which the loop does not wait for it
KEPT = 300  # bytes: longer headers are read each time
NOISE = bytes(random.choices(b" \t\r\n", k=255))  # noqa: S311  # what is unknown of it is how much is taken


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(body)


def _brotli(body: bytes) -> bytes:
    made: bytes = brotli.compress(body, quality=2)
    return made


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, 1, wbits=31)  # a window of 32 KiB, in gzip's frame


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}
"""The cheapest first."""


def coding(accept_encoding: bytes) -> str | None:
    """The coding that a client likes best of those we have; of some that it likes as well, the cheapest. None: none."""
    return _known(accept_encoding) if len(accept_encoding) <= KEPT else _read(accept_encoding)


def _read(accept_encoding: bytes) -> str | None:
    weights = dict(weighted(accept_encoding.decode("latin-1")))
    other = weights.get("*", 0.0)
    best, weight = max(((name, weights.get(name, other)) for name in CODINGS), key=lambda each: each[1])
    return best if weight > 0 else None


_known = lru_cache(maxsize=256)(_read)


async def packed(body: bytes, coding: str) -> bytes:
    """A JSON text, with white space behind it of which nobody knows how much, compressed."""
    return await compressed(body + NOISE[:os.urandom(1)[0]], coding)


async def compressed(body: bytes, coding: str) -> bytes:
    """As it is, compressed."""
    if len(body) < ASIDE:
        return CODINGS[coding](body)
    return await asyncio.to_thread(CODINGS[coding], body)


async def pack(response: Response, accept_encoding: bytes) -> None:
    """Compress a JSON answer, where that is worth it and its client takes it."""
    if not isinstance(response, replies.Reply) or len(response.body) < LEAST or not (best := coding(accept_encoding)):
        return
    response.body = await packed(bytes(response.body), best)
    response.raw_headers[1] = b"content-length", b"%d" % len(response.body)
    response.raw_headers.append((b"content-encoding", best.encode("ascii")))
