"""Credit codes as they are published, and what passes some of their checks only."""
import pytest

from domain import credit_codes

PUBLISHED = ["914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000802100433B",
             "91110000600037341L", "12100000400002259P", "91230184MA1BUFLT44", "92371000MA3MXH0E3W",
             "12440600MB2C07549J", "92141127MA0KD1Y64A"]


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_right(code: str) -> None:
    assert credit_codes.problem(code) is None
    assert credit_codes.of(code[:16]) == code


@pytest.mark.parametrize("code", PUBLISHED)
def test_any_one_wrong_character_is_found(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in set(credit_codes.ALPHABET) - {right}:
            assert not credit_codes.is_valid(code[:place] + wrong + code[place + 1:])


@pytest.mark.parametrize("code", ["", "9144030019220382", "914403001922038216 ", "91440300I922038216",
                                  "9144030071526726xG", "9１4403001922038216", "000000000000000000"])
def test_what_is_no_credit_code(code: str) -> None:
    assert not credit_codes.is_valid(code)


def test_the_character_at_place_17_is_checked_too() -> None:
    """By GB 11714; one that fails alone, with a right one at place 18."""
    right = credit_codes.of("12110111DEM00001")
    wrong = right[:16] + "5"
    last = next(each for each in credit_codes.ALPHABET if credit_codes._check(wrong) == each)
    assert credit_codes.problem(wrong + last) == credit_codes.problem(right[:17] + "?")


@pytest.mark.parametrize(("number", "is_one"), [
    ("362322198709086409", True), ("11010519491231002X", True), ("11010519491231002x", True), ("110105194912310021", False),
    ("110105194913310023", False), ("36232219870908640", False), ("110105944912310027", False)])
def test_identity_numbers(number: str, is_one: bool) -> None:
    assert credit_codes.is_identity_number(number) is is_one
    assert ("identity" in str(credit_codes.problem(number))) is is_one


def test_an_identity_number_that_is_right_as_a_credit_code_is_refused() -> None:
    """One that has all the check characters: the birth date alone tells."""
    numbers = (f"11{region:04}19{year:02}0101{serial:03}" for region in range(101, 9999) for year in range(50, 90)
               for serial in range(1, 40))
    found = next(made for first in numbers if credit_codes.is_identity_number(made := credit_codes.of(first[:16])))
    assert "identity" in str(credit_codes.problem(found))


def test_the_check_characters_are_of_sixteen() -> None:
    with pytest.raises(ValueError, match="sixteen"):
        credit_codes.of("123")
