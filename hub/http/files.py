"""/files/…: what members attach is sent and fetched by addresses that the API gives: signed, for one file, for some minutes.

A file is never served as something that a browser would run: it is saved, whatever is in it, under a name that ends as its
content is.
"""
import asyncio
import tempfile
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import BinaryIO, cast
from urllib.parse import quote

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from domain import attachments as rules
from domain import refusals
from domain.attachments import FileType
from domain.languages import Bilingual
from hub import running
from hub.files import types
from hub.http import admission, bodies, endpoint, negotiation, quotas, refused_files, replies
from resolvers import attachments

ROUTE = f"{rules.PATH}{{address}}"
PATH = rules.PATH.encode("ascii")
UNKNOWN = Bilingual("没有该文件，或地址已过期；请重新读取地址。",
                    "There is no such file, or its address is good no more: read it anew.")
IN_MEMORY = 262_144  # bytes of a file up to which it is not put on a disk while it comes
INERT = {"content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff",
         "cross-origin-resource-policy": "same-origin", "cache-control": "private, no-store", "referrer-policy": "no-referrer"}

log = structlog.get_logger()


async def file(request: Request) -> Response:
    """PUT: the content of an upload, as the body. GET, HEAD: an attachment's."""
    hub = running.of(request)
    admitted = admission.of(request.scope, hub, None)
    try:
        admitted.admit()
        address = rules.read_address(request.path_params["address"])
        answer = await (_send if request.method == "PUT" else _fetch)(request, hub, address) if address else None
    except bodies.Disconnected:
        return Response(status_code=endpoint.LEFT)
    except bodies.TooLarge:
        return replies.Error(413, "BAD_REQUEST", refused_files.too_large(hub.settings.file_bytes))
    except types.NotTaken as problem:
        return replies.Error(415, "BAD_INPUT", problem.message)
    except (OSError, refusals.OutcomeUnknown) as problem:
        return refused_files.away(problem, replies.JSON)
    except Exception as problem:
        return endpoint.refused(problem, replies.JSON)
    if answer is None:
        assert admitted.payer is not None
        admitted.payer.spend(quotas.BAD_TOKEN)
        return replies.Error(404, "NOT_FOUND", UNKNOWN)
    return answer


async def _send(request: Request, hub: "running.Hub", address: rules.Address) -> Response | None:
    """
    raises   TooLarge, Disconnected, NotTaken, OSError
    """
    patience, most = hub.settings.acquire_within.total_seconds(), hub.settings.file_bytes
    if await attachments.awaited(hub.pool, address, hub.clock(), patience) is None:
        return None
    if bodies.announced(request.headers.get("content-length", "").encode()) > most:
        raise bodies.TooLarge
    if encoding := negotiation.encoded(request.headers.get("content-encoding", "")):
        return replies.Error(415, "BAD_REQUEST", Bilingual(
            f"文件须不压缩发送，不接受 Content-Encoding: {encoding}。",
            f"Send it uncompressed, not with Content-Encoding: {encoding}."))
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:  # which is no more when this process is no more
        size, digest = await _read(request, content, most)
        whole = cast("BinaryIO", content)  # it is one but in name
        file_type = await asyncio.to_thread(types.of, whole)
        sent = attachments.Sent(whole, file_type, size, digest)
        async with hub.keeping:
            received = await attachments.receive(hub.pool, hub.files, address.file_id, sent, hub.clock())
    if not received:
        return replies.Error(409, "BAD_REQUEST", Bilingual("该文件已上传。", "It was sent already."))
    return replies.reply(orjson.dumps({"type": file_type, "size": size, "digest": digest}), replies.JSON, 201)


async def _read(request: Request, content: "tempfile.SpooledTemporaryFile[bytes]", most: int) -> tuple[int, str]:
    """The whole body into a file; its bytes, and their SHA-256 in hex.

    raises   TooLarge, without reading on; Disconnected
    """
    size, hashed = 0, sha256()
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise bodies.TooLarge
            hashed.update(part)
            await asyncio.to_thread(content.write, part)
    except ClientDisconnect:
        raise bodies.Disconnected from None
    return size, hashed.hexdigest()


async def _fetch(request: Request, hub: "running.Hub", address: rules.Address) -> Response | None:
    """raises   OSError"""
    found = await attachments.stored(hub.pool, address, hub.clock(), hub.settings.acquire_within.total_seconds())
    if found is None or found.type is None or found.digest is None:
        return None
    file_type = FileType(found.type)
    headers = {**INERT, "content-type": rules.MEDIA[file_type], "content-length": str(found.size),
               "content-disposition": f"attachment; filename*=UTF-8''{quote(rules.saved_as(found.name, file_type), safe='')}"}
    if request.method == "HEAD":
        return Response(headers=headers)
    parts = hub.files.read(address.file_id, found.digest)
    first = await anext(parts, b"")  # what cannot be read is said before the answer has begun
    return StreamingResponse(_all(first, parts), headers=headers)


async def _all(first: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in parts:
        yield part
