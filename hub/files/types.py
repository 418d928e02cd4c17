"""What a file is, told by its content alone; what is of no type that is taken is refused, whatever it is called."""
import codecs
import zipfile
from functools import partial
from typing import BinaryIO

import puremagic

from domain.attachments import MEDIA, FileType
from domain.languages import Bilingual, Told

HEAD = 8192  # bytes by which a library tells the type
CHUNK = 65_536
ENTRIES = 5_000  # in a document's archive
ENTRY = b"PK\x01\x02"  # how each begins in its list
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # how documents are
UNPACKED = 268_435_456  # bytes of all of them, as the archive says
DECLARED = 1_048_576  # bytes of its list of parts, the only one that is unpacked
PARTS = "[Content_Types].xml"
DOCUMENTS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileType.DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileType.XLSX}
"""By what an archive says of its main part; one with macros says something else."""
BINARY = {MEDIA[each]: each for each in (FileType.PDF, FileType.PNG, FileType.JPEG, FileType.WEBP)}
CONTROLS = bytes(sorted({*range(32)} - {9, 10, 12, 13} | {127}))


class NotTaken(Told):
    """The file is of no type that is taken."""


TYPES = Bilingual("只接受 PDF、PNG、JPEG、WebP、docx、xlsx 与 UTF-8 纯文本，以内容为准。",
                  "Taken are PDF, PNG, JPEG, WebP, docx, xlsx and plain text in UTF-8, by what is in it.")
BOMB = Bilingual("该文档内的文件太多或解压后太大。", "Too much is packed into this document.")


def of(content: BinaryIO) -> FileType:
    """
    content   the whole, of which nothing is believed
    raises    NotTaken
    """
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _document(content)
    return BINARY.get(_guessed(head)) or _text(content)


def _guessed(head: bytes) -> str:
    """The media type by its signature; empty when it has none that is known."""
    try:
        return str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _document(content: BinaryIO) -> FileType:
    """Of an archive: by the list of its parts, as its maker's programs tell it. Nothing else of it is unpacked.

    raises   NotTaken
    """
    content.seek(0)
    if sum(part.count(ENTRY) for part in iter(partial(content.read, CHUNK), b"")) > ENTRIES:  # before each is read
        raise NotTaken(BOMB)
    try:
        unpacked, said = _parts(content)
    except Exception as broken:  # what the library meets in a broken archive has many names: zlib.error, KeyError, OSError …
        raise NotTaken(TYPES) from broken
    if unpacked > UNPACKED or len(said) > DECLARED:
        raise NotTaken(BOMB)
    found = next((each for part, each in DOCUMENTS.items() if part in said), None)
    if found is None:
        raise NotTaken(TYPES)
    return found


def _parts(content: BinaryIO) -> tuple[int, bytes]:
    """The bytes of all parts, as the archive says; and their list, cut off where it is too long."""
    with zipfile.ZipFile(content) as archive:
        listed = archive.getinfo(PARTS)
        if listed.compress_type not in PACKED:  # others are unpacked without a bound
            raise zipfile.BadZipFile
        with archive.open(listed) as part:
            return sum(each.file_size for each in archive.infolist()), part.read(DECLARED + 1)


def _text(content: BinaryIO) -> FileType:
    """Of what is text from end to end, and no page.

    raises   NotTaken
    """
    content.seek(0)
    decoder, begins = codecs.getincrementaldecoder("utf-8")(), True
    while part := content.read(CHUNK):
        if len(part.translate(None, CONTROLS)) != len(part):
            raise NotTaken(TYPES)
        try:
            text = decoder.decode(part)
        except UnicodeDecodeError as broken:
            raise NotTaken(TYPES) from broken
        if begins and text.lstrip("\ufeff \t\r\n\f").startswith("<"):
            raise NotTaken(TYPES)
        begins = begins and not text.strip("\ufeff \t\r\n\f")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as broken:
        raise NotTaken(TYPES) from broken
    if begins:
        raise NotTaken(TYPES)  # nothing is in it
    return FileType.TEXT
