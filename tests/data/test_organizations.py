"""Importing organisations: known again by their credit codes, and every kind of bad row."""
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from db import viewers
from db.driver.connection import Connection
from domain.organizations import UNIT_KINDS
from domain.viewer import Viewer
from hub.demo import data
from hub.imports import divisions, organizations
from resolvers.importing.problems import Rejected

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
SCHOOL = "12110111DEM000014N"
HEADINGS = "kind,name,credit_code,communities,address,longitude,latitude\n"


@pytest.fixture(autouse=True)
async def _divisions(connected: Connection) -> None:
    await divisions.load(connected, data.FOLDER / "divisions.csv")


def _file(folder: Path, rows: str) -> Path:
    path = folder / "units.csv"
    path.write_text(HEADINGS + rows, "utf-8")
    return path


async def _state(connected: Connection) -> list[object]:
    return [await connected.fetch(f"SELECT * FROM {table} ORDER BY id")
            for table in ("organization", "station", "event")]


async def test_the_demos_units(connected: Connection) -> None:
    merged = await organizations.load(connected, data.FOLDER / "units.csv", now=NOW)
    assert merged.added == len(data.units())
    assert await connected.fetchval("SELECT count(*) FROM station") == sum(
        len(unit.communities) for unit in data.units())
    kinds = {row["kind"]: row["n"] for row in await connected.fetch("SELECT kind, count(*) AS n FROM event GROUP BY 1")}
    assert kinds.pop("division.imported") > 0  # those around them
    assert kinds == {"organization.registered": merged.added,
                     "station.added": await connected.fetchval("SELECT count(*) FROM station")}
    assert await connected.fetchval("SELECT min(since) FROM station") == date(2026, 11, 22)


async def test_again_nothing_changes(connected: Connection) -> None:
    await organizations.load(connected, data.FOLDER / "units.csv", now=NOW)
    before = await _state(connected)
    merged = await organizations.load(connected, data.FOLDER / "units.csv", now=NOW)
    assert (merged.added, merged.changed) == (0, 0)
    assert await _state(connected) == before


async def test_a_change_and_a_further_station(connected: Connection, tmp_path: Path) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,星城中学,{SCHOOL},110111007001,,,\n"), now=NOW)
    changed = f"事业单位,星城实验中学,{SCHOOL.lower()},110111007001;110111007002,燕房路18号,115.97,39.72\n"
    merged = await organizations.load(connected, _file(tmp_path, changed), now=NOW)
    assert (merged.added, merged.changed) == (0, 1)
    row = await connected.fetchrow("SELECT name, version, longitude FROM organization WHERE credit_code = $1", SCHOOL)
    assert row is not None
    assert tuple(row) == ("星城实验中学", 2, 115.97)
    assert await connected.fetchval("SELECT count(*) FROM station") == 2
    event = await connected.fetchrow("SELECT before, after, object_version FROM event "
                                     "WHERE kind = 'organization.revised'")
    assert event is not None
    assert event["before"] == {"name": "星城中学", "untold": ["address", "latitude", "longitude"]}
    assert event["object_version"] == 2


async def _place(connected: Connection) -> tuple[object, ...]:
    row = await connected.fetchrow("SELECT name, address, longitude, latitude, version FROM organization "
                                   "WHERE credit_code = $1", SCHOOL)
    assert row is not None
    return tuple(row)


@pytest.mark.parametrize(("headings", "cells", "right", "emptied"), [
    ("", "", ("燕房路18号", 115.97, 39.72), 0), (",address", ",", (None, 115.97, 39.72), 1),
    (",longitude,latitude", ",,", ("燕房路18号", None, None), 2), (",address,longitude,latitude", ",,,", (None, None, None), 3),
    (",address", ",甲路1号", ("甲路1号", 115.97, 39.72), 0)])
async def test_what_a_file_has_no_column_for_stays(connected: Connection, tmp_path: Path, headings: str, cells: str,
                                                   right: tuple[object, ...], emptied: int) -> None:
    await organizations.load(connected, _file(
        tmp_path, f"UNIT,星城中学,{SCHOOL},110111007001,燕房路18号,115.97,39.72\n"), now=NOW)
    path = tmp_path / "less.csv"
    path.write_text(f"kind,name,credit_code,communities{headings}\nUNIT,实验中学,{SCHOOL},110111007001{cells}\n", "utf-8")
    merged = await organizations.load(connected, path, now=NOW)
    assert (merged.changed, merged.emptied) == (1, emptied)
    assert await _place(connected) == ("实验中学", *right, 2)
    merged = await organizations.load(connected, path, now=NOW)
    assert (merged.changed, merged.emptied) == (0, 0)


async def test_of_a_place_both_columns_are_needed(connected: Connection, tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    path.write_text(f"kind,name,credit_code,communities,longitude\nUNIT,校,{SCHOOL},110111007001,\n", "utf-8")
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, path, now=NOW)
    assert [problem.column for problem in rejected.value.problems] == ["longitude"]


