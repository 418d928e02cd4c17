"""The operations that the GraphiQL page opens with fit the schema, variables included."""
import json
from pathlib import Path

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "hub/graphiql/examples").glob("*.graphql"))


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "sdl/sandan.graphql").read_text("utf-8"))


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_fits_the_schema(schema: GraphQLSchema, path: Path) -> None:
    document = parse(path.read_text("utf-8"))
    assert [str(error) for error in validate(schema, document)] == []

    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    given = path.with_suffix(".json")
    variables = json.loads(given.read_text("utf-8")) if given.exists() else {}
    values = get_variable_values(schema, operation.variable_definitions or (), variables)
    assert not isinstance(values, list), [str(error) for error in values]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_explained_in_both_languages(path: Path) -> None:
    comments = "".join(line for line in path.read_text("utf-8").splitlines() if line.startswith("#"))
    assert any("\u4e00" <= character <= "\u9fff" for character in comments)
    assert any(word.isascii() and word.isalpha() for word in comments.split())
