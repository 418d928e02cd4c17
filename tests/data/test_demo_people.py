"""Who is in the demo, and that each of those with a handle finds something to do."""
from collections.abc import Mapping

import pytest

from db import viewers
from db.driver.connection import Connection
from domain import codes, compositions, credit_codes
from domain.viewer import OfficeKind, Viewer
from hub.demo import data, loading, organizations
from tests.data.demo import FIRST, NOW

SIX = ("unit", "community", "member", "street-member", "street", "district")


async def _viewers(connected: Connection) -> Mapping[str, Viewer]:
    found = {handle: await viewers.of_subject(connected, f"demo:{handle}", NOW) for handle in SIX}
    assert None not in found.values()
    return {handle: viewer for handle, viewer in found.items() if viewer}


async def test_the_six_have_the_rights_of_their_roles(reading: Connection, demo: loading.Loaded) -> None:
    six = await _viewers(reading)
    ids = {row["key"]: row["id"] for row in await reading.fetch(
        "SELECT coalesce(division_code, name) AS key, id FROM organization")}
    assert six["unit"].acts_for == {ids["星城中学"]: {OfficeKind.LIAISON}}
    assert six["unit"].units == {ids["星城中学"]}
    assert FIRST in six["unit"].belongs_to
    assert six["community"].acts_for == {ids[FIRST]: {OfficeKind.SECRETARY}}
    assert six["community"].officer_of == {FIRST}
    assert six["member"].acts_for == {}
    assert six["member"].belongs_to == {FIRST}
    assert six["street-member"].acts_for == {}
    assert six["street-member"].belongs_to == {"110111007"}
    assert six["street"].officer_of == {"110111007"}
    assert six["district"].officer_of == {"110111"}
    assert await reading.fetchval("SELECT s.kind FROM seat s JOIN member m ON m.id = s.member_id "
                                    "WHERE m.handle = 'member'") == "PART_TIME"


async def test_one_street_has_all_that_a_committee_is_made_of(reading: Connection, demo: loading.Loaded) -> None:
    """1+1+X+N; what the others lack is a first secretary."""
    found = await reading.fetch(
        "SELECT o.division_code AS code, array_agg(s.kind) FILTER (WHERE s.kind <> 'PART_TIME') AS leaders, "
        "array_agg(u.kind) FILTER (WHERE s.kind = 'PART_TIME') AS units FROM joint_committee c "
        "JOIN organization o ON o.id = c.organization_id JOIN seat s ON s.committee_id = c.id "
        "JOIN organization u ON u.id = s.organization_id WHERE c.level = 'STREET' GROUP BY o.division_code")
    whole = {row["code"] for row in found if {*row["leaders"]} == {"SECRETARY", "FIRST_SECRETARY"}
             and {*row["units"]} & compositions.PUBLIC_BODIES and {*row["units"]} & compositions.ENTERPRISES}
    assert whole == {organizations.STREETS[0]}
    assert [row["leaders"] for row in found if row["code"] not in whole] == [["SECRETARY"]] * (len(found) - 1)
    assert len(found) > 1


async def test_the_six_have_something_to_do_at_once(reading: Connection, demo: loading.Loaded) -> None:
    """A demand of the community with much left that the unit sees, and a resource for the community to claim."""
    open_demands = await reading.fetch(
        "SELECT quantity - claimed AS remaining FROM item JOIN organization o ON o.id = publisher_id "
        "WHERE list = 'DEMAND' AND state = 'PUBLISHED' AND o.division_code = $1", FIRST)
    assert len(open_demands) >= 3
    assert max(row["remaining"] for row in open_demands) >= 10
    assert await reading.fetchval(
        "SELECT count(*) FROM item WHERE list = 'RESOURCE' AND state = 'PUBLISHED' AND claimed < quantity "
        "AND scope_code = '110111007'") >= 10


def test_the_units_codes_are_in_order() -> None:
    units = data.units()
    assert [unit.name for unit in units if not credit_codes.is_valid(unit.credit_code)] == []
    assert len({unit.credit_code for unit in units}) == len({unit.name for unit in units}) == len(units) >= 60
    divisions = data.divisions()
    assert [unit.name for unit in units if not set(unit.communities) <= divisions.keys()] == []
    assert {"星城中学", "星城小学", "星城幼儿园", "燕化医院星城分院", "工商银行星城分行", "星城物业"} <= {
        unit.name for unit in units}


def test_every_division_has_its_parent() -> None:
    divisions = data.divisions()
    assert [code for code in divisions if codes.parent(code) not in {None, *divisions}] == []
    assert divisions["341181003006"] == "曙光社区居委会"


@pytest.mark.parametrize(("name", "expected"), [("曙光社区居委会", "曙光社区"), ("长亭村委会", "长亭村"),
                                                ("星城街道", "星城街道")])
def test_short_names(name: str, expected: str) -> None:
    assert organizations.short(name) == expected


async def test_one_who_signs_in_has_hours_where_another_one_is_secretary(reading: Connection, demo: loading.Loaded) -> None:
    rows = await reading.fetch(
        "SELECT d.state, c.division_code, s.hours, s.state AS sign_up FROM member m JOIN dual_report d ON d.member_id = m.id "
        "JOIN organization c ON c.id = d.community_id LEFT JOIN sign_up s ON s.member_id = m.id WHERE m.handle = 'department'")
    assert {(row["state"], row["division_code"]) for row in rows} == {("CONFIRMED", FIRST)}
    assert sum(row["hours"] or 0 for row in rows) == 7.5
    assert "SIGNED_UP" in {row["sign_up"] for row in rows}
