"""What an ordinary execution adds to planned fields: introspection, the SDL; the planned part stays the same."""
from typing import Any

import pytest

from tests.reference.conftest import Both
from tests.reference.schema import SDL

PLANNED = """items(first: 30, orderBy: MOST_LEFT, filter: {state: null}) { totalCount pageInfo { endCursor }
  edges { cursor node { __typename id state publishedAt place { latitude } viewerCan { action allowed }
    publisher { kind } ... on Project { budgetYuan } claims(first: 2) { nodes { state slot { startsAt } %s } }
    %s } } }"""


SCHEMA = " __type(name: \"Demand\") { kind }"


async def test_introspection_changes_nothing_beside(both: Both) -> None:
    for handle in ("unit", "community", "district"):
        fields = PLANNED % ("item { contact { phone } id }", "contact { name masked }")
        plain = await both.agree(handle, "{ " + fields + " }")
        fallen = both.operations.fallen
        whole = await both.planned(handle, "{ " + fields + SCHEMA + " }")
        assert both.operations.fallen == fallen + 1
        assert whole == {"data": {**plain["data"], "__type": {"kind": "OBJECT"}}}


async def test_introspection_beside_planned_fields(both: Both) -> None:
    text = """{ a: __schema { queryType { name } } demands(first: 3) { nodes { id state publisher { name } } }
                __typename b: __type(name: "Demand") { kind } viewer { member { name } } }"""
    response = await both.planned("unit", text)
    planned = await both.agree("unit", "{ demands(first: 3) { nodes { id state publisher { name } } }"
                                       " __typename viewer { member { name } } }")
    assert list(response["data"]) == ["a", "demands", "__typename", "b", "viewer"]
    assert response["data"] == {**planned["data"], "a": {"queryType": {"name": "Query"}}, "b": {"kind": "OBJECT"}}


async def test_the_sdl_beside_planned_fields(both: Both) -> None:
    response = await both.planned("unit", "{ _service { sdl } organization(by: {divisionCode: \"11\"}) { name } }")
    assert response["data"]["organization"] == {"name": "北京市"}
    assert "type Demand" in response["data"]["_service"]["sdl"]
    assert "type Demand" in SDL.read_text("utf-8")


@pytest.mark.parametrize(("text", "data", "paths"), [
    ("{ __schema { queryType { name } } demands(first: -1) { totalCount } }",
     {"__schema": {"queryType": {"name": "Query"}}, "demands": None}, [["demands"]]),
    ("{ __typename labels(enums: [\"Nope\"]) { name } __schema { queryType { name } } }",
     {"__typename": "Query", "labels": None, "__schema": {"queryType": {"name": "Query"}}}, [["labels"]]),
    ("{ o: organization(by: {divisionCode: \"11\"}) { x: items(last: 101) { totalCount } } __schema { queryType { name } } }",
     {"o": None, "__schema": {"queryType": {"name": "Query"}}}, [["o", "x"]]),
    ("{ a: viewer { __typename } items(first: 1, last: 1) { nodes { title } } __schema { queryType { name } } }",
     {"a": {"__typename": "Viewer"}, "items": None, "__schema": {"queryType": {"name": "Query"}}}, [["items"]])])
async def test_errors_are_told_once(both: Both, text: str, data: Any, paths: list[Any]) -> None:
    response = await both.planned("unit", text)
    assert response["data"] == data
    assert [error["path"] for error in response["errors"]] == paths
    assert {error["extensions"]["code"] for error in response["errors"]} == {"BAD_INPUT"}
