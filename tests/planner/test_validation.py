"""The rules that are asked only about what they look at say what graphql-core's own say."""
import pytest
from graphql import parse, validate

from planner import validation
from schema import graphql
from tests.planner.test_triples import TRIPLES

WRONG = (
    "{ nothing }", "{ viewer }", "{ viewer { member { name { x } } } }", "{ demands(first: \"1\") { nodes { id } } }",
    "{ demands(second: 1) { nodes { id } } }", "{ demands(first: 1, first: 2) { nodes { id } } }", "{ node { id } }",
    "query A { __typename } query A { __typename }", "query A { __typename } { __typename }",
    "query ($a: Int, $a: Int) { demands(first: $a) { nodes { id } } }", "query ($a: Int) { __typename }",
    "{ demands(first: $a) { nodes { id } } }", "query ($a: String) { demands(first: $a) { nodes { id } } }",
    "query ($a: Demand) { __typename }", "query ($a: Nothing) { __typename }", "{ ...A }", "fragment A on Query { __typename }",
    "{ ...A } fragment A on Nothing { id }", "{ ...A } fragment A on Query { ...A }", "{ ...A } fragment A on Demand { id }",
    "{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }", "{ ... on ListState { __typename } }",
    "{ __typename @nothing }", "query @include(if: true) { __typename }", "{ __typename @skip }",
    "{ __typename @skip(if: true) @skip(if: false) }", "{ a: __typename a: viewer { __typename } }",
    "{ demands(filter: {state: NOTHING}) { nodes { id } } }", "{ demands(filter: {a: 1, a: 1}) { nodes { id } } }",
    "subscription { changes { cursor } __typename }", "mutation { nothing }", "type A { a: Int }", "{ a b c d e f g }",
    "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }",
)


@pytest.mark.parametrize("text", WRONG)
def test_of_what_is_wrong(text: str) -> None:
    schema, document = graphql.operations().planning.schema, parse(text)
    expected = validate(schema, document, max_errors=3)
    assert expected
    assert [each.formatted for each in validation.errors(schema, document, 3)] == [each.formatted for each in expected]


@pytest.mark.parametrize("path", sorted(TRIPLES.glob("*.graphql")), ids=lambda path: path.stem)
def test_nothing_of_what_is_right(path: object) -> None:
    assert validation.errors(graphql.operations().planning.schema, parse((TRIPLES / str(path)).read_text("utf-8")), 3) == []
