"""What a text has to be before it is stored, and what a place has to be.

One rule for what comes by the API, in files and on the command line:
- a line has no line ends: they and tabs become a space; a text of several lines has them as \n;
- white space around it and what has no width and no meaning (zero width spaces, byte order marks, soft hyphens) is left out;
- control characters, characters that turn the direction of others, halves of surrogate pairs, noncharacters, and U+FFFD, which
  stands where a conversion lost a character, are refused; so is a text in which nothing is to be seen;
- joined emoji, variants, rare characters, also private ones, and the dots of names stay.
"""
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput

TITLE = 200  # characters
LINE = 500
BODY = 20_000
LEAST = 1e-9  # degrees: a tenth of a millimetre
LOST = "\ufffd"
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_IN_LINE = re.compile(r"\s*[\n\t]\s*")
_MEANINGLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufffc"))
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_REFUSED = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb"
                      f"{LOST}{_NONCHARACTERS}]")
_DOUBTFUL = re.compile(f"[?？{LOST}ᅟᅠ⠀ㅤﾠ]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols that look like spaces


def line(field: str, text: str | None, longest: int = LINE) -> str:
    """A text of one line, in which something is to be seen.

    raises   BadInput: nothing is left of it, it is longer than `longest` characters, or has characters that no text may have
    """
    cleaned = optional_line(field, text, longest)
    if cleaned is None:
        raise BadInput(field, Bilingual("须填写，不能为空。", "It must not be empty."))
    return cleaned


def optional_line(field: str, text: str | None, longest: int = LINE) -> str | None:
    """The same; None when nothing is left of it."""
    return _checked(field, _IN_LINE.sub(" ", _cleaned(text)), longest)


def name(field: str, text: str | None) -> str:
    """What somebody or something is called: a line with a letter or a digit, and without question marks, which stand in names
    where a conversion lost a character.

    raises   BadInput
    """
    cleaned = line(field, text, TITLE)
    if "?" in cleaned or "？" in cleaned:
        raise BadInput(field, Bilingual(
            "名称中有问号，多半是转换编码时丢了字，请补上。",
            "A question mark in a name: most likely, a conversion lost a character there: put it in."))
    if not any(unicodedata.category(each)[0] in "LN" or unicodedata.category(each) in ("Co", "Cn") for each in cleaned):
        raise BadInput(field, Bilingual("名称须有文字。", "A name must have letters."))
    return cleaned


def exact(field: str, text: str | None) -> str:
    """A line by which something is known elsewhere: nothing of it may be left out but white space around it.

    raises   BadInput
    """
    cleaned = line(field, text)
    if cleaned != (text or "").strip():
        raise BadInput(field, Bilingual(
            "含有换行或看不见的字符，请去掉。",
            "It has line ends or characters that cannot be seen: leave them out."))
    return cleaned


def required(field: str, text: str | None, longest: int = LINE) -> str:
    """A text of one line or several, in which something is to be seen.

    raises   BadInput
    """
    cleaned = optional(field, text, longest)
    if cleaned is None:
        raise BadInput(field, Bilingual("须填写，不能为空。", "It must not be empty."))
    return cleaned


def optional(field: str, text: str | None, longest: int = BODY) -> str | None:
    """The same; None when nothing is left of it."""
    return _checked(field, _cleaned(text), longest)


def shown(text: str) -> str:
    """A text from elsewhere as it may stand in a line of a terminal: LOST is where something could move the cursor."""
    return _REFUSED.sub(LOST, _IN_LINE.sub(" ", _LINE_ENDS.sub("\n", text)))


def are_plain(text: str) -> bool:
    """Whether a text is surely what `name` leaves as it is, but for its length and that it has letters: for many at once."""
    return text.isprintable() and not _DOUBTFUL.search(text)


def writable(text: str) -> str:
    """A text that was stored before, without what no workbook can hold."""
    return _REFUSED.sub("", text)


def _cleaned(text: str | None) -> str:
    return _LINE_ENDS.sub("\n", text or "").translate(_MEANINGLESS).strip()


def _checked(field: str, text: str, longest: int) -> str | None:
    if refused := _REFUSED.search(text):
        raise BadInput(field, _why(refused[0]))
    if len(text) > longest:
        raise BadInput(field, Bilingual(f"有 {len(text)} 字，最多 {longest} 字。",
                                        f"It has {len(text)} characters; at most {longest}."))
    return text if any(map(_is_seen, text)) else None


def _why(character: str) -> Bilingual:
    if character == LOST:
        return Bilingual(
            "有乱码 U+FFFD：转换编码时丢了字，请补上。",
            "It has U+FFFD: a conversion lost a character there: put it in.")
    return Bilingual(
        f"含有 U+{ord(character):04X}：控制字符、改变方向的字符或残缺字符，请去掉。",
        f"It has U+{ord(character):04X}: a control character, one that turns directions, or no character: leave it out.")


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] not in "ZM" and category not in ("Cc", "Cf") and character not in _BLANK


def measured(number: float) -> float:
    """A number of degrees or metres; zero for what is next to zero, with which the database's trigonometry cannot work."""
    return number if abs(number) >= LEAST else 0.0


def place(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns `address`, `longitude` and `latitude` of a place; all None without one.

    raises   BadInput when half a point is given, or one outside the map's range
    """
    given = given or {}
    longitude, latitude = given.get("longitude"), given.get("latitude")
    with Faults() as faults:
        if (longitude is None) != (latitude is None):
            faults.note(BadInput("place", Bilingual("经度与纬度须同时给出。", "Give longitude and latitude, or neither.")))
        if longitude is not None and not -180 <= longitude <= 180:
            faults.note(BadInput("place.longitude", Bilingual("须在 -180 至 180 之间。", "It must be from -180 to 180.")))
        if latitude is not None and not -85 <= latitude <= 85:
            faults.note(BadInput("place.latitude", Bilingual("须在 -85 至 85 之间。", "It must be from -85 to 85.")))
        address = faults.of(optional_line, "place.address", given.get("address"))
    return {"address": address,
            "longitude": None if longitude is None else measured(longitude),
            "latitude": None if latitude is None else measured(latitude)}

