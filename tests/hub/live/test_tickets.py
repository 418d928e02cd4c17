"""Signing in by an address alone: what fetches a ticket, and what it is good for."""
import asyncio
import contextlib
import logging
import re
from asyncio.subprocess import DEVNULL
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

import httpx
import pytest

from db.driver.connection import Pool
from hub import logs
from hub.sign_in import tickets as sealed
from resolvers import tickets
from tests.federation.gateway.browser import PROGRAM
from tests.feed import trail
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Clock, Live

SUBSCRIPTION = "subscription { changes { cursor } }"
STREAM = {"accept": "text/event-stream"}


@pytest.fixture
def signed(sign: Sign) -> dict[str, str]:
    return {"authorization": f"Bearer {sign(sub='sub-unit')}"}


async def fetched(web: httpx.AsyncClient, signed: dict[str, str]) -> str:
    answer = await web.post("/graphql/ticket", headers=signed)
    assert (answer.status_code, answer.headers["cache-control"], answer.json()["expiresIn"]) == (200, "no-store", 60)
    ticket: str = answer.json()["ticket"]
    assert re.fullmatch(r"[\w-]{43}", ticket)
    return ticket


async def status(web: httpx.AsyncClient, method: str = "GET", **request: Any) -> int:
    """How a request for a stream is answered, without waiting for what comes in it."""
    async with web.stream(method, "/graphql", **{"headers": STREAM, **request}) as answer:
        return answer.status_code


@contextlib.asynccontextmanager
async def streamed(live: Live, web: httpx.AsyncClient, ticket: str) -> AsyncIterator[AsyncIterator[str]]:
    async with web.stream("GET", "/graphql", params={"query": SUBSCRIPTION, "ticket": ticket}, headers=STREAM) as answer:
        assert answer.status_code == 200
        await trail.until(lambda: live.hub.feed.groups == 1)
        yield answer.aiter_lines()


