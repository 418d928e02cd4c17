"""GraphQL's multipart request form: an operation and its files in one POST, `operations`, `map`, and the files behind them.

Each file is put away as an upload of the viewer's, as one that is sent to a signed path is, and its variable becomes that
upload's id. The same request sent once more means the same uploads, so a mutation may be sent again with its key.
source   https://github.com/jaydenseric/graphql-multipart-request-spec
"""
import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from domain.attachments import TooManyUploads
from domain.languages import Bilingual
from domain.refusals import BadInput
from hub import running
from hub.files import types
from hub.http import bodies, negotiation
from planner import ids
from resolvers import attachments
from resolvers.executing.request import Request as Asked

GUARDS = (b"apollo-require-preflight", b"graphql-require-preflight", b"x-apollo-operation-name")
"""Headers that no page sends to another origin unless that allows it: a form of a foreign page has none of them."""
MOST_FILES = 5
MAP_BYTES = 4096
CHUNK = 262_144  # bytes
PLACE = re.compile(r"variables(?:\.\w{1,100}){1,10}")
KINDS = Bilingual("表单只用于 mutation；订阅与查询请发送 JSON。",
                  "A form is for mutations: send queries and subscriptions as JSON.")
UNGUARDED = Bilingual(f"发送表单须带请求头 {GUARDS[0].decode()}（任意非空值），以免网页冒用。",
                      f"A form needs the header {GUARDS[0].decode()} (of any value), "
                      "so that no foreign page can send one.")


def announced(content_type: bytes) -> bool:
    """Whether a body is announced as a form."""
    return content_type[:len(negotiation.FORM)].lower() == negotiation.FORM


def is_guarded(headers: Mapping[bytes, bytes]) -> bool:
    """Whether it has a header that a browser asks about first."""
    return any(headers.get(name) for name in GUARDS)


async def operation(request: Request, hub: "running.Hub", member_id: UUID) -> Asked:
    """The operation of a form, whose files are uploads of the member's then.

    raises   BadBody, Refused, TooLarge, Disconnected, types.NotTaken, OSError, and what the driver raises
    """
    if bodies.announced(request.headers.get("content-length", "").encode()) > hub.settings.file_bytes + hub.settings.body_bytes:
        raise bodies.TooLarge
    form = await _parsed(request, hub.settings.file_bytes, hub.settings.body_bytes)
    try:
        operations, files = _text(form, "operations"), _files(form)
        asked = bodies.of_body(operations.encode(), hub.texts)
        places = _places(_text(form, "map"), files)
        if "mutation" not in asked.query or await hub.operations.planning.operation_kind(asked, member_id) != "mutation":
            raise bodies.BadBody(KINDS)
        for place in places.values():
            _put(asked.variables, place.split(".")[1:], "")  # before anything is kept
        for name, place in places.items():
            upload_id = await _keep(hub, member_id, files[name], f"{operations}\n{place}", place)
            _put(asked.variables, place.split(".")[1:], f"{ids.encoder('up')(upload_id)}")
        return asked
    finally:
        await form.close()


async def _parsed(request: Request, file_bytes: int, body_bytes: int) -> FormData:
    """Its parts; files lie on the disk from a mebibyte on.

    raises   BadBody, TooLarge, Disconnected
    """
    async def bounded() -> AsyncGenerator[bytes, None]:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > file_bytes + body_bytes:
                raise bodies.TooLarge
            yield part

    try:
        return await MultiPartParser(request.headers, bounded(), max_files=MOST_FILES, max_fields=2,
                                     max_part_size=body_bytes).parse()
    except ClientDisconnect:
        raise bodies.Disconnected from None
    except MultiPartException as problem:
        said = problem.message
        raise bodies.BadBody(Bilingual(f"不是所要的表单：{said}", f"It is no form as wanted: {said}")) from None


def _text(form: FormData, name: str) -> str:
    """raises   BadBody"""
    value = form.get(name)
    if not isinstance(value, str) or (name == "map" and len(value) > MAP_BYTES):
        raise bodies.BadBody(Bilingual(f"表单缺少文本 {name}，或它太长。",
                                       f"The form has no text `{name}`, or too long a one."))
    return value


def _files(form: FormData) -> dict[str, UploadFile]:
    """raises   BadBody of two with one name"""
    found = [(name, each) for name, each in form.multi_items() if isinstance(each, UploadFile)]
    if len(dict(found)) < len(found):
        raise bodies.BadBody(Bilingual("表单中有同名的文件。", "Two files of the form have one name."))
    return dict(found)


def _places(text: str, files: Mapping[str, UploadFile]) -> dict[str, str]:
    """By the name of each file, the one variable that it is the value of.

    raises   BadBody
    """
    said = bodies.parsed(text.encode(), Bilingual("表单的 map", "The form's map"))
    if not isinstance(said, dict) or said.keys() != files.keys() or not said:
        raise bodies.BadBody(Bilingual("map 须逐一说明表单中的文件，不多不少。",
                                       "`map` must have each file of the form, and nothing else."))
    places = {name: each[0] for name, each in said.items()
              if isinstance(each, list) and len(each) == 1 and isinstance(each[0], str) and PLACE.fullmatch(each[0])}
    if len(places) < len(said) or len({*places.values()}) < len(places):
        raise bodies.BadBody(Bilingual(
            'map 中每个文件须有一个变量，如 ["variables.input.file.content"]，各不相同。',
            'In `map` each file must have one variable, like ["variables.input.file.content"], no two the same.'))
    return places


def _put(within: Any, path: list[str], value: str) -> None:
    """
    within   the variables, which have a null, or what stands for a file, there
    raises   BadBody
    """
    *before, last = path
    for name in before:
        within = within[int(name)] if isinstance(within, list) and name.isdecimal() and int(name) < len(within) else (
            within.get(name) if isinstance(within, dict) else None)
    if not isinstance(within, dict) or last not in within or within[last] not in (None, ""):
        raise bodies.BadBody(Bilingual(f"operations 中 {'.'.join(path)} 须为 null，由文件代替。",
                                       f"In `operations`, {'.'.join(path)} must be null: the file takes its place."))
    within[last] = value


async def _keep(hub: "running.Hub", member_id: UUID, file: UploadFile, asked: str, place: str) -> UUID:
    """Put a file away; returns the upload's id.

    asked    what it is sent with: the same of the same is the same upload
    raises   BadBody, TooLarge, types.NotTaken, OSError, and what the driver raises
    """
    if (file.size or 0) > hub.settings.file_bytes:
        raise bodies.TooLarge
    content: BinaryIO = file.file
    digest = await asyncio.to_thread(_digest, content)
    file_type = await asyncio.to_thread(types.of, content)
    upload_id = UUID(bytes=sha256(f"{member_id}\n{digest}\n{file.filename}\n{asked}".encode()).digest()[:16], version=5)
    sent = attachments.Sent(content, file_type, file.size or 0, digest)
    try:
        async with hub.keeping:
            await attachments.take(hub.pool, hub.files, upload_id, member_id, file.filename or "", sent, hub.clock())
    except TooManyUploads as refusal:
        raise bodies.BadBody(refusal.message) from None
    except BadInput as problem:
        raise bodies.BadBody(Bilingual(f"{place}：{problem.message.zh}", f"{place}: {problem.message.en}")) from None
    return upload_id


def _digest(content: BinaryIO) -> str:
    """SHA-256, in hex."""
    content.seek(0)
    hashed = sha256()
    while part := content.read(CHUNK):
        hashed.update(part)
    return hashed.hexdigest()
