"""National division codes, whose prefixes are their ancestors."""
import re

from domain import texts
from domain.languages import Bilingual
from domain.refusals import BadInput
from domain.viewer import LEVELS

DIGITS_OF_KIND = {"PROVINCE": 2, "CITY": 4, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12, "GRID": 15}
DIGITS_OF_SCOPE = {scope: DIGITS_OF_KIND[scope] for scope in ("COMMUNITY", "STREET", "DISTRICT", "CITY", "PROVINCE")}

ZEROS_THAT_COUNT = frozenset({"441900", "442000", "460400"})
"""Districts that are called like their cities (东莞, 中山, 儋州), which have no others; their streets lie below these codes."""
PADDED = re.compile(r"^(?:\d\d){0,2}00$|000$", re.MULTILINE)
"""What may be padded, for many codes at once: a line each."""


def is_division_code(text: str) -> bool:
    """Whether the text has the form of a division code, of any level, padded or not."""
    return len(text) in LEVELS and text.isascii() and text.isdigit()


def short(code: str) -> str:
    """A division code without the zeros with which lists pad those of higher levels: 110111000000 is 110111.

    code   of the form of a division code
    """
    for digits in reversed(LEVELS[:-1]):
        if len(code) > digits and not code[digits:].strip("0") and code not in ZEROS_THAT_COUNT:
            code = code[:digits]
    return code


def meant(text: str) -> str | None:
    """The division code that a text means, without padding; None when it is none."""
    code = short(text) if is_division_code(text) else "00"
    return None if code == "00" else code


def read(field: str, text: str) -> str:
    """The division code that is meant, without padding.

    raises   BadInput naming the field
    """
    code = meant(text)
    if code is not None:
        return code
    raise BadInput(field, Bilingual(
        f"“{texts.shown(text[:20])}”不是区划代码：应为 2、4、6、9、12 或 15 位数字。",
        f"“{texts.shown(text[:20])}” is no division code: it must have 2, 4, 6, 9, 12 or 15 digits."))


def of_kind(field: str, kind: str, text: str) -> str:
    """The code of a division of this kind, without padding.

    raises   BadInput naming the field: also when the code, without its padding, is of another kind
    """
    code, digits = read(field, text), DIGITS_OF_KIND[kind]
    if len(code) == digits:
        return code
    chinese, english = (f"{text} 是 {code} 补零的写法", f"{text} is {code}, padded with zeros") if code != text else (
        f"{code} 有 {len(code)} 位", f"{code} has {len(code)}")
    raise BadInput(field, Bilingual(f"{kind} 的代码须为 {digits} 位数字，{chinese}。",
                                    f"A {kind}'s code must have {digits} digits; {english}."))



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

