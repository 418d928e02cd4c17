"""Nulls where none may be, and functions that raise: a toy catalogue, for ordinary data has neither.

The planner's data and errors are graphql-core's, in the same order, over the same rows.
"""
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLObjectType, GraphQLSchema, build_schema, execute_sync, parse

from db.driver.connection import Connection
from domain.sight import OPEN
from planner import fetch, generate
from planner.arguments import Run
from planner.assemble import Assembly
from planner.catalogue import Catalogue, Column, Computed, Entity, Inline, Many, One
from planner.compile import Compiler
from planner.documents import Documents
from planner.fetch import Fetched
from planner.limits import Limits
from planner.plan import Plan

SDL = """
    type Query { boxes: Boxes!  maybe: Boxes  box: Box  must: Box! }
    type Box { name: String!  note: String  weight: Int!  height: Int  lid: Lid!  cover: Lid
               owner: Box!  parent: Box  inner: Boxes!  extra: Boxes }
    type Lid { colour: String!  mark: String }
    type Boxes { edges: [Edge!]!  nodes: [Box!]!  totalCount: Int! }
    type Edge { cursor: String!  node: Box! }"""
SCHEMA = build_schema(SDL)


def _measured(_: Any, value: int | None) -> int | None:
    if value == 13:
        raise ValueError("nobody measures thirteen")
    return value


CATALOGUE = Catalogue({
    "Query": Entity("Query", {"boxes": Many(), "maybe": Many(), "box": One("{t}.name = 'b1'"),
                              "must": One("{t}.name = 'b2'")}),
    "Box": Entity("Box", {
        "name": Column("{t}.name"), "note": Column("{t}.note"), "weight": Computed(("{t}.weight",), _measured),
        "height": Computed(("{t}.height",), _measured), "lid": Inline(), "cover": Inline("{t}.colour"),
        "owner": One("{t}.id = {p}.owner_id"), "parent": One("{t}.id = {p}.parent_id"),
        "inner": Many("{t}.parent_id = {k}", "{p}.id"), "extra": Many("{t}.owner_id = {k}", "{p}.id")}, table="box",
        visible=OPEN),
    "Lid": Entity("Lid", {"colour": Column("{t}.colour"), "mark": Column("{t}.mark")}),
}, {}, {})
ROOT_FIELDS = ("name note", "weight height", "lid { colour mark }", "cover { colour mark }", "owner { name }",
               "parent { name weight owner { name } }", "inner { totalCount nodes { name height } }",
               "extra { edges { node { weight parent { name } } } }")
TEXTS = [
    *(f"{{ boxes {{ nodes {{ {fields} }} }} maybe {{ nodes {{ {fields} }} }} }}" for fields in ROOT_FIELDS),
    *(f"{{ maybe {{ edges {{ node {{ note {fields} }} }} }} box {{ {fields} }} must {{ {fields} }} }}"
      for fields in ROOT_FIELDS),
    "{ box { parent { parent { name } note } extra { nodes { parent { owner { weight } } height } } } }",
    "{ box { extra { nodes { extra { nodes { height extra { nodes { name } } } } parent { name } } } note height } }",
]


def rows(seed: int) -> list[dict[str, Any]]:
    """Twelve boxes in a tangle; more of their values are null, or break, with some seeds than with others."""
    random = Random(seed)
    ids = [UUID(int=number + 1) for number in range(12)]
    rate = seed % 4 * 0.08

    def maybe(value: Any) -> Any:
        return None if random.random() < rate else value

    return [{"id": row_id, "name": maybe(f"b{number}"), "note": maybe("n"), "colour": maybe("red"), "mark": maybe("x"),
             "weight": maybe(13 if random.random() < rate else number), "height": maybe(13 if random.random() < rate else 1),
             "owner_id": maybe(random.choice(ids)), "parent_id": maybe(random.choice(ids))}
            for number, row_id in enumerate(ids)]