async def _officer(connected: Connection, code: str, kind: str = "OFFICER") -> Viewer:
    member = uuid7()
    await connected.execute("INSERT INTO member (id, subject, name, created_at) VALUES ($1, $2, '某人', '2026-01-01')",
                            member, str(member))
    await connected.execute(
        "INSERT INTO office (id, member_id, organization_id, kind, starts_on) SELECT $1, $2, id, $3, '2026-01-01' "
        "FROM organization WHERE division_code = $4 OR credit_code = $4", uuid7(), member, kind, code)
    viewer = await viewers.of_member(connected, member, NOW)
    assert viewer is not None and viewer.acts_for
    return viewer


async def test_a_member_registers_below_its_own_division_only(connected: Connection, tmp_path: Path) -> None:
    row = f"UNIT,校,{SCHOOL},110111007001;110111007002,,,\n"
    before = await _state(connected)
    for code in ("110111007001", "341181003", "140403"):
        with pytest.raises(Rejected) as rejected:
            await organizations.load(connected, _file(tmp_path, row), now=NOW, viewer=await _officer(connected, code))
        assert {problem.column for problem in rejected.value.problems} == {"communities"}
        assert await _state(connected) == before
    officer = await _officer(connected, "110111007")
    assert (await organizations.load(connected, _file(tmp_path, row), now=NOW, viewer=officer)).added == 1
    [street] = officer.acts_for
    for event in await connected.fetch("SELECT actor_id, organization_id, after FROM event WHERE kind <> 'division.imported'"):
        assert (event["actor_id"], event["organization_id"], event["after"]["imported"]) == (officer.member_id, street, True)


@pytest.mark.parametrize(("row", "column"), [
    ("UNIT,新名,{},110111007001,,,", "credit_code"), ("UNIT,校,{},110111007001,甲路1号,,", "credit_code"),
    ("UNIT,校,{},110111007001;110111007002,,,", "communities"), ("DEPARTMENT,校,{},110111007001,,,", "kind")])
async def test_a_member_revises_no_other_places_unit(connected: Connection, tmp_path: Path, row: str, column: str) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001,,,\n"), now=NOW)
    officer, before = await _officer(connected, "341181003"), await _state(connected)
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, _file(tmp_path, row.format(SCHOOL) + "\n"), now=NOW, viewer=officer)
    assert column in {problem.column for problem in rejected.value.problems}
    assert await _state(connected) == before


async def test_a_member_stations_what_it_is_on_both_sides_of(connected: Connection, tmp_path: Path) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001,,,\n"), now=NOW)
    file, before = _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001;110111007002,,,\n"), await _state(connected)
    for code, kind in (("110111007001", "SECRETARY"), ("110111007002", "SECRETARY"), (SCHOOL, "LIAISON")):
        with pytest.raises(Rejected) as rejected:
            await organizations.load(connected, file, now=NOW, viewer=await _officer(connected, code, kind))
        assert "stationUnit" in rejected.value.problems[0].what
        assert await _state(connected) == before
    await organizations.load(connected, file, now=NOW, viewer=await _officer(connected, "110111007"))
    assert await connected.fetchval("SELECT count(*) FROM station WHERE state = 'CONFIRMED'") == 2


async def test_a_member_renames_what_is_at_home_with_it(connected: Connection, tmp_path: Path) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001;110111007002,,,\n"), now=NOW)
    file = _file(tmp_path, f"UNIT,新校,{SCHOOL},110111007001;110111007002,,,\n")
    for code, kind in (("110111007002", "SECRETARY"), (SCHOOL, "LIAISON")):
        with pytest.raises(Rejected):
            await organizations.load(connected, file, now=NOW, viewer=await _officer(connected, code, kind))
    await organizations.load(connected, file, now=NOW, viewer=await _officer(connected, "110111007001", "SECRETARY"))
    row = await connected.fetchrow("SELECT name, home_code FROM organization WHERE credit_code = $1", SCHOOL)
    assert row is not None
    assert tuple(row) == ("新校", "110111007001")


async def test_a_proposed_station_is_none(connected: Connection, tmp_path: Path) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001,,,\n"), now=NOW)
    await connected.execute("""
        INSERT INTO station (id, unit_id, community_id, since, state, proposed_by) SELECT gen_random_uuid(), u.id, c.id,
            '2026-01-01', 'PROPOSED', 'UNIT' FROM organization u, organization c
        WHERE u.credit_code = $1 AND c.division_code = '110111007002'""", SCHOOL)
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007002,,,\n"), now=NOW)
    states = await connected.fetch("SELECT state FROM station ORDER BY state")
    assert [row["state"] for row in states] == ["CONFIRMED", "CONFIRMED", "PROPOSED"]


