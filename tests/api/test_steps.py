"""Every step of every process: of two who take it at once one does; who does not see the object is told that there is none."""
import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.api.cases import Case
from tests.api.client import Client, capital, mutation, new_key
from tests.api.test_mutations import CASES, Ids, ids
from tests.api.test_rights import PROCESS_OF

__all__ = ["ids"]
STEPS = [case for case in CASES if case.name in PROCESS_OF]
ENDING = [case for case in STEPS if PROCESS_OF[case.name][1].target not in (None, *PROCESS_OF[case.name][1].sources)]
"""Those after which it cannot be taken again."""
STRANGERS = ("hospital", "neighbour", "far-community", "far-street", "nobody")


async def _object(client: Client, case: Case, given: dict[str, Any]) -> tuple[str, UUID]:
    """What the case takes its step with: the field that names it, and its id."""
    table = PROCESS_OF[case.name][0].table
    for name, value in given.items():
        if name.endswith("Id") and isinstance(value, str):
            row_id = UUID(hex=value[2:])
            if await client.pool.fetchval(f"SELECT true FROM {table} WHERE id = $1", row_id):
                return name, row_id
    raise AssertionError(f"{case.name} names no {table}")


@pytest.mark.parametrize("case", ENDING, ids=[case.name for case in ENDING])
async def test_of_two_at_once_one_takes_it(client: Client, ids: Ids, case: Case) -> None:
    """Whoever waits for the other asks anew, and leaves no event."""
    process, step = PROCESS_OF[case.name]
    given = ids.fill(case.given)
    _, object_id = await _object(client, case, given)
    async with client.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(f"SELECT FROM {process.table} WHERE id = $1 FOR UPDATE", object_id)
        both = [asyncio.ensure_future(client.write(case.by, case.name, **given)) for _ in range(2)]
        await client.desk.blocked(2)
        await transaction.rollback()
    answers = [answer["__typename"] for answer in await asyncio.gather(*both)]
    assert answers.count(f"{capital(case.name)}Payload") == 1, answers
    assert await client.pool.fetchval("SELECT count(*) FROM event WHERE kind = ANY($1) AND object_id = $2",
                                      [*step.events], object_id) == 1


@pytest.mark.parametrize("case", STEPS, ids=[case.name for case in STEPS])
async def test_what_one_does_not_see_is_not_there(client: Client, ids: Ids, case: Case) -> None:
    """Not even by being told that one may not."""
    given = ids.fill(case.given)
    field, _ = await _object(client, case, given)
    for stranger in STRANGERS:
        if (await client.read(stranger, "query($id: ID!) { node(id: $id) { id } }", id=given[field]))["node"] is None:
            answer = await client.send(stranger, mutation(case.name), input={"idempotencyKey": new_key(), **given})
            assert [each["extensions"]["code"] for each in answer.get("errors", ())] == ["NOT_FOUND"], (stranger, answer)
