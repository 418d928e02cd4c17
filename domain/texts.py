"""What a text has to be before it is stored, and what a place and a contact have to be."""
import re
from collections.abc import Mapping
from typing import Any

from domain.refusals import BadInput

TITLE = 200  # characters
LINE = 500
BODY = 20_000
_PHONE = re.compile(r"\+?[0-9-]{5,20}")


def required(field: str, text: str | None, longest: int = LINE) -> str:
    """The text without spaces around it.

    raises   BadInput when nothing is left of it, or it is longer than `longest` characters
    """
    stripped = (text or "").strip()
    if not stripped:
        raise BadInput(field, "不能为空。It must not be empty.")
    return _limited(field, stripped, longest)


def optional(field: str, text: str | None, longest: int = BODY) -> str | None:
    """The text without spaces around it; None when nothing is left of it.

    raises   BadInput when it is longer than `longest` characters
    """
    return _limited(field, (text or "").strip(), longest) or None


def _limited(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadInput(field, f"最多 {longest} 字。At most {longest} characters.")
    return text


def place(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns `address`, `longitude` and `latitude` of a place; all None without one.

    raises   BadInput when half a point is given, or one outside the map's range
    """
    given = given or {}
    longitude, latitude = given.get("longitude"), given.get("latitude")
    if (longitude is None) != (latitude is None):
        raise BadInput("input.place", "经度与纬度须同时给出。Give longitude and latitude, or neither.")
    if longitude is not None and not -180 <= longitude <= 180:
        raise BadInput("input.place.longitude", "须在 -180 至 180 之间。It must be from -180 to 180.")
    if latitude is not None and not -85 <= latitude <= 85:
        raise BadInput("input.place.latitude", "须在 -85 至 85 之间。It must be from -85 to 85.")
    return {"address": optional("input.place.address", given.get("address"), LINE), "longitude": longitude,
            "latitude": latitude}


def contact(given: Mapping[str, Any]) -> tuple[str, str]:
    """The name and phone of a contact.

    raises   BadInput
    """
    name = required("input.contact.name", given.get("name"), TITLE)
    phone = str(given.get("phone") or "").replace(" ", "")
    if not _PHONE.fullmatch(phone):
        raise BadInput("input.contact.phone", "应为 5 至 20 位数字。5 to 20 digits, with hyphens or a leading plus.")
    return name, phone
