"""Division codes by their prefixes, padded or not."""
import pytest

from domain import codes
from domain.refusals import BadInput


@pytest.mark.parametrize(("code", "is_one"), [
    ("11", True), ("1101", True), ("110111", True), ("110111007", True), ("110111007001", True),
    ("110111007001001", True), ("", False), ("1", False), ("110", False), ("11011100700", False), ("1a", False),
    ("１１", False), ("1101110070010011", False)])
def test_the_form_of_division_codes(code: str, is_one: bool) -> None:
    assert codes.is_division_code(code) is is_one


@pytest.mark.parametrize(("code", "above"), [("11", None), ("1101", "11"), ("110111", "1101"), ("110111007", "110111"),
                                             ("110111007001", "110111007"), ("110111007001001", "110111007001")])
def test_a_prefix_is_the_parent(code: str, above: str | None) -> None:
    assert codes.parent(code) == above
    assert above is None or (codes.is_within(code, above) and not codes.is_within(above, code))


def test_divisions_in_line() -> None:
    assert codes.are_in_line("1101", "110111")
    assert codes.are_in_line("110111", "1101")
    assert not codes.are_in_line("110111", "110112")


@pytest.mark.parametrize(("written", "meant"), [
    ("110000", "11"), ("110100", "1101"), ("110111", "110111"), ("110111000", "110111"), ("110111000000", "110111"),
    ("110111007000", "110111007"), ("341100000000", "3411"), ("340000000000", "34"), ("1100", "11"), ("500200", "5002"),
    ("429004000000", "429004"), ("110111007100", "110111007100"), ("110111007001000", "110111007001"), ("710000", "71"),
    ("441900", "441900"), ("442000", "442000"), ("460400", "460400"), ("441900000000", "441900"), ("441900003", "441900003"),
    ("441900003000", "441900003"), ("460400100000", "460400100"), ("442000001001", "442000001001"), ("4419", "4419"),
    ("", None), ("00", None), ("000000", None), ("11011", None), ("１１", None), ("11 ", None), ("11\n", None),
    ("1" * 18, None)])
def test_zeros_that_pad_a_code_do_not_count(written: str, meant: str | None) -> None:
    assert codes.meant(written) == meant
    assert meant is None or codes.meant(meant) == meant
    if meant is not None and written not in codes.ZEROS_THAT_COUNT:
        assert bool(codes.PADDED.search("110111\n" + written)) == (written != meant)


def test_a_code_of_another_kind_is_refused_with_the_short_one() -> None:
    assert codes.of_kind("f", "STREET", "110111007000") == "110111007"
    with pytest.raises(BadInput, match="110111007000 is 110111007, padded with zeros"):
        codes.of_kind("f", "COMMUNITY", "110111007000")
    with pytest.raises(BadInput, match="must have 4 digits"):
        codes.of_kind("f", "CITY", "441900")