async def test_who_runs_the_hub_registers_everywhere_and_the_trail_says_how(connected: Connection, tmp_path: Path) -> None:
    await organizations.load(connected, _file(tmp_path, f"UNIT,校,{SCHOOL},110111007001,,,\n"), now=NOW)
    for event in await connected.fetch("SELECT actor_id, after FROM event"):
        assert (event["actor_id"], event["after"]["imported"]) == (None, True)


BAD = [
    (f"学堂,校,{SCHOOL},110111007001,,,", "kind", "事业单位"),
    (f"UNIT,,{SCHOOL},110111007001,,,", "name", "empty"),
    ("UNIT,校,12110111DEM000014,110111007001,,,", "credit_code", "18"),
    ("UNIT,校,12110111DEM000014M,110111007001,,,", "credit_code", "check character"),
    (f"UNIT,校,{SCHOOL},,,,", "communities", "empty"),
    (f"UNIT,校,{SCHOOL},110111007,,,", "communities", "110111007"),
    (f"UNIT,校,{SCHOOL},110111007001;110111007999,,,", "communities", "110111007999"),
    (f"UNIT,校,{SCHOOL},110111007001,,115.9,", "longitude", "together"),
    (f"UNIT,校,{SCHOOL},110111007001,,东经,39", "longitude", "number"),
    (f"UNIT,校,{SCHOOL},110111007001,,115.9,99", "latitude", "85"),
]


@pytest.mark.parametrize(("row", "column", "said"), BAD)
async def test_a_bad_row(connected: Connection, tmp_path: Path, row: str, column: str, said: str) -> None:
    before = await _state(connected)
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, _file(tmp_path, f"UNIT,好,12110111DEM000022H,110111007001,,,\n{row}\n"),
                                 now=NOW)
    [problem] = rejected.value.problems
    assert (problem.row, problem.column) == (3, column)
    assert said in problem.what
    assert await _state(connected) == before


async def test_all_bad_rows_at_once(connected: Connection, tmp_path: Path) -> None:
    rows = "\n".join(row for row, _, _ in BAD)
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, _file(tmp_path, rows), now=NOW)
    assert {problem.row for problem in rejected.value.problems} >= set(range(2, 2 + len(BAD)))


async def test_a_code_that_is_there_twice(connected: Connection, tmp_path: Path) -> None:
    rows = f"UNIT,甲,{SCHOOL},110111007001,,,\nUNIT,乙,{SCHOOL},110111007001,,,\n"
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, _file(tmp_path, rows), now=NOW)
    assert [(problem.row, problem.column) for problem in rejected.value.problems] == [(3, "credit_code")]


def test_the_words_cover_the_kinds() -> None:
    assert organizations.KIND_WORDS.keys() == set(UNIT_KINDS)


async def test_units_without_a_credit_code_say_why(connected: Connection, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    heads = "kind,name,credit_code,communities,no_credit_code_reason\n"
    path.write_text(heads + "UNIT,驻军某部,,110111007001,部队\nENTERPRISE,老王修鞋,,110111007001;110111007002,未登记\n"
                    f"UNIT,星城中学,{SCHOOL},110111007001,\n", "utf-8")
    assert (await organizations.load(connected, path, now=NOW)).added == 3
    before = await _state(connected)
    merged = await organizations.load(connected, path, now=NOW)
    assert (merged.added, merged.changed) == (0, 0)
    assert await _state(connected) == before
    rows = await connected.fetch("SELECT name, no_credit_code_reason FROM organization WHERE division_code IS NULL")
    assert {row["name"]: row["no_credit_code_reason"] for row in rows} == {
        "驻军某部": "部队", "老王修鞋": "未登记", "星城中学": None}
    path.write_text(heads + "UNIT,驻军某部,,110111007001,现役\n", "utf-8")
    assert (await organizations.load(connected, path, now=NOW)).changed == 1
    assert await connected.fetchval("SELECT no_credit_code_reason FROM organization WHERE name = '驻军某部'") == "现役"


@pytest.mark.parametrize(("row", "column"), [
    ("UNIT,某部,,110111007001,", "credit_code"), (f"UNIT,星城中学,{SCHOOL},110111007001,部队", "credit_code"),
    ("UNIT,某部,,110111007001,部队\nUNIT,某部,,110111007001,部队", "name"), ("UNIT,某部,,110111007000,部队", "communities"),
    ("UNIT,某?部,,110111007001,部队", "name"), ("UNIT,某部,362322198709086409,110111007001,", "credit_code"),
    ("UNIT,某部,,110111007001,\u200b\x07", "no_credit_code_reason")])
async def test_a_unit_without_a_credit_code_that_does_not(connected: Connection, tmp_path: Path, row: str, column: str) -> None:
    path, before = tmp_path / "units.csv", await _state(connected)
    path.write_text(f"kind,name,credit_code,communities,no_credit_code_reason\n{row}\n", "utf-8")
    with pytest.raises(Rejected) as rejected:
        await organizations.load(connected, path, now=NOW)
    assert [problem.column for problem in rejected.value.problems] == [column]
    assert await _state(connected) == before
