"""Importing divisions: the demo's, a big file, and every kind of bad row."""
import asyncio
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from db.bulk import merging
from db.driver.connection import Connection, Pool
from hub.demo import data
from hub.imports import divisions
from resolvers.importing.problems import Rejected


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "divisions.csv"
    path.write_bytes(text.encode(encoding))
    return path


async def _count(connected: Connection) -> int:
    number: int = await connected.fetchval("SELECT count(*) FROM organization")
    return number


async def test_a_district_without_streets_stands_in_lists_of_streets_too(connected: Connection, tmp_path: Path) -> None:
    """As in the npm package's lists: 350527000 and 350527000000 under the district's own name."""
    text = "code,name\n35,福建省\n3505,泉州市\n350527,金门县\ncode,name\n350527000,金门县\ncode,name\n350527000000,金门县\n"
    assert (await divisions.load(connected, _file(tmp_path, text))).added == 3
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, _file(tmp_path, text.replace("350527000000,金门县", "350527000000,金城镇")))
    assert [problem.row for problem in rejected.value.problems] == [8]


async def test_the_demos_divisions(connected: Connection) -> None:
    merged = await divisions.load(connected, data.FOLDER / "divisions.csv")
    assert (merged.added, merged.changed) == (442, 0)
    kinds = {row["kind"]: row["n"] for row in await connected.fetch(
        "SELECT kind, count(*) AS n FROM organization GROUP BY 1")}
    assert kinds == {"PROVINCE": 3, "CITY": 3, "DISTRICT": 3, "STREET": 36, "COMMUNITY": 397}
    assert await connected.fetchval("SELECT parent_code FROM organization WHERE name = '曙光社区居委会'") == "341181003"


async def test_again_only_names_change(connected: Connection, tmp_path: Path) -> None:
    await divisions.load(connected, _file(tmp_path, "code,name\n11,北京\n1101,市辖区\n"))
    before = await connected.fetchval("SELECT id FROM organization WHERE division_code = '11'")
    merged = await divisions.load(connected, _file(tmp_path, "code,name\n11,北京市\n1101,市辖区\n110101,东城区\n"))
    assert (merged.added, merged.changed) == (1, 1)
    row = await connected.fetchrow("SELECT id, name, version FROM organization WHERE division_code = '11'")
    assert row is not None
    assert tuple(row) == (before, "北京市", 2)
    assert await connected.fetchval("SELECT version FROM organization WHERE division_code = '1101'") == 1


TRAIL = ("SELECT e.kind, e.object_version AS version, o.division_code AS code, e.home_code AS home, e.organization_id = o.id "
         "AS acts, e.actor_id AS actor, e.before, e.after - 'imported' AS after, e.after ->> 'imported' AS imported "
         "FROM event e JOIN organization o ON o.id = e.object_id ORDER BY e.seq")


async def _trail(connected: Connection) -> list[tuple[Any, ...]]:
    """What the events tell, in the order of the codes; each is the operator's, of the division itself."""
    rows = await connected.fetch(TRAIL)
    assert all((row["home"], row["acts"], row["actor"], row["imported"]) == (row["code"], True, None, "true") for row in rows)
    return sorted(((row["kind"], row["code"], row["version"], row["before"], row["after"]) for row in rows), key=itemgetter(1))


