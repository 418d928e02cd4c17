"""One reader of phones, for the API and for files: each way of writing them becomes the form in which they are kept."""
import pytest

from domain.refusals import BadInput
from hub.imports import cells
from hub.imports.problems import BadCell
from resolvers import phones

READ = {
    "（010）12345678": "010-12345678", "010—12345678": "010-12345678", "010－69351234": "010-69351234",
    "010 - 6935 1234": "010-69351234",
    "86-10-12345678": "010-12345678", "1012345678": "010-12345678", "(0371) 62345678": "0371-62345678",
    "0316-2345678": "0316-2345678",
    "010-12345678转8001": "010-12345678-8001", "010-12345678-8001": "010-12345678-8001",
    "010-69351234分机801": "010-69351234-801",
    "+86-10-12345678 ext 12": "010-12345678-12", "010-69351234#1": "010-69351234-1",
    "13800001234": "13800001234", "+86 138 0000 1234": "13800001234", "138-0000-1234": "13800001234",
    "（86）13800001234": "13800001234",
    "１３８００００１２３４": "13800001234", "17000000000": "17000000000",
    "400-123-4567": "400-123-4567", "4001234567": "400-123-4567", "400 1234 567": "400-123-4567",
    "800-810-8888转1": "800-810-8888-1",
    "12345": "12345", "96110": "96110", "95588-1": "95588-1", "69351234": "69351234", "6935-1234": "69351234",
    "0085221234567": "+85221234567", "+852 2123 4567": "+85221234567", "+1 650 253 0000": "+16502530000"}
UNREAD = ["-----", "", " ", "1234", "电话", "电话13800001234", "13800001234/13900001234", "13800001234、13900001234",
          "13800001234 13900001234", "010-8888", "0755-8888888", "+86", "12800001234", "00000", "8" * 30, "138000012345",
          "010-12345678转12345678",
          "\ud800", "13800001234\n13900001234"]


@pytest.mark.parametrize(("written", "kept"), READ.items())
def test_what_is_read(written: str, kept: str) -> None:
    assert phones.phone("f", written) == cells.phone_of(written) == kept
    assert phones.phone("f", kept) == kept


@pytest.mark.parametrize("written", UNREAD)
def test_what_is_not_one_phone(written: str) -> None:
    with pytest.raises(BadInput, match=r"^f: ") as bad:
        phones.phone("f", written)
    assert "\ud800" not in str(bad.value)
    with pytest.raises(BadCell):
        cells.phone_of(written)


def test_what_is_kept_fits_its_column() -> None:
    """Of the longest there are, with an extension; the column takes twenty characters."""
    assert phones.phone("f", "0898-66668888转123456") == "0898-66668888-123456"
    with pytest.raises(BadInput):
        phones.phone("f", "+49 30 12345678901转123456")
