"""What a request made goes with it: what is in a circle stays until the garbage collector looks at everything, at once."""
import gc
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from planner.arguments import Run
from planner.compile import Compiler
from planner.documents import BadRequest, Documents
from planner.generate import make
from planner.limits import LIMITS, TooCostly
from schema import graphql

TIMES = 10
PAGE = "items(first: 3) { totalCount nodes { id title publisher { name } viewerCan { __typename } } }"
TEXTS = {
    "good": f"{{ a#: {PAGE} }}",
    "with fragments": """query A { a#: __typename ...F } fragment F on Query { items { nodes { ...G } } }
        fragment G on ListItem { id }""",
    "with variables": """query ($a: Int = 3, $f: ItemFilter, $b: Boolean!) {
        a#: items(first: $a, filter: $f) { totalCount @skip(if: $b) } }""",
    "with comments": "# a#\n{ # b\n __typename # c\n# d\n }",
    "without an end": "{ a#: items(filter: {text: \"abc",
    "with unknown names": "{ a#: nothing items { x } }",
    "with too many unknown names": "{ " + " ".join(f"a#_{number}: nothing" for number in range(30)) + " }",
    "too large": "{ " + " ".join(f"a#_{number}: __typename" for number in range(600)) + " }",
    "with too many tokens": "{ " + "a# " * 4_000 + " }",
}
LISTS = f"""{{ a#: {PAGE} b: demands(filter: {{text: "abc"}}) {{ edges {{ cursor node {{ claims(first: 2) {{
  nodes {{ state item {{ title }} }} pageInfo {{ hasNextPage }} }} }} }} }} c: viewer {{ member {{ name }} }} }}"""


def _left(do: Callable[[int], Any]) -> int:
    """How many objects that nobody has are there after each of some calls, of which the first ones make what is made once."""
    for number in range(3):
        do(TIMES + number)
    gc.collect()
    gc.disable()
    try:
        for number in range(TIMES):
            do(number)
        return gc.collect() // TIMES
    finally:
        gc.enable()


def _read(documents: Documents, text: str) -> None:
    """Also what was bad goes: the next text takes its place."""
    for each in (text, "{ __typename }"):
        try:
            documents.glance(each)
        except (BadRequest, TooCostly):
            assert each == text


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_was_read(name: str) -> None:
    documents = Documents(graphql.operations().planning.schema, LIMITS)
    assert _left(lambda number: _read(documents, TEXTS[name].replace("#", str(number)))) == 0


def test_a_plan() -> None:
    planning = graphql.operations().planning
    documents = Documents(planning.schema, LIMITS)

    def plan(number: int) -> None:
        document = documents.glance(LISTS.replace("#", str(number)))
        compiler = Compiler(planning.schema, planning.catalogue, document, Run({}, None, datetime.now(UTC)), LIMITS)
        assert make(compiler.plan("Query", (document.operation(None).node.selection_set,)))
        documents.glance("{ __typename }")

    assert _left(plan) == 0


@pytest.mark.parametrize("given", [
    {"a": "x"}, {"f": {"nothing": 1}}, {"f": {"deadlineBefore": 5}}, {"f": {"state": "X"}}, {"f": 5},
    {"f": {"text": "x" * 40_000}}], ids=lambda each: str(each)[:40])
def test_variables_that_are_wrong(given: dict[str, Any]) -> None:
    operation = Documents(graphql.operations().planning.schema, LIMITS).glance(
        "query ($a: Int, $f: ItemFilter) { items(first: $a, filter: $f) { totalCount } }").operation(None)

    def coerce(_: int) -> None:
        with pytest.raises(BadRequest):
            operation.coerced(given)

    assert _left(coerce) == 0
