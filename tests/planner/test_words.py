"""A filter's grams are made in Python: each is one that SQL finds in every text with these words."""
from uuid import uuid4

import pytest

from db.connection import Connection
from domain.viewer import Viewer
from planner import words
from planner.arguments import Run


def _grams(text: str) -> list[str]:
    viewer = Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None)
    found: list[str] = words.grams("text", lambda run: text)(Run({}, viewer))
    return found


TEXTS = ("义诊", "楼道 照明", "HEALTH check", " 一\u3000二三 ", "ÉTÉ été", "İstanbul", "ΣΑΣ σας", "ǅ𠮷野家", "", "ſ ß")


@pytest.mark.parametrize("text", TEXTS)
async def test_sql_finds_them_too(connected: Connection, text: str) -> None:
    for written in (text, text.upper(), text.lower(), text.title()):
        assert await connected.fetchval("SELECT grams(lower($1)) @> $2", f"前{written}后", _grams(text))


def test_what_they_are() -> None:
    assert _grams("义诊咨询 A b Cd") == ["a", "b", "cd", "义诊", "咨询", "诊咨"]
    assert _grams("été") == ["t"]
    assert _grams("é义诊") == ["义诊"]
    assert _grams(" ") == []
