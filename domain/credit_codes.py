"""The unified social credit code of units, and how it is told from a resident's identity number."""
from datetime import date

from domain.languages import Bilingual

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z, which are misread
_DIGITS_AND_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"


def of(first: str) -> str:
    """The code of which these are the first sixteen characters: with the check characters at places 17 and 18.

    raises   ValueError when `first` has another length or a character outside the code's alphabet
    """
    if len(first) != LENGTH - 2:
        raise ValueError("sixteen characters are needed")
    checked = first + _organization_check(first[8:])
    return checked + _check(checked)


def problem(text: str) -> Bilingual | None:
    """What is wrong with a text as a credit code; None when nothing is.

    source   GB 32100-2015; place 17 by GB 11714-1997; identity numbers by GB 11643-1999
    """
    if is_identity_number(text):
        return Bilingual("这是居民身份证号码，不是统一社会信用代码，请勿登记。",
                         "A resident's identity number, and no unified social credit code: do not register it.")
    if len(text) != LENGTH:
        return Bilingual(f"统一社会信用代码应为 {LENGTH} 位，现为 {len(text)} 位。",
                         f"A credit code must have {LENGTH} characters; this one has {len(text)}.")
    if not set(text) <= set(ALPHABET) or text[0] == "0" or not text[2:8].isdigit() or of(text[:16]) != text:
        return Bilingual("统一社会信用代码的字符或校验码有误（GB 32100-2015，第 17 位按 GB 11714）。",
                         "A character or a check character of the credit code is wrong (GB 32100-2015; place 17 by GB 11714).")
    return None


def is_valid(text: str) -> bool:
    """Whether the text is a unified social credit code with the right check characters."""
    return problem(text) is None


def is_identity_number(text: str) -> bool:
    """Whether the text is a resident's identity number: a birth date at places 7 to 14, and the right check character."""
    if len(text) != LENGTH or not (text.isascii() and text[:17].isdigit()):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return "18" <= text[6:8] <= "21" and text[17].upper() == _IDENTITY_CHECKS[total % 11]


def _organization_check(body: str) -> str:
    """The check character of an organisation's own code of eight characters."""
    total = sum(weight * _DIGITS_AND_LETTERS.index(character) for weight, character in zip(_BODY_WEIGHTS, body, strict=True))
    return "0X987654321"[total % 11]


def _check(first: str) -> str:
    """The eighteenth character: weights 3^(i-1) mod 31."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return ALPHABET[-total % 31]
