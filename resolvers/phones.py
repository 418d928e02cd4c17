"""A contact: its name, and its phone however it is written, in the one form in which it is kept."""
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from domain import texts
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput

HERE, CODE = "CN", 86
LONGEST = 20  # characters
RIGHT = "010-12345678、010-12345678-801、13800001234、400-123-4567、12345"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─﹣~～", "-"))
_EXTENSION = re.compile(r"(.+?)(?:转|分机号?|ext\.?|x|#|-)[:.\s]*(\d{1,6})", re.IGNORECASE)
_WRITTEN = re.compile(r"[+0-9 ().-]+")
_LOCAL = re.compile(r"[1-9]\d{4,7}")  # without an area code, and the short ones: 12345, 96110
_BRANCH = re.compile(r"-\d{1,3}$")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def contact(given: Mapping[str, Any], field: str = "contact") -> tuple[str, str]:
    """The name and phone of a contact.

    field    in which they were given
    raises   BadInput
    """
    with Faults() as faults:
        name = faults.of(texts.name, f"{field}.name", given.get("name"))
        number = faults.of(phone, f"{field}.phone", given.get("phone") or "")
    return name, number


def phone(field: str, text: str) -> str:
    """One phone number: 010-12345678, with an extension 010-12345678-801; mobile 13800001234; 400-123-4567; 12345; from abroad
    +85221234567.

    raises   BadInput naming the field
    """
    written = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    found = _kept(written)
    if found is None and (parts := _EXTENSION.fullmatch(written)) and (before := _kept(parts[1].strip(" -"))):
        found = f"{before}-{parts[2]}"
    if found is None or len(found) > LONGEST:
        raise BadInput(field, Bilingual(
            f"“{texts.shown(text[:40])}”不是一个电话号码，应如 {RIGHT}，只填一个。",
            f"“{texts.shown(text[:40])}” is not one phone number: it must be like {RIGHT.replace('、', ', ')}."))
    return found


def _kept(written: str) -> str | None:
    """A number without extension as it is kept; None when it is none."""
    if not _WRITTEN.fullmatch(written):
        return None
    digits = re.sub(r"[ ().-]", "", written)
    if (_LOCAL.fullmatch(digits) and not _BRANCH.search(written)) or _MOBILE.fullmatch(digits):
        return digits
    try:
        number = phonenumbers.parse(digits, HERE)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return _of_china(number) if number.country_code == CODE else phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _of_china(number: PhoneNumber) -> str:
    digits = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    if area:
        return f"0{digits[:area]}-{digits[area:]}"
    if digits.startswith(("400", "800")) and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return digits
