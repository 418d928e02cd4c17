"""Attachments (附件): files that belong to an object, and the uploads that they come from.

What has attachments says so itself, by an `AttachmentOf` beside its sight; `domain.attached` has all of them. An upload is one
member's own until it is attached. Both are reached by addresses that are signed and good for a short time: docs/attachments.md.
"""
import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from domain import objects, texts
from domain.languages import Bilingual
from domain.refusals import BadInput, Refusal
from domain.sight import SeenWith, SeenWithOneOf, Sight
from domain.viewer import Viewer
from domain.words import Worded, Words

UPLOAD_WITHIN = timedelta(minutes=15)
"""How long after its beginning a file may be sent."""
KEPT = timedelta(hours=24)
"""How long after its beginning it may be attached; what was not goes."""
LASTS = timedelta(minutes=10)
"""How long a file can be fetched by one address, at least; at most twice as long."""
MOST_WAITING = 20
"""Uploads of one member that are not attached."""
MOST = 20
"""Attachments of one object."""
PATH = "/files/"
SECRET = 32  # bytes


class FileDeed(Worded):
    """What can be done with an object's attachments."""

    ATTACH = "ATTACH", Words("附上文件", "Attach a file, by attachFile.")
    DETACH = "DETACH", Words("移除附件", "Remove an attachment, by detachFile.")

    @property
    def action(self) -> str:
        """As `NotAllowed` names it."""
        return f"{self}_FILE"


@dataclass(frozen=True)
class Asking:
    """Who would attach or remove a file, and when.

    member_id   who asks: a viewer may have been made of the rights alone
    """

    viewer: Viewer
    member_id: UUID
    deed: FileDeed
    now: datetime


Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class AttachmentOf:
    """That objects have attachments, which are seen by who sees the object; declared by its concept.

    table, type   of the objects, and their type in GraphQL
    words         what one of them is called
    seen          who sees an object: its sight, or what it is seen with
    check         lets somebody attach or remove a file, given the object's columns and those of what it is seen with; returns
                  for which organisation, None for an officer above; raises NotAllowed, WrongState
    needs         the columns that it is given
    beside        those of what the object is seen with
    inside        who sees its attachments, where not all do who see the object; None: they do
    opened        the states in which they do all the same
    versioned     whether it has a version, which its attachments count up
    """

    table: str
    type: str
    words: Words
    seen: Sight | SeenWith | SeenWithOneOf
    check: Callable[[Asking, Row, Row], UUID | None]
    needs: tuple[str, ...]
    beside: tuple[str, ...] = ()
    inside: Sight | None = None
    opened: tuple[str, ...] = ()
    versioned: bool = False

    @property
    def subject(self) -> str:
        """The table in the history of whose object its events stand; of one of several the first."""
        return self.among[0].table if self.among else self.table

    @property
    def among(self) -> tuple[SeenWith, ...]:
        """What an object is seen with: one of these; of what has a sight of its own none."""
        return self.seen.among if isinstance(self.seen, SeenWithOneOf) else (
            (self.seen,) if isinstance(self.seen, SeenWith) else ())

    @property
    def home(self) -> str | None:
        """The column of the code of its home division, or of that of what it is seen with."""
        return self.among[0].sight.home if self.among else self.seen.home if isinstance(self.seen, Sight) else None

    @property
    def field(self) -> str:
        """What an input calls one's id: `progress_note_id`."""
        return f"{objects.name(self.type).lower()}_id"

    def event(self, deed: FileDeed) -> str:
        """The kind of event that says so: `agreement.attached`."""
        return f"{self.table}.{'attached' if deed == FileDeed.ATTACH else 'detached'}"


class FileType(Worded):
    """What a file is by its content, whatever it is called."""

    PDF = "PDF", Words("PDF 文档", "A PDF document.")
    PNG = "PNG", Words("PNG 图片", "A PNG picture.")
    JPEG = "JPEG", Words("JPEG 图片", "A JPEG picture.")
    WEBP = "WEBP", Words("WebP 图片", "A WebP picture.")
    DOCX = "DOCX", Words("Word 文档", "A Word document.", "（docx）")
    XLSX = "XLSX", Words("Excel 工作簿", "An Excel workbook.", "（xlsx）")
    TEXT = "TEXT", Words("纯文本", "A plain text in UTF-8.", "（UTF-8）")


