"""Who leaves is no longer worked for, but what is being written is written; and one member leaves the others their share."""
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import httpx
import orjson
import pytest
import websockets

from hub.websocket import messages
from planner import limits
from schema import graphql
from tests import city as place
from tests.city import City
from tests.feed import trail
from tests.hub.ways import JSON, Both, body, both, city

__all__ = ["both", "city"]

pytestmark = pytest.mark.parametrize("both", [()], ids=[""], indirect=True)
SLOW, QUICK = "{ committees { totalCount } }", "{ organizations { totalCount } }"
CLAIM = "mutation($input: ClaimItemInput!) { claimItem(input: $input) { __typename } }"


class Lock:
    """Holds a table, on which statements wait; knows how many do."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection

    async def waiting(self) -> list[int]:
        """The sessions."""
        rows = await self._connection.fetch("SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                                            "AND wait_event_type = 'Lock' ORDER BY pid")
        return [row["pid"] for row in rows]

    async def until(self, count: int) -> list[int]:
        async def are_so_many() -> bool:
            return len(await self.waiting()) == count

        await trail.until(are_so_many)
        return await self.waiting()


@asynccontextmanager
async def locked(database: str, table: str) -> AsyncIterator[Lock]:
    connection = await asyncpg.connect(database)
    async with connection.transaction():
        await connection.execute(f"LOCK TABLE {table}")
        yield Lock(connection)
    await connection.close()


async def ask(both: Both, query: str, *lines: str, **more: object) -> asyncio.StreamWriter:
    """Send a request, of which no answer is read."""
    content = body(query, **more).encode()
    head = [f"{name}: {value}" for name, value in (both.headers | dict(line.split(": ") for line in lines)).items()]
    _, writer = await asyncio.open_connection("127.0.0.1", both.ports[1])
    first = ["POST /graphql HTTP/1.1", "host: hub", f"content-length: {len(content)}"]
    writer.write("\r\n".join([*first, *head, "", ""]).encode() + content)
    await writer.drain()
    return writer


@pytest.mark.parametrize("lines", [[], ["accept: text/event-stream"]], ids=["json", "stream"])
@pytest.mark.parametrize("known", [True, False], ids=["short", "long"])
async def test_a_read_ends_with_its_client(both: Both, database: str, known: bool, lines: list[str]) -> None:
    """The statement is stopped at the server, and its connection is as good as before."""
    assert await both.is_short(body(SLOW))
    async with locked(database, "joint_committee") as lock:
        writer = await ask(both, SLOW if known else "{ slow: committees { totalCount } }", *lines)
        [session] = await lock.until(1)
        writer.close()
        await lock.until(0)
        await _is_free(both, session)
    assert await both.is_short(body(SLOW))


async def _is_free(both: Both, session: int) -> None:
    pool = both.hub.pool
    await trail.until(lambda: pool.get_idle_size() == pool.get_size())
    assert session in [each.get_server_pid() for each in pool._idle]
    assert not pool._held


@pytest.mark.parametrize("leaving", ["complete", "close"])
async def test_a_read_ends_with_its_socket(both: Both, database: str, leaving: str) -> None:
    async with websockets.connect(
            f"ws://127.0.0.1:{both.ports[1]}/graphql", subprotocols=[websockets.Subprotocol(messages.PROTOCOL)],
            additional_headers={"authorization": both.headers["authorization"]}, proxy=None) as socket:
        await socket.send('{"type": "connection_init"}')
        await socket.recv()
        async with locked(database, "joint_committee") as lock:
            await socket.send(orjson.dumps({"type": "subscribe", "id": "1", "payload": {"query": SLOW}}).decode())
            [session] = await lock.until(1)
            await (socket.send('{"type": "complete", "id": "1"}') if leaving == "complete" else socket.close())
            await lock.until(0)
            await _is_free(both, session)


@pytest.mark.parametrize("known", [True, False], ids=["short", "long"])
async def test_a_write_does_not_end_with_its_client(both: Both, city: City, database: str, known: bool) -> None:
    async with both.hub.pool.acquire() as connection:
        item = await place.add_item(connection, city.community, place.COMMUNITY)
    if known:
        assert await both.is_short(body(QUICK))  # its head is known now
    asked = {"input": {"idempotencyKey": "key-of-a-claim", "itemId": "de" + item.hex, "quantity": 1}}
    async with locked(database, "claim") as lock:
        writer = await ask(both, CLAIM, variables=asked)
        await lock.until(1)
        writer.close()
        await trail.until(lambda: not both.listened.connections)
        await asyncio.sleep(0.1)  # for what would be broken off to be so
        assert len(await lock.waiting()) == 1

    async def is_written() -> bool:
        return bool(await both.hub.pool.fetchval("SELECT count(*) FROM claim"))

    await trail.until(is_written)
    assert await both.hub.pool.fetchval("SELECT claimed FROM item") == 1
    assert await both.hub.pool.fetchval("SELECT count(*) FROM idempotency_key WHERE key = 'key-of-a-claim'") == 1


async def test_one_member_leaves_others_their_share_of_the_pool(both: Both, database: str) -> None:
    """However many of a member's operations wait for the database."""
    others = {**JSON, "authorization": f"Bearer {both.sign(sub='sub-community')}"}
    assert await both.is_short(body(SLOW))
    assert await both.is_short(body(QUICK), headers=others)
    async with locked(database, "joint_committee") as lock, both.direct() as client:
        writers = [await ask(both, SLOW) for _ in range(14)]
        await lock.until(5)  # of ten connections
        for _ in range(3):
            found = await client.post("/graphql", content=body(QUICK), headers=others)
            assert found.status_code == 200
            assert len(await lock.waiting()) == 5
        for writer in writers:
            writer.close()


