"""Files for tests: contents of each type that is taken, and rows of uploads and attachments."""
import io
import zipfile
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection

SECRET = bytes(range(32))
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def document(main: str = "wordprocessingml.document", **more: bytes) -> bytes:
    """An archive as office programs make it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml",
                         f'<Types><Override PartName="/main.xml" ContentType="{_MAIN.format(main)}"/></Types>')
        for name, content in {"main.xml": b"<w/>", **more}.items():
            archive.writestr(name, content)
    return made.getvalue()


OF: dict[str, bytes] = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30), "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(30),
    "WEBP": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30), "DOCX": document(), "XLSX": document("spreadsheetml.sheet"),
    "TEXT": "共建协议\r\n第一条\t场地\n".encode()}
"""By type, a content that is of it."""


async def add_upload(connection: Connection, member_id: UUID, begun_at: datetime, content: bytes | None = None,
                     **columns: Any) -> UUID:
    """
    content   None: it was not sent
    """
    sent = {} if content is None else {"received_at": begun_at, "type": "TEXT", "size": len(content),
                                       "digest": sha256(content).hexdigest()}
    row = {"id": uuid7(), "member_id": member_id, "name": "协议正文.txt", "secret": SECRET, "begun_at": begun_at,
           "keep_until": begun_at + timedelta(hours=24), **sent, **columns}
    await rows.insert(connection, "upload", row)
    return UUID(str(row["id"]))


async def add_attachment(connection: Connection, object_type: str, object_id: UUID, member_id: UUID, at: datetime,
                         **columns: Any) -> UUID:
    content = OF["TEXT"]
    row = {"id": uuid7(), "object_type": object_type, "object_id": object_id, "name": "协议正文.txt", "secret": SECRET,
           "type": "TEXT", "size": len(content), "digest": sha256(content).hexdigest(), "attached_by": member_id,
           "attached_at": at, **columns}
    await rows.insert(connection, "attachment", row)
    return UUID(str(row["id"]))
