"""Every query, mutation and subscription has an example, and all of them run on the demo's data, one story after the other."""
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    parse,
    validate,
    visit,
)

from domain import dates
from schema import graphql
from sdl import collection, examples
from tests.hub.test_program import PATIENCE, Demo, sandan, served

NAMES = examples.names()


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return graphql.public(graphql.build())


def test_each_root_field_has_an_example_that_is_run(schema: GraphQLSchema) -> None:
    """A new concept's are to be written into sdl/examples, and into its stories."""
    roots = [schema.query_type, schema.mutation_type, schema.subscription_type]
    fields = sorted(name for root in roots if isinstance(root, GraphQLObjectType) for name in root.fields)
    assert fields == NAMES
    assert {step.run for story in examples.stories() for step in story.steps} == set(NAMES)
    assert {file.stem for file in examples.HERE.glob("*.json")} - {"stories"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_example_is_right(schema: GraphQLSchema, name: str) -> None:
    """It asks for its field alone, fits the schema, is explained in both languages, asks for __typename of what varies."""
    text = examples.text(name)
    document = parse(text)
    assert [str(error) for error in validate(schema, document)] == []
    operation, = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    field, = operation.selection_set.selections
    assert isinstance(field, FieldNode) and field.name.value == name
    chinese, english = text.splitlines()[:2]
    assert re.match("# .*[\\u4e00-\\u9fff]", chinese) and re.match("# .*[a-z]{2}", english)
    assert _untyped(schema, document) == []


def _untyped(schema: GraphQLSchema, document: Any) -> list[str]:
    known, found = TypeInfo(schema), list[str]()

    class Finder(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            type_ = known.get_type()
            if type_ and is_abstract_type(get_named_type(type_)) and node.selection_set and "__typename" not in {
                    getattr(getattr(each, "name", None), "value", None) for each in node.selection_set.selections}:
                found.append(node.name.value)

    visit(document, TypeInfoVisitor(known, Finder()))
    return found


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with served() as made:
        yield made


@pytest.mark.timeout(900)  # of a machine that has much else to do; a quiet one takes a minute
def test_the_stories(demo: Demo) -> None:
    """Each step is answered without an error, each mutation by its payload, each subscription by an event with an object."""
    known, tokens = {"number": "777", "today": str(dates.day(datetime.now(UTC)))}, dict[str, str]()
    for story in examples.stories():
        for step in story.steps:
            token = tokens.setdefault(step.handle, sandan("token", "--as", step.handle, **demo.variables).stdout.strip())
            data = _answer(demo.url, token, step.run, known)
            where = f"{story.name}: {step.run}"
            assert data[step.run], where
            if examples.kind(step.run) == "mutation":
                assert data[step.run]["__typename"].endswith("Payload"), f"{where}: {data}"
            known |= {name: str(_at(data, path)) for name, path in step.keep.items()}
            if step.put:
                sent = httpx.put(f"{demo.url}{_at(data, step.put)}", content=examples.FILE.encode(), timeout=PATIENCE)
                assert sent.status_code == 201, sent.text


def _answer(url: str, token: str, name: str, known: dict[str, str]) -> Any:
    body = {"query": examples.text(name), "variables": examples.filled(name, known)}
    headers = {"Authorization": f"Bearer {token}"}
    if examples.kind(name) != "subscription":
        answer = httpx.post(f"{url}/graphql", json=body, headers=headers, timeout=PATIENCE).json()
        assert "errors" not in answer, f"{name}: {answer}"
        return answer["data"]
    with httpx.stream("POST", f"{url}/graphql", json=body, headers={**headers, "Accept": "text/event-stream"},
                      timeout=PATIENCE) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: {"):
                answer = json.loads(line.removeprefix("data: "))
                assert "errors" not in answer, f"{name}: {answer}"
                if all(answer["data"][name].values()):
                    return answer["data"]
    raise AssertionError(f"{name} ended")


def _at(data: Any, path: str) -> Any:
    for part in path.split("."):
        data = data[int(part)] if part.isdecimal() else data[part]
    return data


def test_the_collection_has_them_all() -> None:
    made = collection.collection()
    requests = [each for folder in made["item"] for each in folder["item"]]
    assert [each["name"] for each in requests] == [step.run for story in examples.stories() for step in story.steps]
    assert {each["key"] for each in made["variable"]} >= {"url", "token-unit", "token-community"}
    places = set(examples.PLACE.findall(json.dumps(made["item"])))
    set_by = set(re.findall(r"collectionVariables.set\('(\w+)'", json.dumps(made)))
    assert places <= {"$guid", "url"} | set_by | {each["key"] for each in made["variable"]}
