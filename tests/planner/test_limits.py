"""Texts that would hold the loop are refused by their counts, and whatever is made to break the reader is a bad request."""
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner import bounds, limits
from planner.documents import BadRequest, Documents
from planner.limits import LIMITS, TooCostly
from schema import graphql
from tests.attack import texts


@pytest.fixture(scope="module")
def documents() -> Documents:
    return graphql.operations().planning.documents


@pytest.mark.parametrize("name", texts.SHAPES)
def test_every_shape_of_any_size_is_answered(documents: Documents, name: str) -> None:
    """Nothing but a document, BAD_REQUEST or TOO_COSTLY comes of it, with a clear text."""
    for size in (1, 90, 600, 5_000, 70_000):
        try:
            documents.get(texts.SHAPES[name](size))
        except BadRequest as problem:
            assert problem.errors and all(each.message and each.original_error is None for each in problem.errors)
        except TooCostly as problem:
            assert "。" in str(problem)


AT, BEYOND = 0, 1
WITHIN: dict[str, tuple[str, Callable[[int], str]]] = {  # which limit, and a text that counts so much
    "text": ("bytes are the most", lambda n: "{ __typename }".ljust(n)),
    "text of three bytes each": ("bytes are the most", lambda n: ("{ __typename } #" + "房" * 9_000).ljust(n - 18_000)),
    "operations": ("operations", lambda n: " ".join(f"query q{each} {{ __typename }}" for each in range(n))),
    "fragments": ("fragments", lambda n: "{ " + "...f0 " + " }" + " ".join(
        f"fragment f{each} on Query {{ {f'...f{each + 1}' if each < n - 1 else '__typename'} }}" for each in range(n))),
    "fields": ("fields", lambda n: "{ " + " ".join(f"a{each}: __typename" for each in range(n)) + " }"),
    "fields of all operations": ("fields", lambda n: "query a { __typename } query b { " + " ".join(
        f"a{each}: __typename" for each in range(n - 1)) + " }"),
}


@pytest.mark.parametrize("which", WITHIN)
def test_up_to_the_limit(documents: Documents, which: str) -> None:
    message, text = WITHIN[which]
    most = getattr(LIMITS, which.split()[0])
    documents.get(text(most))
    with pytest.raises(TooCostly, match=message):
        documents.get(text(most + 1))


def test_tokens_are_counted_while_they_are_read(documents: Documents) -> None:
    """Comments too; the text behind the last token that is allowed is not looked at."""
    for token in ("__typename ", "#\n"):
        with pytest.raises(BadRequest, match=f"more than {LIMITS.tokens} tokens"):
            documents.get("{ " + token * (LIMITS.tokens + 1) + '"')


@pytest.mark.parametrize("repeated", ["items { totalCount }", "... { items { totalCount } }", "...f"])
def test_fields_of_one_name_are_counted_by_pairs(repeated: str) -> None:
    """In fragments too, and each level of fields below counts its own."""
    fragments = " fragment f on Query { items { totalCount } ...g } fragment g on Query { items { totalCount } }"
    measured = Documents(graphql.operations().planning.schema, replace(LIMITS, merged=2 * (50 * 49 // 2) + 10))
    measured.get("{ " + (repeated + " ") * 48 + "items { totalCount } }" + (fragments if "f" in repeated[:4] else ""))
    with pytest.raises(TooCostly, match="write each once"):
        measured.get("{ " + "items { totalCount } " * 52 + "}")
    with pytest.raises(TooCostly, match="write each once"):
        measured.get("{ __typename } fragment f on Query { " + "items { totalCount } " * 52 + "}")


@pytest.mark.parametrize(("literal", "message"), [
    ("items(filter: {text: \"" + "a" * (bounds.TEXT + 1) + "\"}) { totalCount }", "filter.text: .*At most 30000 characters"),
    ("items(filter: {state: [" + "DRAFT " * 101 + "]}) { totalCount }", "filter.state: .*At most 100 values; there were 101"),
    ("items(filter: {" + "text: 1 " * 101 + "}) { totalCount }", "filter: .*At most 100 values; there were 101"),
    ("items(first: " + "9" * 5_000 + ") { totalCount }", "first: .*At most 40 digits"),
    ("items(filter: {around: {longitude: 1e" + "9" * 400 + "}}) { totalCount }", "filter.around.longitude: .*40 digits"),
    ("_entities(representations: [{a: [[" + "9" * 41 + "]]}]) { __typename }", "representations.a: .*40 digits"),
    ("__typename @skip(if: " + "9" * 41 + ")", "if: .*40 digits")])
def test_literals_are_bounded(documents: Documents, literal: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        documents.get(f"{{ {literal} }}")
    with pytest.raises(BadRequest, match=message):
        documents.get(f"{{ ...f }} fragment f on Query {{ {literal} }}")


@pytest.mark.parametrize("default", ["9" * 41, "[" + "9 " * 101 + "]", '"' + "a" * 30_001 + '"'])
def test_defaults_and_directives_of_operations_are_bounded(documents: Documents, default: str) -> None:
    for text in (f"query($a: Int = {default}) {{ items(first: $a) {{ totalCount }} }}",
                 f"query @skip(if: {default}) {{ __typename }}"):
        with pytest.raises(BadRequest, match="At most"):
            documents.get(text)


def test_arguments_are_counted(documents: Documents) -> None:
    with pytest.raises(TooCostly, match="arguments"):
        documents.get("{ items(" + "first: 1 " * 101 + ") { totalCount } }")


VARIABLES = """query($id: ID!, $texts: [String!], $filter: ItemFilter) { node(id: $id) { id }
    items(filter: $filter) { totalCount } }"""


@pytest.mark.parametrize(("given", "message"), [
    ({"id": "a" * 30_001}, r"Variable '\$id': .*30000 characters"),
    ({"id": "a", "filter": {"text": "a" * 30_001}}, r"Variable '\$filter'\.text: .*30000 characters"),
    ({"id": "a", "filter": {"deadlineBefore": "2" * 30_001}}, r"Variable '\$filter'\.deadlineBefore: .*30000 characters"),
    ({"id": "a", "filter": {"state": ["DRAFT"] * 101}}, r"Variable '\$filter'\.state: .*100 values; there were 101"),
    ({"id": "a", "filter": dict.fromkeys(map(str, range(101)))}, r"Variable '\$filter': .*100 values; there were 101"),
    ({"id": "a", "filter": {"around": 10 ** 30}}, "Variable '.filter'"), ({"id": 10 ** 400}, ""), ({"id": 1e308 * 10}, "")])
def test_variables_are_bounded(documents: Documents, given: dict[str, Any], message: str) -> None:
    operation = documents.get(VARIABLES.replace("$texts: [String!], ", "")).operation(None)
    if not message:
        with_anything = operation.coerced  # an ID may be a whole number of any length
        try:
            with_anything(given)
        except BadRequest as problem:
            assert problem.errors
        return
    with pytest.raises(BadRequest, match=message):
        operation.coerced(given)
    operation.coerced({"id": "a", "filter": {"state": ["DRAFT"] * 100, "text": "a" * 30_000}})


def test_what_is_measured_is_said_in_the_documents() -> None:
    assert graphql.operations().planning.allowed == limits.LIMITS