async def test_all_statements_of_an_operation_have_one_time(both: Both, database: str) -> None:
    """Of several statements, none of which takes too long for itself; also where the planner leaves some to the library."""
    both.served.state.hub = replace(both.hub, operations=graphql.operations(limits.Limits(seconds=0.5)))
    assert await both.is_short(body(QUICK))  # who asks is known now
    for query in ("{ organizations { totalCount } committees { totalCount } }",
                  "{ demands { nodes { contact { name } } } committees { totalCount } }"):
        async with locked(database, "joint_committee") as lock, both.direct() as client:
            found = await client.post("/graphql", content=body(query), headers=both.headers)
            assert found.json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
            await lock.until(0)


async def test_no_write_is_begun_when_the_time_of_its_operation_is_over(both: Both, city: City, database: str) -> None:
    async with both.hub.pool.acquire() as connection:
        items = [await place.add_item(connection, city.community, place.COMMUNITY) for _ in range(2)]
    both.served.state.hub = replace(both.hub, operations=graphql.operations(limits.Limits(seconds=2)))
    asked = {f"i{n}": {"idempotencyKey": f"key-of-claim-{n}", "itemId": "de" + item.hex, "quantity": 1}
             for n, item in enumerate(items)}
    fields = " ".join(f"c{n}: claimItem(input: $i{n}) {{ __typename }}" for n in range(2))
    query = f"mutation($i0: ClaimItemInput!, $i1: ClaimItemInput!) {{ {fields} }}"
    async with both.direct() as client:
        async with locked(database, "claim") as lock:
            answer = asyncio.create_task(client.post("/graphql", content=body(query, variables=asked), headers=both.headers))
            await lock.until(1)
            await asyncio.sleep(2.1)
        found: httpx.Response = await answer
    assert found.json()["data"] == {"c0": {"__typename": "ClaimItemPayload"}, "c1": None}
    [error] = found.json()["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["c1"], "TOO_COSTLY")
    assert await both.hub.pool.fetchval("SELECT count(*) FROM claim") == 1
