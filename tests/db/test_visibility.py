"""The rule of visibility is written twice, in SQL and in Python: the two agree on every role, scope, home and state."""
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from db import items, rows, visibility
from db.driver.connection import Connection
from db.scans import index_scans
from domain import access, sight
from domain.items import Item, ItemState, Scope
from domain.sight import OfMember, SeenWith, SeenWithOneOf, Sight, Subject
from domain.viewer import NOBODY
from tests import city as place
from tests.city import CITY, COMMUNITY, DISTRICT, FAR_COMMUNITY, GRID, NEIGHBOUR, PROVINCE, STREET, City

HOMES = (GRID, COMMUNITY, NEIGHBOUR, FAR_COMMUNITY, STREET, DISTRICT, CITY, PROVINCE, "110112001001", "120101001001")


@pytest.fixture
async def city(connected: Connection) -> City:
    return await place.build(connected)


async def test_every_parameter_has_a_value(city: City) -> None:
    assert [*visibility.parameters(city.viewer("street"))] == [*visibility.PARAMETERS]


def _tables(city: City) -> Iterator[dict[str, Any]]:
    """Every home x scope x state; none of the roles acts for the publisher."""
    for home in HOMES:
        for scope in Scope:
            for state in ItemState:
                yield {"publisher_id": city.department, "home_code": home, "scope": scope, "state": state}


async def _seen_in_sql(connection: Connection, city: City, handle: str) -> set[UUID]:
    found = await connection.fetch(f"SELECT id FROM item i WHERE {items.visible('i', 1)}",
                                   *items.viewed(city.viewer(handle), datetime.now(UTC)))
    return {row["id"] for row in found}


async def test_sql_and_python_agree(connected: Connection, city: City) -> None:
    made = {await place.add_item(connected, **columns): columns for columns in _tables(city)}
    counts = {}
    for handle in city.members:
        seen = await _seen_in_sql(connected, city, handle)
        for item_id, columns in made.items():
            item = Item(list="DEMAND", quantity=10, claimed=0, deadline=None, **columns)
            assert access.sees(city.viewer(handle), item, set(), {}, datetime.now(UTC)) == (item_id in seen), (
                handle, columns)
        counts[handle] = len(seen)
    assert counts["nobody"] == 0
    assert 0 < counts["street-member"] < counts["street"] < counts["district"] < len(made)


@pytest.mark.parametrize(("handle", "sees"), [
    ("hospital", False), ("unit", True), ("neighbour", False), ("member", True), ("street", True),
    ("far-street", False), ("district", True), ("city", True), ("province", True), ("street-member", False),
    ("community", True), ("nobody", False)])
async def test_who_sees_an_item_of_one_community(connected: Connection, city: City, handle: str, sees: bool) -> None:
    item = await place.add_item(connected, city.bank, COMMUNITY)
    assert (item in await _seen_in_sql(connected, city, handle)) is sees
    assert (await items.seen(connected, city.viewer(handle), item, datetime.now(UTC)) is not None) is sees


NOW = datetime.now(UTC)


@pytest.mark.parametrize(("columns", "claim", "share", "sees"), [
    ({}, None, None, False), ({}, "PROPOSED", None, True), ({}, "LAPSED", None, True),
    ({"state": "DRAFT"}, "PROPOSED", None, False), ({}, None, NOW + timedelta(hours=1), True),
    ({}, None, NOW - timedelta(hours=1), False), ({"state": "DRAFT"}, None, NOW + timedelta(hours=1), False),
    ({"publisher": True, "state": "DRAFT"}, None, None, True), ({"publisher": True}, None, None, True)])
async def test_parties_and_those_it_is_shared_with(connected: Connection, city: City, columns: dict[str, Any],
                                                   claim: str | None, share: datetime | None, sees: bool) -> None:
    state = columns.get("state", "PUBLISHED")
    publisher = city.hospital if columns.get("publisher") else city.bank
    item_id = await place.add_item(connected, publisher, COMMUNITY, state=state)
    if claim:
        await place.add_claim(connected, item_id, city.hospital, city.members["hospital"], state=claim)
    if share:
        await rows.insert(connected, "share", {"id": item_id, "item_id": item_id, "organization_id": city.hospital,
                                               "shared_by": city.members["bank"], "ends_at": share,
                                               "created_at": place.CREATED})
    item = Item(list="DEMAND", state=state, publisher_id=publisher, home_code=COMMUNITY, scope="COMMUNITY",
                quantity=10, claimed=0, deadline=None)
    viewer = city.viewer("hospital")
    assert (item_id in await _seen_in_sql(connected, city, "hospital")) is sees
    assert access.sees(viewer, item, {city.hospital} if claim else set(),
                       {city.hospital: share} if share else {}, datetime.now(UTC)) is sees


