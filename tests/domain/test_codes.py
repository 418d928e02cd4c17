"""Division codes by their prefixes, and credit codes as they are published."""
import pytest

from domain import codes

PUBLISHED = ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000802100433B",
             "91110000600037341L", "12100000400002259P", "91230184MA1BUFLT44", "92371000MA3MXH0E3W"]


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_credit_codes_are_right(code: str) -> None:
    assert codes.is_credit_code(code)
    assert codes.credit_check_character(code[:-1]) == code[-1]


@pytest.mark.parametrize("code", PUBLISHED)
def test_any_one_wrong_character_is_found(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in set(codes.CREDIT_ALPHABET) - {right}:
            assert not codes.is_credit_code(code[:place] + wrong + code[place + 1:])


@pytest.mark.parametrize("code", ["", "9144030019220382", "914403001922038216 ", "91440300I922038216",
                                  "9144030071526726xG", "９14403001922038216"])
def test_what_is_no_credit_code(code: str) -> None:
    assert not codes.is_credit_code(code)


def test_the_check_character_is_of_seventeen() -> None:
    with pytest.raises(ValueError, match="seventeen"):
        codes.credit_check_character("123")


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
