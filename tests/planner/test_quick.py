"""The benchmark's questions are answered in the quick way, and the plain way writes the same bytes."""
from typing import Any

import orjson
import pytest

from bench.questions import FOLDER
from planner.assemble import Assembly
from planner.generate import NotPlain
from resolvers.executing import planning
from resolvers.executing.request import Request
from tests import city
from tests.api.client import Client, new_key
from tests.planner import library

VARIABLES: dict[str, dict[str, Any]] = {
    "page": {}, "nested": {}, "one": {"id": "@lamp"}, "search": {"words": "照明", "categories": ["PROPERTY"]},
    "desk": {"committee": "@committee", "division": city.STREET}, "street": {"division": city.STREET},
    "claim": {"input": {"itemId": "@parking", "claimantId": "@school", "quantity": 1}},
}


def test_all_questions_are_here() -> None:
    assert {path.name.split(".")[0] for path in FOLDER.glob("*.hub.graphql")} == set(VARIABLES)


@pytest.mark.parametrize("name", VARIABLES)
async def test_both_ways_write_the_same(client: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = library.names(await library.build(client))
    request = _request(name, ids)
    slow = []

    def noted(*values: Any, **more: Any) -> Assembly:
        slow.append(name)
        return Assembly(*values, **more)

    monkeypatch.setattr(planning, "Assembly", noted)
    first = (await client.operations.run(request, client.context("unit"))).body  # a claim is written
    quick = (await client.operations.run(request, client.context("unit"))).body
    assert not slow
    for plan in client.operations.planning.documents.get(request.query).plans.values():
        plan.quick = None
    plain = (await client.operations.run(request, client.context("unit"))).body
    assert slow
    assert first == quick == plain
    assert b'"errors"' not in quick
    assert orjson.loads(quick)["data"]


@pytest.mark.parametrize(("below", "at_once"), [
    ("claims { nodes { id } }", True), ("claims { edges { cursor node { id claimant { name } } } }", True),
    ("claims { nodes { id } pageInfo { hasNextPage } }", True), ("claims(last: 1) { nodes { id } }", True),
    ("claims { totalCount nodes { id } }", False), ("claims { nodes { id } pageInfo { endCursor } }", False),
    ("claims { nodes { id } edges { cursor } }", False), ("claims { pageInfo { hasNextPage } }", False)])
async def test_rows_of_the_lowest_lists_are_made_at_once(client: Client, below: str, at_once: bool) -> None:
    await library.build(client)
    request, context = Request(f"{{ demands {{ nodes {{ id {below} }} }} }}"), client.context("unit")
    answer = (await client.operations.run(request, context)).body
    plan, = client.operations.planning.documents.get(request.query).plans.values()
    upper, lower = plan.levels
    assert (upper.at_once is not None, lower.at_once is not None) == (False, at_once)
    for quick in (_refused, None):  # the plain way takes what is made as it is, and makes the same itself
        plan.quick = quick
        assert (await client.operations.run(request, context)).body == answer
    assert b'"errors"' not in answer
    assert any(lists["claims"] != {"nodes": []} for lists in orjson.loads(answer)["data"]["demands"]["nodes"])


def _refused(*_: Any) -> dict[str, Any]:
    raise NotPlain


def _request(name: str, ids: dict[str, str]) -> Request:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(each) for key, each in value.items()}
        return ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value

    variables = named(VARIABLES[name])
    if "input" in variables:
        variables["input"]["idempotencyKey"] = new_key()  # sent twice, it is the same claim
    return Request((FOLDER / f"{name}.hub.graphql").read_text("utf-8"), variables)
