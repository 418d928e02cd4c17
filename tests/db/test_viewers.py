"""Rights as they follow from offices, seats, stations and terms."""
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from db import rows, viewers
from db.driver.connection import Connection
from domain.viewer import OfficeKind
from tests import city as place
from tests.city import CITY, COMMUNITY, DISTRICT, FAR_COMMUNITY, NEIGHBOUR, PROVINCE, STREET, City

TODAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 1, 4, tzinfo=UTC)  # noon of it


@pytest.fixture
async def city(connected: Connection) -> City:
    return await place.build(connected)


@pytest.mark.parametrize(("handle", "acts_for", "belongs_to", "officer_of", "districts_of", "units"), [
    ("unit", {"school"}, {COMMUNITY, NEIGHBOUR}, set(), set(), {"school"}),
    ("two-units", {"school", "bank"}, {COMMUNITY, NEIGHBOUR}, set(), set(), {"school", "bank"}),
    ("community", {"community"}, {COMMUNITY}, {COMMUNITY}, set(), set()),
    ("street", {"street"}, {STREET}, {STREET}, set(), set()),
    ("district", {"district"}, {DISTRICT}, {DISTRICT}, set(), set()),
    ("city", {"city"}, {CITY}, {CITY}, {DISTRICT}, set()),
    ("province", {"province"}, {PROVINCE}, {PROVINCE}, {CITY, DISTRICT}, set()),
    ("member", set(), {COMMUNITY}, set(), set(), set()), ("street-member", set(), {STREET}, set(), set(), set()),
    ("nobody", set(), set(), set(), set(), set())])
async def test_rights_of_each(connected: Connection, city: City, handle: str, acts_for: set[str], belongs_to: set[str],
                              officer_of: set[str], districts_of: set[str], units: set[str]) -> None:
    viewer = await viewers.of_subject(connected, f"sub-{handle}", NOW)
    assert viewer is not None
    assert viewer == await viewers.of_member(connected, city.members[handle], NOW)
    assert viewer.member_id == city.members[handle]
    assert set(viewer.acts_for) == {getattr(city, name) for name in acts_for}
    assert viewer.units == {getattr(city, name) for name in units}
    assert viewer.division_of == {getattr(city, name): place.CODES[name] for name in acts_for - units}
    assert [set(codes) for codes in (viewer.belongs_to, viewer.officer_of, viewer.districts_of)] == [
        belongs_to, officer_of, districts_of]
    assert viewer.rights_until is None


async def test_shares_that_have_not_ended_are_known(connected: Connection, city: City) -> None:
    item = await place.add_item(connected, city.bank, COMMUNITY)
    shared = {}
    for handle, ends_at in (("hospital", None), ("unit", NOW + timedelta(hours=1)),
                            ("bank", NOW - timedelta(hours=1)), ("two-units", None), ("nobody", None)):
        if unit := {"hospital": city.hospital, "unit": city.school, "bank": city.bank}.get(handle):
            await rows.insert(connected, "share", {"id": uuid4(), "item_id": item, "organization_id": unit,
                                                   "shared_by": city.members["bank"], "ends_at": ends_at, "created_at": NOW})
        viewer = await viewers.of_subject(connected, f"sub-{handle}", NOW)
        assert viewer is not None
        shared[handle] = viewer.shared_with
    expected = {"hospital": [city.hospital], "unit": [city.school], "bank": [], "two-units": [city.school], "nobody": []}
    assert shared == {handle: frozenset(units) for handle, units in expected.items()}


async def test_what_a_committee_is_shown_is_known(connected: Connection, city: City) -> None:
    """To its members and to who acts for its street, as long as it lasts."""
    item = await place.add_item(connected, city.bank, COMMUNITY)
    await rows.insert(connected, "share", {
        "id": uuid4(), "item_id": item, "organization_id": city.street, "guest_id": city.street_committee,
        "shared_by": city.members["bank"], "ends_at": NOW + timedelta(hours=1), "created_at": NOW})
    for handle, known in (("street-member", city.street_committee), ("street", city.street), ("member", None)):
        for later, lasts in ((timedelta(), True), (timedelta(hours=1), False)):
            viewer = await viewers.of_subject(connected, f"sub-{handle}", NOW + later)
            assert viewer is not None
            assert viewer.shared_with == (frozenset({known}) if lasts and known else frozenset()), handle


async def test_strangers_and_inactive_members_are_nobody(connected: Connection, city: City) -> None:
    assert await viewers.of_subject(connected, "sub-stranger", NOW) is None
    await connected.execute("UPDATE member SET active = false WHERE id = $1", city.members["unit"])
    assert await viewers.of_subject(connected, "sub-unit", NOW) is None


async def test_a_secretary_or_officer_of_a_unit_holds_no_division(connected: Connection, city: City) -> None:
    await place.add_office(connected, city.members["nobody"], city.hospital, "SECRETARY")
    viewer = await viewers.of_subject(connected, "sub-nobody", NOW)
    assert viewer is not None
    assert viewer.acts_for == {city.hospital: {OfficeKind.SECRETARY}}
    assert not viewer.officer_of
    assert viewer.belongs_to == {FAR_COMMUNITY}
    assert viewer.units == {city.hospital}


async def test_a_liaison_of_a_division_acts_without_holding_it(connected: Connection, city: City) -> None:
    await place.add_office(connected, city.members["nobody"], city.street, "LIAISON")
    viewer = await viewers.of_subject(connected, "sub-nobody", NOW)
    assert viewer is not None
    assert not viewer.officer_of
    assert set(viewer.acts_for) == {city.street}
    assert viewer.belongs_to == {STREET}


@pytest.mark.parametrize(("starts_on", "ends_on", "holds", "until"), [
    (date(2026, 5, 1), date(2026, 5, 1), True, date(2026, 5, 1)), (date(2026, 4, 1), None, True, None),
    (date(2026, 4, 1), date(2026, 4, 30), False, None), (date(2026, 5, 2), None, False, date(2026, 5, 1)),
    (date(2026, 6, 1), date(2026, 7, 1), False, date(2026, 5, 31)),
    (date(2026, 4, 1), date(2026, 8, 1), True, date(2026, 8, 1))])
async def test_terms(connected: Connection, city: City, starts_on: date, ends_on: date | None, holds: bool,
                     until: date | None) -> None:
    await place.add_office(connected, city.members["nobody"], city.street, "OFFICER", starts_on, ends_on)
    await rows.insert(connected, "seat", {
        "id": city.community, "committee_id": city.committee, "member_id": city.members["hospital"],
        "kind": "PART_TIME", "starts_on": starts_on, "ends_on": ends_on})
    officer = await viewers.of_subject(connected, "sub-nobody", NOW)
    seated = await viewers.of_subject(connected, "sub-hospital", NOW)
    assert officer is not None
    assert seated is not None
    assert (officer.officer_of == {STREET}) is holds
    assert (COMMUNITY in seated.belongs_to) is holds
    assert (officer.rights_until, seated.rights_until) == (until, until)


async def test_the_nearest_change_counts(connected: Connection, city: City) -> None:
    for starts_on, ends_on in ((date(2026, 1, 1), date(2026, 9, 1)), (date(2026, 7, 1), None)):
        await place.add_office(connected, city.members["nobody"], city.street, "OFFICER", starts_on, ends_on)
    viewer = await viewers.of_subject(connected, "sub-nobody", NOW)
    assert viewer is not None
    assert viewer.rights_until == date(2026, 6, 30)
