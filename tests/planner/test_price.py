"""What operations cost, in rows, without a database: a plan's price is reckoned before it is run."""
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from domain.viewer import Viewer
from planner import limits, price
from planner.arguments import Run
from planner.limits import TooCostly
from planner.plan import Plan
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request
from schema import graphql

VIEWER = Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None)


@pytest.fixture(scope="module")
def operations() -> Operations:
    return graphql.operations()


def _price(operations: Operations, query: str, **variables: Any) -> int:
    return price.of(*_planned(operations, query, **variables))


@pytest.mark.parametrize(("query", "rows"), [
    ("{ __typename }", 1), ("{ viewer { member { name } } }", 1),
    ("{ demands { nodes { id } } }", 21), ("{ demands(first: 7) { nodes { id } } }", 8),
    ("{ demands(first: 0) { nodes { id } } }", 2), ("{ demands { pageInfo { endCursor } } }", 21),
    ("{ demands { totalCount } }", 1 + price.COUNT), ("{ demands(first: 0) { totalCount } }", 1 + price.COUNT),
    ("{ demands { totalCount groups(by: STATE) { key } a: groups(by: MONTH) { key } } }", 1 + 3 * price.COUNT),
    ("{ demands(first: 5) { nodes { claims { groups(by: STATE) { key } } } } }", 6 + 5 * 2 * price.COUNT_BELOW),
    ("{ demands(first: 5) { totalCount nodes { id } } }", 6 + price.COUNT),
    ("{ demands(first: 5) { nodes { claims(first: 3) { nodes { id } } } } }", 1 + 5 + 15),
    ("{ demands(first: 5) { nodes { claims { totalCount } } } }", 6 + 5 * price.COUNT_BELOW),
    ("{ demands(first: 500) { nodes { id } } }", 2),  # refused when it is run
])
def test_pages_and_counts(operations: Operations, query: str, rows: int) -> None:
    assert _price(operations, query) == rows


@pytest.mark.parametrize(("selection", "times"), [
    ("title", 1), ("title body", 1), ("title title", 1), ("a: title b: title", 2), ("a: title b: title c: title", 3),
    ("a: publisher { name kind } b: publisher { name }", 2), ("publisher { a: name b: name }", 2),
    ("viewerCan { a: action b: action }", 2), ("a: viewerCan { action } b: viewerCan { action }", 3),
    ("a: __typename b: __typename", 2), ("... on Demand { a: urgency b: urgency }", 2)])
def test_a_value_said_again_is_another_row(operations: Operations, selection: str, times: int) -> None:
    for nodes in (f"nodes {{ {selection} }}", f"edges {{ node {{ {selection} }} }}"):
        assert _price(operations, f"{{ items(first: 10) {{ {nodes} }} }}") == 1 + 10 * times
    assert _price(operations, f"{{ items(first: 10) {{ a: nodes {{ {selection} }} nodes {{ id }} }} }}") == 1 + 10 * (times + 1)


def test_the_size_of_a_page_may_be_a_variable(operations: Operations) -> None:
    query = "query($n: Int) { demands(first: $n) { nodes { id } } }"
    assert [_price(operations, query, n=n) for n in (5, 50, 5)] == [6, 51, 6]


ENTITIES = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Demand { id claims(first: 5) { nodes { id } } } } }"


def test_each_representation_costs_also_when_it_is_not_the_first(operations: Operations) -> None:
    one = {"__typename": "Demand", "id": "de" + "0" * 32}
    assert [_price(operations, ENTITIES, r=[one] * count) for count in (0, 1, 100)] == [1, 1 + 6, 1 + 600]


NODES = "nodes(ids: %s) { ... on Demand { id claims(first: 5) { nodes { id } } } }"


@pytest.mark.parametrize("query", [f"query($i: ID!) {{ {NODES % '[$i]'} }}", f"query($i: [ID!]!) {{ {NODES % '$i'} }}"])
def test_what_an_id_costs_is_not_what_another_did(operations: Operations, query: str) -> None:
    demand, member, nothing = "de" + "0" * 32, "me" + "0" * 32, "x"
    prices = [_price(operations, query, i=each) for each in (nothing, demand, member, nothing, demand)]
    assert prices == [1, 1 + 6, 1 + 1, 1, 1 + 6]


@pytest.mark.parametrize("query", [
    "{ " + " ".join(f"a{number}: events {{ totalCount }}" for number in range(245)) + " }",
    "{ " + " ".join(f"a{number}: events(first: 0) {{ totalCount }}" for number in range(245)) + " }",
    "{ items(first: 100) { nodes { " + " ".join(f"a{number}: body" for number in range(490)) + " } } }"])
def test_many_aliases_are_too_costly(operations: Operations, query: str) -> None:
    with pytest.raises(TooCostly, match=str(limits.LIMITS.rows)):
        plan, run = _planned(operations, query)
        price.check(plan, run, limits.LIMITS.rows)


def _planned(operations: Operations, query: str, **variables: Any) -> tuple[Plan, Run]:
    context = Context(cast("Any", SimpleNamespace()), VIEWER, "a request", lambda: datetime.now(UTC))
    prepared = operations.planning.prepare(Request(query, variables), context)
    return operations.planning.plan(prepared, "Query", prepared.operation.selection_set)
