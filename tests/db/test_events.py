"""Whoever follows the log walks it from a place on: what that costs does not grow with the log."""
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from db.driver import connection
from db.driver.connection import Connection, Pool
from db.log import events
from domain import trail
from domain.event import Rights

LOG = """INSERT INTO event (pos, form, hash, id, at, kind, object_type, object_id, object_version, subject_type, subject_id)
         SELECT n, 2, '', gen_random_uuid(), now(), CASE n % 1000 WHEN 0 THEN 'office.ended' ELSE 'item.revised' END, 'Demand',
                gen_random_uuid(), 1, 'item', gen_random_uuid() FROM generate_series(1, 20000) AS n"""


@pytest.fixture
async def connected(database: str, pool: Pool) -> AsyncIterator[Connection]:
    one = await connection.connect(database)
    await one.execute(LOG)
    await one.execute("ANALYZE event")
    yield one
    await one.close()


@pytest.mark.parametrize(("look", "asked"), [
    (events.passed, (19_990, trail.HARMLESS, 500)), (events.after, (19_990, 500)), (events.unplaced, (1_000,)),
    (events.oldest, ()), (events.last, ()), (events.chain, (19_990, 500)), (events.lag, (datetime.now(UTC),))])
async def test_no_look_reads_the_whole_log(
        connected: Connection, monkeypatch: pytest.MonkeyPatch, look: Any, asked: tuple[Any, ...]) -> None:
    sent: list[str] = []

    async def noting(_: Connection, statement: str, *values: Any) -> Any:
        sent.append(statement)
        raise InterruptedError

    for method in ("fetch", "fetchrow", "fetchval"):
        monkeypatch.setattr(asyncpg.Connection, method, noting)
    with pytest.raises(InterruptedError):
        await look(connected, *asked)
    monkeypatch.undo()
    await connected.execute(f"PREPARE look AS {sent[0]}")
    places = ", ".join("NULL" for number in range(1, 10) if f"${number}" in sent[0])
    plan = "\n".join(row[0] for row in await connected.fetch(f"EXPLAIN EXECUTE look{places and f'({places})'}"))
    assert "Seq Scan on event" not in plan, plan


async def test_a_kind_that_this_hub_does_not_know_may_have_changed_rights(connected: Connection) -> None:
    """It is a newer hub's, that writes beside this one."""
    assert trail.rights("call.raised") is Rights.ANYBODY
    await connected.execute(LOG.replace("generate_series(1, 20000)", "generate_series(20001, 20001)")
                            .replace("'item.revised'", "'call.raised'"))
    reached, [(kind, object_id, after)] = await events.passed(connected, 20_000, trail.HARMLESS, 500)
    assert (reached, kind, trail.whose_rights(kind, object_id, after)) == (20_001, "call.raised", frozenset({None}))


async def test_what_passed_is_told_a_batch_at_a_time(connected: Connection) -> None:
    for pos, head, found in ((0, 500, False), (500, 1000, True), (19_900, 20_000, True), (20_000, 20_000, False)):
        reached, passed = await events.passed(connected, pos, trail.HARMLESS, 500)
        assert (reached, bool(passed)) == (head, found)
        assert all(kind.startswith("office.") for kind, _, _ in passed)