async def test_a_ticket_opens_one_stream(live: Live, web: httpx.AsyncClient, signed: dict[str, str], pool: Pool) -> None:
    ticket = await fetched(web, signed)
    async with streamed(live, web, ticket) as lines:
        assert live.hub.quotas.sockets._counts == {"member sub-unit": 1}
        await trail.write_many(pool, 1)
        assert "item.revised" in "".join([await anext(lines) for _ in range(6)])
        again = await web.get("/graphql", params={"query": SUBSCRIPTION, "ticket": ticket}, headers=STREAM)
        assert (again.status_code, again.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
        assert "/graphql/ticket" in again.json()["errors"][0]["message"]


async def test_of_many_who_bring_it_one_is_let_in(live: Live, web: httpx.AsyncClient, signed: dict[str, str]) -> None:
    ticket = await fetched(web, signed)
    found = await asyncio.gather(*(live.hub.tickets.take(ticket) for _ in range(10)), return_exceptions=True)
    assert [each for each in found if isinstance(each, str)] == [signed["authorization"]]


async def test_another_worker_knows_it(live: Live, web: httpx.AsyncClient, signed: dict[str, str]) -> None:
    ticket = await fetched(web, signed)
    other = replace(live.hub)
    assert other.tickets is not live.hub.tickets
    assert await other.tickets.take(ticket) == signed["authorization"]


@pytest.mark.parametrize("later", [tickets.GOOD_FOR, timedelta(hours=1)])
async def test_after_a_minute_it_is_good_no_more(live: Live, web: httpx.AsyncClient, signed: dict[str, str], pool: Pool,
                                                 later: timedelta) -> None:
    ticket = await fetched(web, signed)
    there, = await pool.fetch("SELECT * FROM ticket")
    assert abs(there["expires_at"] - datetime.now(UTC) - tickets.GOOD_FOR) < timedelta(seconds=30)
    await pool.execute("UPDATE ticket SET expires_at = $1", datetime.now(UTC) + tickets.GOOD_FOR - later)
    assert await status(web, params={"query": SUBSCRIPTION, "ticket": ticket}) == 401
    async with pool.acquire() as connection, connection.transaction():
        assert len(await tickets.FORGET.batch(connection, datetime.now(UTC), 10)) == 1
    assert not await pool.fetch("SELECT FROM ticket")


async def test_the_database_alone_gives_nobody_in(web: httpx.AsyncClient, signed: dict[str, str], pool: Pool) -> None:
    ticket, token = await fetched(web, signed), signed["authorization"].split()[1]
    there, = await pool.fetch("SELECT ticket.*, ticket::text AS whole FROM ticket")
    for secret in (ticket, token, token.split(".")[1]):
        assert secret not in there["whole"]
        assert secret.encode() not in there["sealed"]
    assert there["hash"] not in urlsafe_b64decode(ticket + "=")


@pytest.mark.parametrize("ticket", ["x", "a" * 43, "a" * 42 + "é", "é" * 43, "a" * 5000, "%00" * 43])
async def test_what_is_no_ticket(web: httpx.AsyncClient, live: Live, ticket: str) -> None:
    payer = live.hub.quotas.payer(None, None)
    left = payer._own.left
    answer = await web.get("/graphql", params={"query": SUBSCRIPTION, "ticket": ticket}, headers=STREAM)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert left - payer._own.left >= 100
    assert live.hub.feed.subscribers == 0


async def test_it_is_for_streams_alone_and_is_not_spent_otherwise(
        live: Live, web: httpx.AsyncClient, signed: dict[str, str]) -> None:
    ticket = await fetched(web, signed)
    asked = {"query": SUBSCRIPTION, "ticket": ticket}
    assert await status(web, params={**asked, "query": "{ __typename }"}) == 200  # as nobody
    assert await status(web, params=asked, headers={"accept": "application/json"}) == 401
    assert await status(web, "HEAD", params=asked) == 401
    assert await status(web, "POST", params=asked, json={"query": SUBSCRIPTION}) == 401
    assert await status(web, params=asked, headers={**STREAM, "authorization": "Bearer x"}) == 401
    async with streamed(live, web, ticket):
        pass


@pytest.mark.parametrize(("sub", "status", "code"), [
    (None, 401, "UNAUTHENTICATED"), ("a-stranger", 403, "NOT_A_MEMBER")])
async def test_who_may_not_fetch_one(web: httpx.AsyncClient, sign: Sign, pool: Pool, sub: str | None, status: int,
                                     code: str) -> None:
    headers = {"authorization": f"Bearer {sign(sub=sub)}"} if sub else {}
    answer = await web.post("/graphql/ticket", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)
    assert (await web.post("/graphql/ticket", headers={"authorization": "Bearer x"})).status_code == 401
    assert (await web.get("/graphql/ticket", headers=headers)).status_code == 405
    assert not await pool.fetch("SELECT FROM ticket")


async def test_a_member_has_so_many_at_once(web: httpx.AsyncClient, signed: dict[str, str], sign: Sign, pool: Pool) -> None:
    answers = await asyncio.gather(*(web.post("/graphql/ticket", headers=signed) for _ in range(tickets.MOST + 5)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(refused), await pool.fetchval("SELECT count(*) FROM ticket")) == (5, tickets.MOST)
    assert refused[0].headers["retry-after"] == "60"
    assert refused[0].json()["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    await fetched(web, {"authorization": f"Bearer {sign(sub='sub-bank')}"})
    await pool.execute("UPDATE ticket SET expires_at = now() - interval '1 second'")
    await fetched(web, signed)


async def test_it_costs_as_much_as_a_mutation(live: Live, web: httpx.AsyncClient, signed: dict[str, str]) -> None:
    await fetched(web, signed)
    payer = live.hub.quotas.payer("sub-unit", "127.0.0.1")
    left = payer._writes.left
    await fetched(web, signed)
    assert left - payer._writes.left == 1


async def test_a_stream_ends_with_the_token_that_fetched_its_ticket(
        live: Live, web: httpx.AsyncClient, signed: dict[str, str], clock: Clock) -> None:
    async with streamed(live, web, await fetched(web, signed)) as lines:
        clock.now = clock.now.replace(year=clock.now.year + 1)
        assert "UNAUTHENTICATED" in "".join([line async for line in lines])


async def test_who_is_no_member_any_more_is_not_let_in(
        live: Live, web: httpx.AsyncClient, signed: dict[str, str], pool: Pool) -> None:
    ticket = await fetched(web, signed)
    await pool.execute("UPDATE member SET active = false")
    live.hub.rights.forget()
    assert (viewer := await live.hub.sign_in.viewer(await live.hub.tickets.take(ticket))) and viewer.viewer is None


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_it_is_in_no_log(live: Live, web: httpx.AsyncClient, signed: dict[str, str], level: str,
                               capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    before = root.level
    logs.configure("json", level)
    try:
        ticket = await fetched(web, signed)
        async with streamed(live, web, ticket):
            pass
        await web.get("/graphql", params={"query": SUBSCRIPTION, "ticket": ticket}, headers=STREAM)
        monkeypatch.setattr(sealed, "_key", lambda _: 1 / 0)
        await web.get("/graphql", params={"query": SUBSCRIPTION, "ticket": await _another(live, signed, monkeypatch)},
                      headers=STREAM)
    finally:
        root.setLevel(before)
    printed = capsys.readouterr().err
    assert "ZeroDivisionError" in printed
    assert ticket not in printed
    assert "ticket=" not in printed


async def _another(live: Live, signed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as working:
        working.setattr(sealed, "_key", lambda ticket: ticket)
        member = (await live.hub.sign_in.viewer(signed["authorization"]))
        assert member and member.viewer
        found = await live.hub.tickets.issue(member.viewer.member_id, signed["authorization"])
    assert found
    return found


@pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium")
async def test_a_browsers_own_event_source(live: Live, web: httpx.AsyncClient, signed: dict[str, str], pool: Pool,
                                           tmp_path: Path) -> None:
    """The page, of another origin, says what it heard by fetching it from its own server."""
    page = Template("""<script type="module">
      const headers = { authorization: "$authorization" };
      const { ticket } = await (await fetch("$hub/ticket", { method: "POST", headers })).json();
      const source = new EventSource("$hub?" + new URLSearchParams({ query: "$query", ticket }));
      source.addEventListener("next", ({ data }) => fetch("/heard?" + encodeURIComponent(data)));
    </script>""").substitute(signed, hub=f"http://127.0.0.1:{live.port}/graphql", query=SUBSCRIPTION)
    heard = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode()
        if "/heard" in line and not heard.done():
            heard.set_result(line)
        body = page.encode()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%b" % (
            len(body), body))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        browser = await asyncio.create_subprocess_exec(
            str(PROGRAM), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server",
            f"--user-data-dir={tmp_path}", address, stdout=DEVNULL, stderr=DEVNULL)
        try:
            async with asyncio.timeout(120):
                await trail.until(lambda: live.hub.feed.groups == 1, 90)
                await trail.write_many(pool, 1)
                assert "item.revised" in await heard
        finally:
            browser.terminate()
            await browser.wait()
