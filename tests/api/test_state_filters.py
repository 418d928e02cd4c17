"""A Boolean field of a filter that names states is true for a row in none but these: a page looks into no others."""
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from graphql import get_named_type

from domain import processes
from planner.catalogue import Entity, FilterField
from schema import graphql
from tests.api import everything, states
from tests.api.client import Client
from tests.api.questions import SCHEMA

CATALOGUE = graphql.operations().planning.catalogue
PROCESSES = {process.table: process for process in processes.ALL}
NOW = datetime(2100, 1, 1, tzinfo=UTC)  # everything is late


class Yes:
    """In place of a value."""

    def __format__(self, type_: str) -> str:
        return "true"


def _lists() -> Iterator[tuple[Entity, str, FilterField]]:
    """Of root lists each such field, with what it is about."""
    assert SCHEMA.query_type
    for field in SCHEMA.query_type.fields.values():
        target = CATALOGUE.objects.get(get_named_type(field.type).name.removesuffix("Connection"))
        if target and "filter" in field.args:
            known = CATALOGUE.filters[get_named_type(field.args["filter"].type).name]
            yield from ((target, name, declared) for name, declared in known.items() if declared.states)


LISTS = list(_lists())


@pytest.mark.parametrize(("target", "name", "field"), LISTS, ids=[f"{target.name}.{name}" for target, name, _ in LISTS])
async def test_it_is_true_in_these_states_alone(client: Client, target: Entity, name: str, field: FilterField) -> None:
    """Whatever else the row has."""
    process = PROCESSES[str(target.table)]
    async with client.pool.acquire() as one:
        object_id: UUID = (await everything.fill(one, client.city))[target.name.lower()]
    await client.pool.execute("DELETE FROM card WHERE id <> $1 AND state = 'PROPOSED'", object_id)  # one of a claim may wait
    organizations = "ARRAY(SELECT id FROM organization)"
    condition = field.condition.format(t="t", v=Yes(), now=f"'{NOW}'::timestamptz", organizations=organizations)
    for state in [each for each in process.states if each not in field.states]:
        await states.put(client.pool, process, object_id, state)
        asked = f"SELECT {process.state}, coalesce({condition}, false) FROM {target.table} t WHERE id = $1"
        found = await client.pool.fetchrow(asked, object_id)
        assert found is not None
        assert (*found,) == (state, False)


def test_there_are_such_fields() -> None:
    found = {f"{target.name}.{name}" for target, name, _ in LISTS}
    assert found > {"Whistle.overdue", "Topic.open", "Admission.inForce", "Card.awaitsMe"}