MEDIA = {
    FileType.PDF: "application/pdf", FileType.PNG: "image/png", FileType.JPEG: "image/jpeg", FileType.WEBP: "image/webp",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.TEXT: "text/plain; charset=utf-8"}
ENDINGS: Mapping[FileType, tuple[str, ...]] = {
    **{each: (each.value.lower(),) for each in FileType}, FileType.JPEG: ("jpg", "jpeg"), FileType.TEXT: ("txt", "csv", "md")}
"""What a name may end with; the first is put behind one that ends otherwise."""


@dataclass
class TooManyUploads(Refusal, description="待附上的文件太多。Too many files wait to be attached."):
    ADVICE = "先附上已上传的文件，或等其过期。Attach what you have uploaded, or wait until its time is over."
    allowed: Annotated[int, "最多几个。How many there may be."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"最多 {self.allowed} 个文件待附上。", f"At most {self.allowed} files may wait to be attached.")


@dataclass
class TooManyAttachments(Refusal, description="附件太多。There are too many attachments."):
    ADVICE = "先移除一个，或把文件合并。Remove one first, or put files together."
    allowed: Annotated[int, "最多几个。How many there may be."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"最多 {self.allowed} 个附件。", f"There may be {self.allowed} attachments at most.")


@dataclass
class NotUploaded(Refusal, description="文件内容尚未上传。The file's content was not sent yet."):
    ADVICE = "先把内容发送到 uploadPath。Send its content to its uploadPath first."
    TEXT = Bilingual("文件内容尚未上传。", "The file's content was not sent yet.")


def named(field: str, name: str) -> str:
    """What a file is called: the last part of a path, without dots around it.

    raises   BadInput
    """
    last = texts.line(field, name, texts.TITLE).replace("\\", "/").rpartition("/")[2].strip(" .")
    if not last:
        raise BadInput(field, Bilingual("不是文件名。", "It is no name of a file."))
    return last


def saved_as(name: str, file_type: FileType) -> str:
    """The name under which it is saved, which ends as what it is: a text that is called `a.html` is no page."""
    begins, _, ending = name.rpartition(".")
    return name if begins and ending.lower() in ENDINGS[file_type] else f"{name}.{ENDINGS[file_type][0]}"


def upload_path(now: datetime, upload_id: UUID, secret: bytes, begun_at: datetime, received_at: datetime | None) -> str | None:
    """Where a file is sent, below the hub's own address; None: it is there already, or its time is over."""
    until = begun_at + UPLOAD_WITHIN
    return None if received_at or until <= now else _path("PUT", upload_id, secret, until)


def download_path(now: datetime, attachment_id: UUID, secret: bytes) -> str:
    """Where a file is fetched: the same for all who ask at about the same time."""
    span = LASTS.total_seconds()
    until = datetime.fromtimestamp((now.timestamp() // span + 2) * span, UTC)
    return _path("GET", attachment_id, secret, until)


def _path(method: str, file_id: UUID, secret: bytes, until: datetime) -> str:
    seconds = int(until.timestamp())
    return f"{PATH}{file_id.hex}.{seconds}.{_signature(method, file_id, secret, seconds)}"


def _signature(method: str, file_id: UUID, secret: bytes, seconds: int) -> str:
    signed = hmac.digest(secret, f"{method} {file_id.hex} {seconds}".encode(), "sha256")
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


@dataclass(frozen=True)
class Address:
    """What the path of a file says, before anybody believes it."""

    file_id: UUID
    seconds: int
    signature: str

    def is_good(self, method: str, secret: bytes, now: datetime) -> bool:
        """Whether it was signed for this, and its time is not over."""
        expected = _signature(method, self.file_id, secret, self.seconds)
        return hmac.compare_digest(expected, self.signature) and now.timestamp() < self.seconds


def read_address(said: str) -> Address | None:
    """What stands behind PATH; None: no address of a file looks so."""
    parts = said.split(".")
    if not said.isascii() or len(parts) != 3 or len(parts[0]) != 32 or not (parts[1].isdigit() and len(parts[1]) <= 12):
        return None
    try:
        return Address(UUID(hex=parts[0]), int(parts[1]), parts[2])
    except ValueError:
        return None