@pytest.fixture
async def table(connected: Connection) -> AsyncIterator[Connection]:
    await connected.execute("CREATE TEMP TABLE box (id uuid, name text, note text, colour text, mark text, weight int4, "
                            "height int4, owner_id uuid, parent_id uuid)")
    yield connected
    await connected.execute("DROP TABLE box")


def reference(boxes: list[dict[str, Any]]) -> GraphQLSchema:
    """The toy schema with a function at each field that is no column."""
    schema = build_schema(SDL)

    def find(**wanted: Any) -> Any:
        return next((box for box in boxes if all(box[name] == value for name, value in wanted.items())), None)

    def page(name: str | None = None, value: Any = None) -> Mapping[str, Any]:
        found = [box for box in reversed(boxes) if name is None or box[name] == value]
        return {"nodes": found, "edges": [{"node": box} for box in found], "totalCount": len(found)}

    answers: dict[str, dict[str, Any]] = {
        "Query": {"boxes": lambda _: page(), "maybe": lambda _: page(), "box": lambda _: find(name="b1"),
                  "must": lambda _: find(name="b2")},
        "Box": {"weight": lambda box: _measured(None, box["weight"]), "height": lambda box: _measured(None, box["height"]),
                "lid": lambda box: box, "cover": lambda box: box if box["colour"] is not None else None,
                "owner": lambda box: box["owner_id"] and find(id=box["owner_id"]),
                "parent": lambda box: box["parent_id"] and find(id=box["parent_id"]),
                "inner": lambda box: page("parent_id", box["id"]), "extra": lambda box: page("owner_id", box["id"])}}
    for type_name, fields in answers.items():
        type_ = schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        for name, answer in fields.items():
            type_.fields[name].resolve = lambda source, _, answer=answer: answer(source)
    return schema


async def planned(connection: Connection, text: str) -> tuple[Any, list[Any]]:
    """The assembler's data and errors; the generated code gives the same data, or knows that it cannot."""
    document = Documents(SCHEMA, Limits()).get(text)
    run = Run({}, None, datetime.now(UTC))
    plan = Compiler(SCHEMA, CATALOGUE, document, run).plan("Query", [document.operation(None).node.selection_set])
    data, errors = _assembled(plan, run, await fetch.fetch(plan, connection, run))
    plan.quick = generate.make(plan)
    assert plan.quick is not None
    fetched = await fetch.fetch(plan, connection, run)
    assert (data, errors) == _assembled(plan, run, fetched)
    try:
        assert _read(plan.quick(run, fetched)) == data
        assert not errors
    except (generate.NotPlain, ValueError):
        assert errors
    return data, errors


def _assembled(plan: Plan, run: Run, fetched: Fetched) -> tuple[Any, list[Any]]:
    assembly = Assembly(run, fetched)
    data = _read(assembly.root(plan))
    return data, [(error.path, error.message) for error in assembly.errors]


def _read(answer: Any) -> Any:
    """As a client does: parts of the quick way's answer are JSON already."""
    return orjson.loads(orjson.dumps(answer))


@pytest.mark.parametrize("seed", range(12))
async def test_nulls_and_errors_go_where_graphql_core_lets_them_go(table: Connection, seed: int) -> None:
    boxes = rows(seed)
    await table.executemany("INSERT INTO box (id, name, note, colour, mark, weight, height, owner_id, parent_id) "
                            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
        tuple(box[name] for name in ("id", "name", "note", "colour", "mark", "weight", "height", "owner_id", "parent_id"))
        for box in boxes])
    schema, broken = reference(boxes), 0
    for text in TEXTS:
        expected = execute_sync(schema, parse(text))
        wanted = [(error.path, error.message) for error in expected.errors or ()]
        assert await planned(table, text) == (expected.data, wanted), text
        broken += bool(wanted)
    assert broken > 0 or seed % 4 == 0
