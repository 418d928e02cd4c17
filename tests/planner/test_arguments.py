"""Arguments with variables inside are read as graphql-core would coerce them anew in each run."""
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from graphql import FieldNode, GraphQLField, OperationDefinitionNode, build_schema, parse
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values

from domain.viewer import Viewer
from planner import arguments
from planner.arguments import Run

SCHEMA = build_schema("""
    type Query { f(a: In, b: [In!], c: [[Int]], d: Colour = RED, e: Int): Int }
    input In { x: Int = 3, y: [Int], z: In, d: Colour, t: String! = "t" }
    enum Colour { RED BLUE }
""")
FIRST = {"i": 1, "j": 2, "l": [1, None], "o": {"x": 5, "z": {"y": [6]}}, "s": "eins", "d": "RED", "n": None}
SECOND = {"i": 7, "j": 8, "l": [9], "o": {"d": "BLUE"}, "s": "zwei", "d": "BLUE", "n": None}
DECLARED = "($i: Int, $j: Int!, $l: [Int], $o: In, $s: String!, $d: Colour, $n: Int, $absent: Int)"
WRITTEN = ["a: $o", "a: {x: $i, y: [1, $j, $n, $absent], t: $s}", "a: {x: $absent, z: {z: {d: $d, y: $l}, x: 1}}",
           "a: {x: $n, y: $l}", "b: [{x: $i}, $o]", "c: [[1, $i], $l]", "d: $d, e: $absent", "e: $i"]
CHANGED_IN_FORM = ["b: {x: $i}", "c: [$l, 1]"]  # one becomes a list of one


def _field(written: str) -> tuple[GraphQLField, FieldNode, OperationDefinitionNode]:
    operation = parse(f"query Q{DECLARED} {{ f({written}) }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    node = operation.selection_set.selections[0]
    assert isinstance(node, FieldNode)
    assert SCHEMA.query_type
    return SCHEMA.query_type.fields["f"], node, operation


def _run(operation: OperationDefinitionNode, raw: dict[str, Any]) -> Run:
    values = get_variable_values(SCHEMA, operation.variable_definitions or (), raw)
    assert isinstance(values, VariableValues), values
    return Run(values.coerced, Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None), datetime.now(UTC))


def _read(written: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """In a second run of a plan that was made for the first; and what graphql-core makes of it."""
    definition, node, operation = _field(written)
    given = arguments.of_field(definition, node, _run(operation, FIRST))
    run = _run(operation, SECOND)
    return ({name: each.read(run) for name, each in given.items()},
            get_argument_values(definition, node, VariableValues({}, run.variables)))


@pytest.mark.parametrize("written", WRITTEN)
def test_as_graphql_core_does(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, expected = _read(written)
    assert read == expected
    asked = 0

    def counted(*given: Any) -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return get_argument_values(*given)
    monkeypatch.setattr(arguments, "get_argument_values", counted)
    _read(written)
    assert asked == 1  # for the plan alone


@pytest.mark.parametrize("written", CHANGED_IN_FORM)
def test_what_changes_its_form_is_left_to_graphql_core(written: str) -> None:
    read, expected = _read(written)
    assert read == expected
