"""What random operations found wrong once, or are not likely to find: each agrees with the reference now."""
from typing import Any

import pytest

from planner import cursors
from planner.ids import encoder
from tests.reference.conftest import Both
from tests.reference.groups import GROUPS
from tests.reference.values import NIL

SHARED = """fragment F on ListItem { publisher { name parent { name } children(first: 2) { nodes { name } } } }
            fragment H on ListItem { history(first: 2) { nodes { kind actor { name } } } }"""


@pytest.mark.parametrize("text", [
    "{ a: demands(first: 3) { nodes { title ...F } } b: demands(first: 3) { nodes { id title body unit ...F ...H } }"
    " c: resources(first: 2) { totalCount nodes { ...H ...F } } }" + SHARED,
    "{ organizations(first: 20) { nodes { ...P parent { ...P } children { edges { node { ...P } } } } } }"
    " fragment P on Organization { name parent { name items { totalCount } } }",
])
async def test_levels_that_share_a_fragment(both: Both, text: str) -> None:
    await both.agree("district", text)


@pytest.mark.parametrize("arguments", ["first: -1", "after: \"x\"", "first: 2, last: 2", "filter: {name: \"\\u0000\"}"])
async def test_wrong_arguments_over_parents_without_a_key(both: Both, arguments: str) -> None:
    text = (f"query($code: String!) {{ organization(by: {{creditCode: $code}}) "
            f"{{ name children({arguments}) {{ totalCount }} }} }}")
    school = both.tables.find("organization", both.city.school)
    assert school is not None
    response = await both.agree("unit", text, code=school["credit_code"])
    assert response["data"] == {"organization": None}
    assert response["errors"][0]["path"] == ["organization", "children"]


@pytest.mark.parametrize("arguments", [
    "after: \"x\"", "before: \"\"", "orderBy: NEAREST", "orderBy: NEAREST, near: {longitude: 0, latitude: 90}"])
