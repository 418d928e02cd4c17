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


BAD["no list of parts"] = _archive(1)


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
