"""Webhooks beside as many of others, and what was sent to one beside all that was sent: a page reads its own rows."""
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from db import deliveries, mail
from db.driver.connection import Connection
from planner import ids
from tests.plans import explained
from tests.plans.conftest import Crowd

MANY = 40_000
WEBHOOKS = """INSERT INTO webhook (id, organization_id, added_by, name, host, format, state, added_at)
  SELECT gen_random_uuid(), $2, $3, '网址', 'example.cn', 'STANDARD', CASE n % 2 WHEN 1 THEN 'ACTIVE' ELSE 'PAUSED' END,
  timestamptz '2000-01-01' + n * interval '1 hour' FROM generate_series(1, $1::int) n"""
SENT = """INSERT INTO delivery (webhook_id, event_id, pos, kind, object_type, object_id, at, state)
  SELECT w.id, gen_random_uuid(), n, CASE WHEN n % 1000 = 2 THEN 'ITEM_EXPIRED' ELSE 'CLAIM_PROPOSED' END, 'Claim',
  gen_random_uuid(), timestamptz '2000-01-01' + n * interval '1 hour',
  CASE n % 1000 WHEN 0 THEN 'DEAD' WHEN 1 THEN 'WAITING' ELSE 'SENT' END
  FROM (SELECT id FROM webhook WHERE organization_id = $2 ORDER BY added_at LIMIT 1) w, generate_series(1, $1::int) n"""
MAILS = """INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, try_at)
  SELECT $2, 'DIGEST', n, 0, 0, d, CASE n % 1000 WHEN 0 THEN 'DEAD' WHEN 1 THEN 'WAITING' ELSE 'SENT' END, d
  FROM (SELECT n, timestamptz '2000-01-01' + n * interval '1 hour' AS d FROM generate_series(1, $1::int) n) g"""
NOW = datetime(2098, 1, 1, tzinfo=UTC)
LOOKS: dict[str, tuple[Callable[[Connection], Awaitable[Any]], dict[str, int]]] = {
    "what webhooks are sent next": (lambda connection: deliveries.due(connection, NOW, [], 20),
                                    {"webhook": 10, "delivery": 10}),
    "how many messages wait and are dead": (deliveries.figures, {"delivery": 200}),
    "which mails are sent next": (lambda connection: mail.begin(connection, NOW, NOW, 20), {"mailing": 150}),
    "how many mails wait and were given up": (mail.figures, {"mailing": 100})}


@pytest.fixture(scope="module")
async def webhooks(crowd: Crowd) -> AsyncIterator[Crowd]:
    """Fifty of the bank, of whose first one all was sent, and many of the hospital."""
    city, execute = crowd.city, crowd.connection.execute
    await execute("ALTER TABLE delivery DISABLE TRIGGER ALL")
    for count, whose in ((50, "bank"), (MANY, "hospital")):
        await execute(WEBHOOKS, count, getattr(city, whose), city.members[whose])
        await execute(SENT, MANY, getattr(city, whose))
    await execute("INSERT INTO webhook_key (webhook_id, address) SELECT id, 'https://example.cn/' FROM webhook")
    await execute(MAILS, MANY, city.members["bank"])
    for table in ("webhook", "webhook_key", "delivery", "mailing"):
        await execute(f"VACUUM ANALYZE {table}")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, filter: {state: [ACTIVE]}",
                                       "first: 20, filter: {state: [PAUSED], format: [STANDARD]}"])
async def test_a_page_reads_its_own_rows(webhooks: Crowd, handle: str, arguments: str) -> None:
    read, = await webhooks.explain(handle, f"{{ webhooks({arguments}) {{ nodes {{ name organization {{ name }} }} }} }}")
    assert not read.whole, read.sql
    assert read.read.get("webhook", 0) <= 200, read.sql


@pytest.mark.parametrize(("arguments", "most"), [
    ("first: 20", 60), ("first: 20, filter: {state: [DEAD]}", 100), ("first: 20, filter: {state: [WAITING]}", 100),
    ("first: 20, filter: {state: [WAITING, DEAD]}", 150), ("first: 20, filter: {state: [SENT]}", 150),
    ("first: 20, filter: {kind: [ITEM_EXPIRED]}", 100), ("first: 20, filter: {kind: [ITEM_EXPIRED, CLAIM_PROPOSED]}", 150),
    ("first: 20, filter: {kind: [ITEM_EXPIRED], state: [SENT]}", 100), ("first: 20, filter: {kind: [WISH_OVER]}", 100),
    ("first: 20, filter: {kind: [CLAIM_PROPOSED], state: [DEAD]}", 100),
    ("first: 20, filter: {kind: [ITEM_EXPIRED, CLAIM_PROPOSED], state: [WAITING, DEAD]}", 200)])
async def test_what_was_sent_to_one_is_read_by_the_page(webhooks: Crowd, arguments: str, most: int) -> None:
    first = await webhooks.connection.fetchval("SELECT webhook_id FROM delivery JOIN webhook w ON w.id = webhook_id "
                                               "WHERE w.organization_id = $1 LIMIT 1", webhooks.city.bank)
    _, read = await webhooks.explain("bank", f"""{{ node(id: "{ids.encoder('wh')(first)}") {{ ... on Webhook {{
        deliveries({arguments}) {{ nodes {{ kind state }} }} }} }} }}""")
    assert not read.whole, read.sql
    assert read.read["delivery"] <= most, read.sql


@pytest.mark.parametrize("look", LOOKS)
async def test_a_look_at_the_queue_reads_what_waits(webhooks: Crowd, look: str) -> None:
    """However many webhooks there are, and however much was sent."""
    ask, most = LOOKS[look]
    spied = explained.Spied(webhooks.connection)
    async with webhooks.connection.transaction():
        assert await ask(spied)  # type: ignore[arg-type]  # it only fetches
    [found] = spied.found
    assert not found.whole, found.sql
    assert {table: rows for table, rows in found.read.items() if table != "bitmaps" and rows > most.get(table, 0)} == {}