@pytest.mark.parametrize("bulk", [1, 1000])
async def test_each_district_has_an_event_of_how_many_came_in(
        connected: Connection, tmp_path: Path, bulk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, in both ways of taking them in; a province and a city have one of themselves."""
    monkeypatch.setattr(merging, "BULK", bulk)
    streets = [f"110101{number:03},街道" for number in range(1, 301)]
    text = "\n".join(["code,name", "11,北京", "1101,市辖区", "110101,东城区", *streets, "110102,西城区"])
    await divisions.load(connected, _file(tmp_path, text))
    assert await _trail(connected) == [("division.imported", code, 1, None, {"added": added}) for code, added in (
        ("11", 1), ("1101", 1), ("110101", 301), ("110102", 1))]


async def test_each_new_name_has_an_event_with_the_old_one(connected: Connection, tmp_path: Path) -> None:
    text = "code,name\n11,北京\n1101,市辖区\n110101,东城区\n"
    await divisions.load(connected, _file(tmp_path, text))
    await connected.execute("TRUNCATE event")
    await divisions.load(connected, _file(tmp_path, text))
    assert await _trail(connected) == []
    more = "110101001,东华门街道\n110101002,景山街道\n"
    await divisions.load(connected, _file(tmp_path, text.replace("北京", "北京市") + more))
    assert await _trail(connected) == [("organization.revised", "11", 2, {"name": "北京"}, {"name": "北京市"}),
                                       ("division.imported", "110101", 1, None, {"added": 2})]


async def test_who_renames_a_division_meanwhile_is_waited_for(
        connected: Connection, pool: Pool, tmp_path: Path) -> None:
    """What the trail calls the old name is the one that the import took the place of."""
    await divisions.load(connected, _file(tmp_path, "code,name\n11,北京\n"))
    async with pool.acquire() as other, other.transaction():
        await other.execute("UPDATE organization SET name = '北平', version = version + 1")
        importing = asyncio.create_task(divisions.load(connected, _file(tmp_path, "code,name\n11,北京市\n")))
        async with asyncio.timeout(60):
            while True:
                await asyncio.sleep(0.01)
                if await other.fetchval("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                                        "AND datname = current_database())"):
                    break
    await importing
    assert (await _trail(connected))[1] == ("organization.revised", "11", 3, {"name": "北平"}, {"name": "北京市"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_source_files_joined_end_to_end(connected: Connection, tmp_path: Path, encoding: str) -> None:
    """Each with its own headings, as `cat provinces.csv cities.csv` gives; a child may stand before its parent."""
    text = ('code,name,cityCode,provinceCode\n110101,"东城区",1101,11\ncode,name\n11,"北京市"\n\n'
            'code,name,provinceCode\n1101,"市辖区",11\n')
    merged = await divisions.load(connected, _file(tmp_path, text, encoding))
    assert merged.added == 3
    assert await connected.fetchval("SELECT name FROM organization WHERE division_code = '110101'") == "东城区"


async def test_every_bad_row_is_reported_and_nothing_written(connected: Connection, tmp_path: Path) -> None:
    await divisions.load(connected, _file(tmp_path, "code,name\n11,北京市\n"))
    before = await connected.fetch("SELECT * FROM organization")
    text = ("code,name\n11,新北京\n1101,\n12a,字母\n123,三位\n1101,又一个\n999999,没有上级\n,空代码\n1102,县,多一列\n"
            "１２ａ,全角\n")
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, _file(tmp_path, text))
    found = [(problem.row, problem.column) for problem in rejected.value.problems]
    assert found == [(3, "name"), (4, "code"), (5, "code"), (6, "code"), (7, "code"), (8, "code"), (9, None),
                     (10, "code")]
    texts = [str(problem) for problem in rejected.value.problems]
    assert "is no division code: it must have 2, 4, 6, 9, 12 or 15 digits" in texts[2]
    assert "row 3" in texts[3]
    assert "9999" in texts[4]
    assert await connected.fetch("SELECT * FROM organization") == before


@pytest.mark.parametrize(("content", "said"), [
    (b"", "empty"), (b"code,title\n11,a\n", "name"), (b"name\nx\n", "code"), (b"\xff\xff\xff", "GB 18030"),
    (b"code,name,wrong\n11,a,b\n", "wrong"), (b'code,name\n11,"a\n', "CSV")])
async def test_files_that_are_no_divisions(connected: Connection, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, path)
    assert said in " ".join(map(str, rejected.value.problems))
    assert await _count(connected) == 0


async def test_a_file_that_is_not_there(connected: Connection, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="1"):
        await divisions.load(connected, tmp_path / "none.csv")


async def test_twenty_thousand_rows_with_progress(connected: Connection, tmp_path: Path) -> None:
    rows = ["code,name", "99,某省", "9901,某市", "990101,某县"]
    rows += [f"990101{street:03},街道{street}" for street in range(1, 101)]
    rows += [f"990101{street:03}{number:03},社区{street}-{number}" for street in range(1, 101) for number in range(1, 201)]
    told: list[tuple[str, int, int]] = []
    merged = await divisions.load(connected, _file(tmp_path, "\n".join(rows)),
                                  progress=lambda step, done, total: told.append((step, done, total)))
    assert merged.added == await _count(connected) == 20_103
    writing = [done for step, done, _ in told if step.startswith("写入")]
    assert writing == sorted(writing)
    assert writing[-1] == told[-1][2] == 2 * 20_103


async def test_what_is_wrong_far_down_is_told_with_its_line(connected: Connection, tmp_path: Path) -> None:
    """Rows are looked at some hundreds at a time: far behind the first, across two lots, and in one that is else right."""
    given = [f"11{1 + number // 90:02}{10 + number % 90}" for number in range(3000)]
    rows = [f"{code},甲" for code in given]
    rows[1100], rows[1700] = f"{given[500]},重复", f"{given[1700]},"
    rows[2400], rows[2999] = f'{given[1800]},"?\n?"', "11299x,字母"
    text = "\n".join(["code,name", "11,北京", *(f"11{n:02},市" for n in range(1, 35)), *rows])
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, _file(tmp_path, text))
    first = 37  # the line of the first of them; the name of two lines moves what follows it down by one
    assert [(problem.row, problem.column) for problem in rejected.value.problems] == [
        (first + 1100, "code"), (first + 1700, "name"), (first + 2400, "code"), (first + 2400, "name"),
        (first + 3000, "code")]
    assert f"row {first + 500} too" in str(rejected.value.problems[0])
    assert f"row {first + 1800} too" in str(rejected.value.problems[2])
    assert await _count(connected) == 0


INDEXES = """
    SELECT pg_get_indexdef(indexrelid) AS made FROM pg_index WHERE indrelid = 'organization'::regclass
    UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'organization'::regclass
    ORDER BY 1"""
ROWS = "SELECT kind, name, division_code, parent_code, version FROM organization ORDER BY division_code"


async def test_the_first_of_a_country_are_the_same_as_others(connected: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    file, indexes = data.FOLDER / "divisions.csv", await connected.fetch(INDEXES)
    await divisions.load(connected, file)
    plain = await connected.fetch(ROWS)
    await connected.execute("DELETE FROM organization")
    monkeypatch.setattr(merging, "BULK", 400)
    assert (await divisions.load(connected, file)).added == len(plain)
    assert await connected.fetch(ROWS) == plain
    assert await connected.fetch(INDEXES) == indexes
    assert await divisions.load(connected, file) == merging.Merged(0, 0)


async def test_a_country_with_a_bad_row_leaves_nothing(connected: Connection, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BULK", 1)
    indexes = await connected.fetch(INDEXES)
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, _file(tmp_path, "code,name\n11,北京市\n120101,天津市和平区\n"))
    assert [problem.row for problem in rejected.value.problems] == [3]
    assert await _count(connected) == 0
    assert await connected.fetch(INDEXES) == indexes


@pytest.mark.parametrize("bulk", [1, 1000])
async def test_a_name_may_have_what_copy_gives_a_meaning(connected: Connection, tmp_path: Path, bulk: int,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BULK", bulk)
    names = [r"a\tb", "\\N", "\\.b", '"c"', "空 白", r"a\\b"]
    lines = [f'{11 + number},"{name.replace(chr(34), chr(34) * 2)}"' for number, name in enumerate(names)]
    await divisions.load(connected, _file(tmp_path, "\n".join(["code,name", *lines, ""])))
    assert [row["name"] for row in await connected.fetch(ROWS)] == names


async def test_codes_that_are_padded_are_those_without(connected: Connection, tmp_path: Path) -> None:
    """As the lists of six and of twelve digits have them; with or without what is there already."""
    twelve = ("code,name\n110000000000,北京市\n110100000000,市辖区\n110111000000,房山区\n110111007000,星城街道\n"
              "110111007001,星城第一社区居委会\n")
    assert (await divisions.load(connected, _file(tmp_path, twelve))).added == 5
    assert [row["division_code"] for row in await connected.fetch(ROWS)] == [
        "11", "1101", "110111", "110111007", "110111007001"]
    for again in (twelve, "code,name\n110000,北京市\n110100,市辖区\n110111,房山区\n110111007,星城街道\n"):
        assert await divisions.load(connected, _file(tmp_path, again)) == merging.Merged(0, 0)
    await divisions.load(connected, _file(tmp_path,
                                          "code,name\n44,广东省\n4419,东莞市\n441900,东莞市\n441900003000,东城街道\n"))
    assert {row["division_code"] for row in await connected.fetch(ROWS)} >= {"4419", "441900", "441900003"}


@pytest.mark.parametrize(("rows", "said"), [
    ("11,北京市\n110000,北京", "row 2 too"), ("11,北京\ufffd市", "U+FFFD"), ("11,大青?市", "question mark"), ("11,\u200b",
                                                                                                   "empty"),
    ("11,北京\x07市", "U+0007"), ("00,无", "2, 4, 6"), ("110111007000,星城街道虚拟社区", "padded with zeros"), ("11,·",
                                                                                                    "letters")])
async def test_codes_and_names_that_are_refused(connected: Connection, tmp_path: Path, rows: str, said: str) -> None:
    await divisions.load(connected, _file(tmp_path, "code,name\n11,北京市\n1101,市辖区\n110111,房山区\n110111007,星城街道\n"))
    before = await connected.fetch(ROWS)
    with pytest.raises(Rejected) as rejected:
        await divisions.load(connected, _file(tmp_path, f"code,name\n{rows}\n"))
    problem, = rejected.value.problems
    assert said in str(problem) or said in problem.what
    assert await connected.fetch(ROWS) == before
