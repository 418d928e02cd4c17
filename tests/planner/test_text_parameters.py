"""A filter's grams are made in Python: each is one that SQL finds in every text with these words."""
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from db.driver.connection import Connection
from domain.folding import folded
from domain.viewer import Viewer
from planner import text_parameters
from planner.arguments import Run


def _grams(text: str) -> list[str]:
    viewer = Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None)
    found: list[str] = text_parameters.grams("text", lambda run: text)(Run({}, viewer, datetime.now(UTC)))
    return found


TEXTS = ("义诊", "楼道 照明", "HEALTH check", " 一\u3000二三 ", "ÉTÉ été", "İstanbul", "ΣΑΣ σας", "ǅ𠮷野家", "", "ſ ß",
         "ＡＥＤ ①㎡ﬁ", "ガ\u00b4각\u0301\u0327", "買買提•阿卜杜拉", "樓道　照明")


@pytest.mark.parametrize("text", TEXTS)
async def test_sql_finds_them_too(connected: Connection, text: str) -> None:
    for written in (text, text.upper(), text.lower(), text.title()):
        found = await _found(connected, "110111007001", "110111", folded(f"前{written}后"))
        assert set(_grams(written)) <= found


async def test_they_stand_behind_list_and_place(connected: Connection) -> None:
    """The place is the district, or what the item has instead; and the scope where that is wider."""
    for home, scope, places in (("110111007001", "110111007", {"110111"}), ("110111", "11", {"110111", "11"}),
                                ("1101", "1101", {"1101"}), ("1101", "11", {"1101", "11"})):
        keys = await connected.fetchval("SELECT placed_grams('DEMAND', $1, $2, '义诊')", home, scope)
        assert sorted(keys) == sorted(f"D{place}{gram}" for place in places for gram in ("", "义", "诊", "义诊"))


async def _found(connected: Connection, home: str, scope: str, text: str) -> set[str]:
    keys = await connected.fetchval("SELECT placed_grams('DEMAND', $1, $2, $3)", home, scope, text)
    return {key.removeprefix(f"D{home[:6]}") for key in keys}


def test_what_they_are() -> None:
    assert _grams("义诊咨询 A b Cd") == ["a", "b", "cd", "义诊", "咨询", "诊咨"]
    assert _grams("ＡＥＤ") == ["ae", "ed"]
    assert _grams(" ") == [""]