async def test_wrong_arguments_where_rows_are_only_counted(both: Both, arguments: str) -> None:
    response = await both.agree("unit", f"{{ demands({arguments}) {{ totalCount }} }}")
    assert response["data"] == {"demands": None}
    assert response["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_the_nearest_are_counted(both: Both) -> None:
    text = "{ items(orderBy: NEAREST, near: {longitude: 116, latitude: 39.7}, first: 2) { totalCount } }"
    assert (await both.agree("district", text))["data"]["items"]["totalCount"] > 2


@pytest.mark.parametrize("circle", [
    {"longitude": 181, "latitude": 0, "radius": 1}, {"longitude": 0, "latitude": -85.1, "radius": 1},
    {"longitude": 1e308, "latitude": 0, "radius": 1}, {"longitude": 0, "latitude": 0, "radius": -1},
    {"longitude": 0, "latitude": 0, "radius": 1e308}])
async def test_off_the_map(both: Both, circle: dict[str, float]) -> None:
    text = "query($circle: CircleInput) { demands(filter: {around: $circle}) { nodes { id } } }"
    response = await both.agree("unit", text, circle=circle)
    assert response["errors"][0]["extensions"]["code"] == "BAD_INPUT"


@pytest.mark.parametrize("radius", [0, 3_000, 30_000, 200_000, 500_000, 5_000_000, 20_000_000])
async def test_circles_of_every_size(both: Both, radius: float) -> None:
    text = """query($radius: Float!, $latitude: Float!) { items(first: 100, filter: {state: null,
              around: {longitude: 115.99, latitude: $latitude, radius: $radius}}) { totalCount nodes { id } } }"""
    for latitude in (39.7, 36, 84.9, -40):
        await both.agree("province", text, radius=radius, latitude=latitude)


@pytest.mark.parametrize("text", ["\0", "110111\0", "\ud800", "", "x" * 60])
async def test_names_that_nothing_can_have(both: Both, text: str) -> None:
    lookups = """query($name: String!, $id: ID!, $r: [_Any!]!) { viewer { member { id } }
                 a: organization(by: {divisionCode: $name}) { id } b: organization(by: {creditCode: $name}) { id }
                 c: organization(by: {id: $id}) { id } d: node(id: $id) { id } e: committee(id: $id) { id }
                 _entities(representations: $r) { __typename } }"""
    response = await both.agree("unit", lookups, name=text, id=text, r=[
        {"__typename": "Organization", "divisionCode": text}, {"__typename": "Demand", "id": text}])
    assert {name: response["data"][name] for name in "abcde"} == dict.fromkeys("abcde")
    assert response["data"]["_entities"] == [None, None]


@pytest.mark.parametrize(("field", "order", "key"), [
    ("items(orderBy: MOST_LEFT", "MOST_LEFT", 2**31), ("events(first: 1", "OLDEST", 2**63),
    ("events(first: 1", "OLDEST", True), ("items(orderBy: NEWEST", "NEWEST", "0001-01-01T00:00:00+08:00"),
    ("organizations(orderBy: NAME", "NAME", "\0"), ("committees(first: 1", "NAME", None),
    ("items(orderBy: DEADLINE", "DEADLINE", 5), ("items(orderBy: DEADLINE", "NEWEST", "2025-01-01T00:00:00+00:00")])
async def test_cursors_that_were_never_given_out(both: Both, field: str, order: str, key: Any) -> None:
    cursor = cursors.encode(order, key, NIL)
    for selected in ("nodes { id }", "totalCount"):
        response = await both.agree("unit", f"query($cursor: String) {{ {field}, after: $cursor) {{ {selected} }} }}",
                                    cursor=cursor)
        assert (list(response["data"].values()) == [None]) is (key is not True)


async def test_a_page_after_the_items_without_deadline(both: Both) -> None:
    text = """query($after: String) { items(orderBy: DEADLINE, first: 7, after: $after, filter: {state: null}) {
              pageInfo { hasNextPage endCursor } nodes { id deadline } } }"""
    found: list[str] = []
    page: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        answer = (await both.agree("district", text, after=page["endCursor"]))["data"]["items"]
        found, page = found + [each["id"] for each in answer["nodes"]], answer["pageInfo"]
    assert len(found) == len(set(found)) > 20


async def test_an_object_of_which_nothing_is_selected(both: Both) -> None:
    text = "query($id: ID!) { node(id: $id) { ... on Demand { title } } viewer { member { id @skip(if: true) } } }"
    response = await both.agree("unit", text, id=encoder("or")(both.city.school))
    assert response["data"] == {"node": {}, "viewer": {"member": {}}}


async def test_a_connection_of_which_nothing_is_selected(both: Both) -> None:
    response = await both.agree("unit", "{ demands { nodes @skip(if: true) { id } } }")
    assert response["data"] == {"demands": {}}


async def test_a_draft_was_never_published(both: Both) -> None:
    text = """{ items(first: 100, filter: {state: null, publishedAfter: "2000-01-01T00:00:00Z"}) { nodes { state } } }"""
    for handle in ("unit", "two-units", "community"):
        found = (await both.agree(handle, text))["data"]["items"]["nodes"]
        assert {"state": "DRAFT"} not in found


async def test_a_switch_that_is_null(both: Both) -> None:
    text = "query($on: Boolean = true) { demands(first: 1) { nodes { id @include(if: $on) } } }"
    response = await both.planned("unit", text, {"on": None})
    assert [error["extensions"]["code"] for error in response["errors"]] == ["BAD_REQUEST"]
    assert "data" not in response


async def test_nobody_is_signed_in(both: Both) -> None:
    response = await both.planned(None, "{ demands { totalCount } }")
    assert [error["extensions"]["code"] for error in response["errors"]] == ["UNAUTHENTICATED"]
    assert await both.planned(None, "{ __typename }") == {"data": {"__typename": "Query"}}


LISTS = {"items": "ListItem", "resources": "Resource", "demands": "Demand", "projects": "Project", "claims": "Claim",
         "events": "Event", "organizations": "Organization", "conferences": "JointConference", "agreements": "Agreement",
         "topics": "Topic",
         "pairings": "Pairing", "dualReports": "DualReport",
         "admissions": "Admission", "opinions": "OpinionRequest", "systems": "System",
         "activities": "Activity", "signUps": "SignUp", "teams": "Team",
         "mobilizations": "Mobilization", "shifts": "Shift", "assignments": "Assignment",
         "yearlyReports": "YearlyReport",
         "jointProjects": "JointProject",
         "cards": "Card",
         "microWishes": "MicroWish",
         "commitmentLists": "CommitmentList", "commitments": "Commitment",
         }


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district", "province"])
async def test_groups_of_every_list(both: Both, handle: str) -> None:
    """Each alone, with a page, and under a filter; as many rows are in them as the list has."""
    for name, type_ in LISTS.items():
        asked = " ".join(f"{by}: groups(by: {by}) {{ key count }}" for by in GROUPS[type_])
        given = '(filter: {state: null, withinDivision: "110111"})' if "CITY" in GROUPS[type_] else ""
        for arguments, rows in (("", ""), ("(first: 2)", "nodes { id }"), (given, "")):
            page = (await both.agree(handle, f"{{ {name}{arguments} {{ {asked} totalCount {rows} }} }}"))["data"][name]
            for by in GROUPS[type_]:
                assert sum(each["count"] for each in page[by]) == page["totalCount"]