PACT = Sight(own="own_id", parties=("first", "second"), private=frozenset({"DRAFT"}))
PACTS = """DROP TABLE IF EXISTS pact; CREATE TEMP TABLE pact (
    id uuid, own_id uuid, first uuid, second uuid, state text, member_id uuid, pact_id uuid, other_id uuid)"""


async def _pacts(connection: Connection, city: City) -> list[dict[str, Any]]:
    """One for each state, publisher, party and member."""
    await connection.execute(PACTS)
    made = []
    for state, own, first, second in product(["DRAFT", "MADE"], [city.bank, city.school], [None, city.bank],
                                             [None, city.hospital]):
        row = {"id": uuid4(), "own_id": own, "first": first, "second": second, "state": state,
               "member_id": city.members["hospital" if second else "bank"], "pact_id": uuid4()}
        await rows.insert(connection, "pact", row)
        await rows.insert(connection, "pact", {"id": uuid4(), "pact_id": row["id"]})
        await rows.insert(connection, "pact", {"id": uuid4(), "other_id": row["id"]})
        made.append(row)
    return made


@pytest.mark.parametrize("handle", ["bank", "unit", "hospital", "nobody"])
async def test_a_sight_by_columns_alone(connected: Connection, city: City, handle: str) -> None:
    """Of parties, of those whose row is seen with such a one, of one member's own: in statements written by hand too."""
    made, viewer = await _pacts(connected, city), city.viewer(handle)
    sees = {row["id"] for row in made if sight.sees(PACT, viewer, SimpleNamespace(**row), {}, NOW)}
    own = {row["id"] for row in made if row["member_id"] == viewer.member_id}
    with_it = {row["id"] for row in await connected.fetch("SELECT id FROM pact WHERE pact_id = ANY($1)", [*sees])}
    either = SeenWithOneOf((SeenWith("pact_id", "pact", PACT), SeenWith("other_id", "pact", PACT)))
    with_one = {row["id"] for row in await connected.fetch(
        "SELECT id FROM pact WHERE pact_id = ANY($1) OR other_id = ANY($1)", [*sees])}
    assert not sees or with_one > with_it
    for visible, expected in ((PACT, sees), (OfMember(), own), (SeenWith("pact_id", "pact", PACT), with_it),
                              (either, with_one)):
        numbered = visibility.Numbered(visible)
        found = await connected.fetch(f"SELECT id FROM pact p WHERE {numbered.sql('p', 1)}", *numbered.values(viewer, NOW))
        assert {row["id"] for row in found} == expected, visible
    paths = visibility.access_paths(PACT)
    for private in (False, True):
        scans = index_scans(paths, viewer, None, private=private)
        assert {scan.path.column for scan in scans} == ({"own_id", "first", "second"} if viewer.acts_for else set())


async def test_a_sight_by_a_person(connected: Connection, city: City) -> None:
    """The member whom a row names sees it; nobody else by that, and who is nobody never does. A list of events does not ask."""
    personal = replace(PACT, person="member_id")
    made = await _pacts(connected, city)
    for handle in ("bank", "unit", "hospital", "nobody"):
        viewer = city.viewer(handle)
        sees = {row["id"] for row in made if sight.sees(personal, viewer, SimpleNamespace(**row), {}, NOW)}
        by_others = {row["id"] for row in made if sight.sees(PACT, viewer, SimpleNamespace(**row), {}, NOW)}
        named = {row["id"] for row in made if row["member_id"] == viewer.member_id and row["state"] != "DRAFT"}
        numbered = visibility.Numbered(personal)
        found = await connected.fetch(f"SELECT id FROM pact p WHERE {numbered.sql('p', 1)}", *numbered.values(viewer, NOW))
        assert {row["id"] for row in found} - {row["id"] for row in made if row["id"] not in sees} == sees == by_others | named
        columns = {scan.path.column for scan in index_scans(visibility.access_paths(personal), viewer, None, private=False)}
        assert columns == ({"own_id", "first", "second"} if viewer.acts_for else set()) | {"member_id"}
    anonymous = city.viewer("bank").anonymous
    assert not any(scan.path.column == "member_id"
                   for scan in index_scans(visibility.access_paths(personal), anonymous, None, private=False))
    unnamed = {"own_id": city.department, "first": None, "second": None, "state": "MADE", "member_id": NOBODY}
    assert not sight.sees(personal, anonymous, SimpleNamespace(**unnamed), {}, NOW)
    assert "{member}" not in visibility.event([Subject("pact", personal)])


async def test_a_share_without_end_lasts(connected: Connection, city: City) -> None:
    item_id = await place.add_item(connected, city.bank, COMMUNITY)
    await rows.insert(connected, "share", {"id": item_id, "item_id": item_id, "organization_id": city.hospital,
                                           "shared_by": city.members["bank"], "created_at": place.CREATED})
    assert item_id in await _seen_in_sql(connected, city, "hospital")
