"""Pages within a division are found by fewer scans (`db.scans.index_scans`): all find what the reference finds."""
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from db import visibility
from db.scans import IndexScan, index_scans
from domain import items
from domain.viewer import OfficeKind, Viewer
from tests import city as place
from tests.city import City
from tests.reference.conftest import Both

DIVISIONS = ("11", "110000", "1101", "110100000000", "110111", "110111000", "110111007", "110111008", "110111007000",
             "110111007001", "110111007002", "110111008001", "110111007001001", "12")
HANDLES = ("unit", "two-units", "hospital", "community", "street", "far-street", "district", "city", "province", "member",
           "street-member", "nobody", "grid-officer", "of-three", "below-itself")
OF_ITEM = visibility.access_paths(items.SIGHT)
ORDERS = ("NEWEST, first: 5", "DEADLINE, last: 4", "MOST_LEFT, first: 3", "NEAREST, near: {longitude: 115.99, latitude: 39.7}")
STATES = ("", "state: null, ", "state: [DRAFT, COMPLETED], ")
ALL = tuple(product(DIVISIONS, ORDERS, STATES))
WORDS = ("楼道", "灯", "义诊 health", "A", "Ａ", " ", "É", "0%", "\\\\", "没有")
ASKED_BY_WORDS = tuple(product(("", 'withinDivision: "1101", ', 'withinDivision: "110111007", '), ORDERS[:3], STATES[:2]))


def _viewer(city: City, handle: str) -> Viewer:
    """Those of the city, and some with offices that no one of them holds together."""
    def officer(*codes: str, districts: frozenset[str] = frozenset()) -> Viewer:
        return Viewer(uuid4(), {city.bank: frozenset({OfficeKind.LIAISON})}, belongs_to=frozenset(codes),
                      officer_of=frozenset(codes), districts_of=districts, rights_until=None, units=frozenset({city.bank}))

    made = {"grid-officer": officer(place.GRID), "of-three": officer(place.FAR_STREET, place.COMMUNITY, "120101"),
            "below-itself": officer(place.CITY, place.STREET, place.NEIGHBOUR, districts=frozenset({place.DISTRICT}))}
    return made.get(handle) or city.viewer(handle)


@pytest.mark.parametrize("handle", HANDLES)
async def test_pages_within_divisions(both: Both, handle: str) -> None:
    both.city.viewers.setdefault(handle, _viewer(both.city, handle))
    for field, asked in (("items", ALL[::2]), ("demands", ALL[1::2])):
        pages = " ".join(f'p{number}: {field}(orderBy: {order}, filter: {{{states}withinDivision: "{division}"}})'
                         " { totalCount nodes { id } }" for number, (division, order, states) in enumerate(asked))
        await both.agree(handle, f"{{ {pages} }}")


@pytest.mark.parametrize("handle", HANDLES)
async def test_texts_within_divisions(both: Both, handle: str) -> None:
    """They are looked up by list and place (SQL's `placed_grams`): whatever the home, the scope and the way to see it."""
    both.city.viewers.setdefault(handle, _viewer(both.city, handle))
    found = 0
    for field, words in product(("items", "resources"), WORDS):
        pages = " ".join(f"p{number}: {field}(orderBy: {order}, filter: {{{states}{within}text: $words}}) "
                         "{ totalCount nodes { id } }" for number, (within, order, states) in enumerate(ASKED_BY_WORDS))
        data = await both.agree(handle, f"query Q($words: String) {{ {pages} }}", words=words)
        found += sum(page["totalCount"] for page in data["data"].values())
    assert found or handle == "nobody"


def test_an_officer_within_its_division_needs_one_leg() -> None:
    viewer = Viewer(uuid4(), {uuid4(): frozenset({OfficeKind.OFFICER})}, belongs_to=frozenset({"110111"}),
                    officer_of=frozenset({"110111"}), districts_of=frozenset(), rights_until=None)
    for division, column in (("110111", "district"), ("110111007", "street"), ("110111007001", "home")):
        assert index_scans(OF_ITEM, viewer, division, private=False) == (IndexScan(
            next(path for path in OF_ITEM.all if path.column == column), (division,)),)
        assert [scan.path for scan in index_scans(OF_ITEM, viewer, division, private=True)][1:] == [OF_ITEM.own]
    grid = index_scans(OF_ITEM, viewer, "110111007001001", private=False)
    assert [(scan.path.column, scan.values, scan.beyond) for scan in grid] == [("home", ("110111007001",), True)]
    assert "scope_code" not in {scan.path.column for scan in index_scans(OF_ITEM, viewer, "110112", private=False)
                                for value in scan.values if value == "110111"}


def test_what_an_organization_cannot_have_is_not_looked_for() -> None:
    """What a division publishes lies in it, and of the three lists it claims resources alone."""
    def scanned(*, officer: bool, **asked: Any) -> list[str]:
        viewer = Viewer(uuid4(), {community: frozenset({OfficeKind.LIAISON}), school: frozenset({OfficeKind.LIAISON})},
                        frozenset({place.STREET}), frozenset({place.STREET}) if officer else frozenset(), frozenset(), None,
                        frozenset({school}), {community: place.COMMUNITY})
        scans = index_scans(OF_ITEM, viewer, None, **{"private": False, "types": ("RESOURCE",), **asked})
        return [f"{scan.path.column} {len(scan.values)}" for scan in scans if scan.path.values == "organizations"]

    school, community = uuid4(), uuid4()
    assert scanned(officer=False) == ["publisher_id 2", "claimant_id 2", "organization_id 2"]
    assert scanned(officer=True) == ["publisher_id 1", "claimant_id 2", "organization_id 2"]
    assert scanned(officer=True, private=True) == ["publisher_id 2", "claimant_id 2", "organization_id 2"]
    assert scanned(officer=True, types=("DEMAND",)) == ["publisher_id 1", "claimant_id 1", "organization_id 2"]
