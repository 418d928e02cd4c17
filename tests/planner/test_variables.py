"""Variables are coerced as graphql-core coerces them, by whichever way."""
from typing import Any

import pytest
from graphql import GraphQLError, OperationDefinitionNode, build_schema, parse
from graphql.execution.values import get_variable_values

from planner import variables

SCHEMA = build_schema('''
    enum Colour { RED GREEN }
    scalar Moment
    input Within { code: ID! colours: [Colour!] = [RED] inner: Within }
    input Only @oneOf { one: Int two: String }
    input Wish { number: Int! = 3 text: String yes: Boolean at: Moment within: Within! many: [[Int]] }
    type Query { ask(wish: Wish, only: Only, number: Int, colour: Colour, moment: Moment, share: Float): Int }''')
GOOD_WITHIN = {"code": "a"}


def _operation(text: str) -> OperationDefinitionNode:
    definition = parse(f"query({text}) {{ ask }}").definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return definition


@pytest.mark.parametrize(("declared", "raw"), [
    ("$a: Int", {}), ("$a: Int", {"a": None}), ("$a: Int", {"a": 5}), ("$a: Int", {"a": 5.0}), ("$a: Int", {"a": 2**31}),
    ("$a: Int", {"a": True}), ("$a: Int", {"a": "5"}), ("$a: Int!", {}), ("$a: Int!", {"a": None}), ("$a: Int! = 4", {}),
    ("$a: Int = 4", {}), ("$a: Int = 4", {"a": None}), ("$a: Int = 4", {"a": 9}), ("$a: ID", {"a": 5}), ("$a: ID", {"a": "x"}),
    ("$a: Float", {"a": 5}), ("$a: Float", {"a": "5"}), ("$a: Boolean", {"a": 1}), ("$a: String, $b: Int", {"b": 1}),
    ("$a: Colour", {"a": "GREEN"}), ("$a: Colour", {"a": "BLUE"}), ("$a: Moment", {"a": {"any": ["thing"]}}),
    ("$a: [Int!]", {"a": [1, 2]}), ("$a: [Int!]", {"a": 1}), ("$a: [Int!]", {"a": [None]}), ("$a: [[Int]]", {"a": [[1], None]}),
    ("$a: Nothing", {"a": 1}), ("$a: Int", {"a": 1, "b": 2}), ("$a: Only", {"a": {"one": 1}}),
    ("$a: Only", {"a": {"one": 1, "two": "x"}}), ("$a: Only", {"a": {"one": None}}), ("$a: Only", {"a": {}}),
    ("$a: Only", {"a": {"one": 1, "two": None}}), ("$a: Only", {"a": {"other": 1}}), ("$a: Only", {"a": None}),
    ("$a: Wish", {"a": {"within": GOOD_WITHIN}}), ("$a: Wish", {"a": {}}), ("$a: Wish", {"a": []}),
    ("$a: Wish", {"a": {"within": None}}), ("$a: Wish", {"a": {"within": GOOD_WITHIN, "number": None}}),
    ("$a: Wish", {"a": {"within": GOOD_WITHIN, "other": 1}}),
    ("$a: Wish!", {"a": {"many": [[1, None], None], "yes": True, "text": None, "within": {"code": "b", "colours": ["GREEN"]}}}),
    ("$a: Wish", {"a": {"within": {"code": "a", "colours": None, "inner": {"code": "b", "inner": {"code": "c"}}}}}),
    ("$a: Wish", {"a": {"within": {"code": "a", "inner": {"code": 5}}}}),
    ("$a: Wish", {"a": {"within": {"code": "a", "inner": {"code": None}}}})])
def test_as_graphql_core_does(declared: str, raw: dict[str, Any]) -> None:
    operation = _operation(declared)
    expected = get_variable_values(SCHEMA, operation.variable_definitions or (), raw)
    coerce = variables.coercer(SCHEMA, operation)
    if isinstance(expected, list):
        with pytest.raises(variables.BadVariables) as bad:
            coerce(raw)
        assert [error.message for error in bad.value.errors] == [error.message for error in expected]
    else:
        assert repr(coerce(raw)) == repr(expected.coerced)  # in the same order too


def test_good_ones_take_no_detour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(variables, "get_variable_values")
    coerce = variables.coercer(SCHEMA, _operation("$wish: Wish!, $number: Int = 4, $colour: Colour, $only: Only"))
    wish = {"within": {"code": "a"}, "many": [[1]]}
    assert coerce({"wish": wish, "number": 1, "only": {"two": "x"}}) == {
        "wish": {"number": 3, "within": {"code": "a", "colours": ["RED"]}, "many": [[1]]}, "number": 1,
        "only": {"two": "x"}}


def test_what_is_missing_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [[GraphQLError("missing")]]
    monkeypatch.setattr(variables, "get_variable_values", lambda *_, **__: answers.pop())
    with pytest.raises(variables.BadVariables):
        variables.coercer(SCHEMA, _operation("$a: Int!"))({})
    assert answers == []
