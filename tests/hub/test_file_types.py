"""What a file is, by its content alone."""
import io
import struct
import zipfile

import pytest

from hub.files import types
from tests import files


@pytest.mark.parametrize("name", files.OF)
def test_each_type_is_told(name: str) -> None:
    assert types.of(io.BytesIO(files.OF[name])) == name


BAD: dict[str, bytes] = {
    "nothing": b"", "blanks": b" \n\t\xef\xbb\xbf", "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a page behind blanks": b"\xef\xbb\xbf \r\n <html onload=alert(1)>", "SVG": b'<svg onload="x"/>',
    "XML": b"<?xml version='1.0'?><svg/>", "GIF": b"GIF89a" + bytes(20), "a program": b"MZ\x90\x00" + bytes(200),
    "ELF": b"\x7fELF" + bytes(60), "NUL": b"text\0text", "a broken character at the end": "文".encode()[:2],
    "another coding": "共建协议".encode("gb18030"), "UTF-16": "共建".encode("utf-16"),
    "an archive": files.document("nothing.of.the.kind"), "a broken archive": files.OF["DOCX"][:-30],
    "macros": files.document("wordprocessingml.document.macroEnabled"), "PK alone": b"PK\x03\x04" + bytes(40)}


def _archive(entries: int, size: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"{number}.xml", bytes(size))
    return made.getvalue()


def _packed(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(types.PARTS, next(iter(types.DOCUMENTS)))
    return made.getvalue()


BAD["no list of parts"] = _archive(1)
BAD["packed as no document is"] = _packed(zipfile.ZIP_LZMA)
BAD["packed as none is either"] = _packed(zipfile.ZIP_BZIP2)


@pytest.mark.parametrize("name", BAD)
def test_what_is_of_no_type_that_is_taken(name: str) -> None:
    with pytest.raises(types.NotTaken) as refused:
        types.of(io.BytesIO(BAD[name]))
    assert str(refused.value) == types.TYPES


def test_a_character_that_lies_across_two_parts_is_whole() -> None:
    assert types.of(io.BytesIO(b"a" + "文".encode() * types.CHUNK)) == "TEXT"


def test_a_bomb_is_not_unpacked() -> None:
    """Too many entries; entries that say to be too large; a list of parts that is too large."""
    small = files.document()
    declared = small.replace(struct.pack("<L", 4) + struct.pack("<H", 8), struct.pack("<L", 2**31) + struct.pack("<H", 8))
    assert declared != small
    listed = io.BytesIO()
    with zipfile.ZipFile(listed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(types.PARTS, bytes(types.DECLARED + 10))
    for content in (_archive(types.ENTRIES + 1), declared, listed.getvalue()):
        with pytest.raises(types.NotTaken) as refused:
            types.of(io.BytesIO(content))
        assert str(refused.value) == types.BOMB


def test_many_entries_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 10 MiB has room for two hundred thousand, each of which would become an object."""
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(types.NotTaken) as refused:
        types.of(io.BytesIO(b"PK\x03\x04" + (types.ENTRY + bytes(43)) * (10 * types.ENTRIES)))
    assert str(refused.value) == types.BOMB


@pytest.mark.parametrize("place", range(30, 130))
def test_whatever_is_broken_in_an_archive_is_said_alike(place: int) -> None:
    broken = bytearray(files.OF["DOCX"])
    for value in (0, 0x55, 0xFF):
        broken[place] = value
        try:
            types.of(io.BytesIO(broken))
        except types.NotTaken as refused:
            assert str(refused) in (types.TYPES, types.BOMB)
