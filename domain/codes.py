"""The two national codes: the division code, whose prefixes are its ancestors, and the unified social credit code."""
from domain.viewer import LEVELS

DIGITS_OF_KIND = {"PROVINCE": 2, "CITY": 4, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12, "GRID": 15}
DIGITS_OF_SCOPE = {scope: DIGITS_OF_KIND[scope] for scope in ("COMMUNITY", "STREET", "DISTRICT", "CITY", "PROVINCE")}

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z, which are misread
CREDIT_LENGTH = 18


def is_division_code(text: str) -> bool:
    """Whether the text has the form of a division code, of any level."""
    return len(text) in LEVELS and text.isascii() and text.isdigit()


def is_within(code: str, ancestor: str) -> bool:
    """Whether the division `code` is `ancestor` or lies in it."""
    return code.startswith(ancestor)


def are_in_line(one: str, other: str) -> bool:
    """Whether one of the two divisions is the other or lies in it."""
    return is_within(one, other) or is_within(other, one)


def parent(code: str) -> str | None:
    """The next level's code above; None of a province."""
    above = [digits for digits in LEVELS if digits < len(code)]
    return code[:above[-1]] if above else None


def credit_check_character(first: str) -> str:
    """The eighteenth character for the first seventeen.

    raises   ValueError when `first` has another length or a character outside the code's alphabet
    source   GB 32100-2015, 4.5: weights 3^(i-1) mod 31
    """
    if len(first) != CREDIT_LENGTH - 1:
        raise ValueError("seventeen characters are needed")
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return CREDIT_ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code with the right check character."""
    if len(text) != CREDIT_LENGTH or not set(text) <= set(CREDIT_ALPHABET):
        return False
    return credit_check_character(text[:-1]) == text[-1]
