"""Accept-Language, as RFC 9110 and RFC 4647 have it: which language an answer's messages are in."""
import pytest

from domain.languages import Language
from hub.http import languages

CHINESE, ENGLISH, BOTH = Language


HEADERS: list[tuple[str | None, Language]] = [
    (None, CHINESE), ("", CHINESE), ("*", CHINESE), ("zh", CHINESE), ("zh-CN", CHINESE), ("zh-Hant-TW", CHINESE),
    ("ZH-cn", CHINESE),
    ("en", ENGLISH), ("en-GB", ENGLISH), ("EN", ENGLISH), ("mul", BOTH),
    ("zh-CN,zh;q=0.9,en;q=0.8", CHINESE), ("en-US,en;q=0.9,zh-CN;q=0.8", ENGLISH), ("en;q=0.8, zh;q=0.9", CHINESE),
    ("en ; q=0.5 , zh ; q=0.4", ENGLISH), ("en;Q=0.1,zh;q=0.05", ENGLISH), ("mul, en;q=0.5", BOTH), ("mul;q=0.1, en", ENGLISH),
    ("en, zh", ENGLISH), ("zh, en", CHINESE),  # liked as well: the first
    ("en-GB;q=0, en;q=0.5, zh;q=0.1", ENGLISH),  # a range for all of a language says what it is worth here
    ("fr", CHINESE), ("fr, de;q=0.5", CHINESE), ("fr, en;q=0.1", ENGLISH),  # what is not had is passed over
    ("fr, *;q=0.5", CHINESE), ("*, en;q=0.5", CHINESE), ("zh;q=0.5, *", ENGLISH), ("en;q=0.5, *;q=0.1", ENGLISH),
    ("zh;q=0", ENGLISH), ("zh;q=0, *", ENGLISH), ("en;q=0, *", CHINESE), ("zh;q=0, en;q=0", CHINESE), ("*;q=0", CHINESE),
    ("en;q=0.000", CHINESE), ("zh;q=0, en;q=0.001", ENGLISH),
    ("en;q=1.5", CHINESE), ("en;q=-1", CHINESE), ("en;q=inf, zh;q=0.1", CHINESE), ("en;q=nan, zh;q=0.1", CHINESE),
    ("en;q=0.1234, zh;q=0.1", CHINESE), ("en;q=, zh;q=0.1", CHINESE), ("en;q=1.000, zh;q=0.9", ENGLISH),  # no weight is none
    (",,en,", ENGLISH), (";q=1", CHINESE), ("english", CHINESE), ("\xff, en", ENGLISH), ("en" * 400, CHINESE),
    (", ".join(["fr;q=0.1"] * 100 + ["en;q=0.05"]), ENGLISH),
]


@pytest.mark.parametrize(("header", "language"), HEADERS)
def test_the_language_that_is_liked_best(header: str | None, language: Language) -> None:
    assert languages.read(None if header is None else header.encode("latin-1")) is language


def test_of_a_header_that_comes_twice_the_first() -> None:
    assert languages.within([(b"accept", b"en"), (languages.HEADER, b"en"), (languages.HEADER, b"zh")]) is ENGLISH


def test_long_headers_are_not_remembered() -> None:
    languages._known.cache_clear()
    languages.read(b"en" + b", fr" * 100)
    languages.read(b"en")
    assert languages._known.cache_info().currsize == 1
