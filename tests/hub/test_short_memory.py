"""What the short way remembers, for how long; and that what goes wrong there is answered, counted and logged as ever."""
import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from structlog.testing import capture_logs

from db.driver import connection
from db.driver.connection import Pool
from hub.http import middleware
from tests import city as place
from tests.city import City
from tests.hub.test_shares import locked
from tests.hub.ways import PLAIN, Both, body, both, city

__all__ = ["both", "city"]


async def test_an_expired_token_is_refused_from_the_moment_on(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {**both.headers, "authorization": f"Bearer {both.sign(sub='sub-unit', exp=_in(minutes=2))}"}
    assert await both.is_short(body(PLAIN), headers=headers)
    signing = both.hub.sign_in
    for holder in (signing, signing._verifier):
        monkeypatch.setattr(holder, "_clock", lambda: _in(hours=1))
    async with both.direct() as client:
        found = await client.post("/graphql", content=body(PLAIN), headers=headers)
    assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("passing", [{"minutes": 1}, {"days": 1}])
async def test_who_somebody_is_is_asked_anew_after_a_while(both: Both, monkeypatch: pytest.MonkeyPatch,
                                                          passing: dict[str, int]) -> None:
    headers = {**both.headers, "authorization": f"Bearer {both.sign(sub='sub-unit', exp=_in(days=9))}"}
    assert await both.is_short(body(PLAIN), headers=headers)
    both.hub.sign_in._clock = lambda: _in(**passing)
    assert both.hub.sign_in.remembered(headers["authorization"]) is None
    assert await both.is_short(body(PLAIN), headers=headers)


async def test_rights_that_changed_are_read_before_the_next_answer(both: Both, city: City) -> None:
    name = body("{ viewer { member { name } } }")
    assert await both.is_short(name)
    await both.hub.pool.execute("UPDATE member SET active = false WHERE id = $1", city.members["unit"])
    assert await both.is_short(name)  # a change that left no event
    both.hub.rights.forget()
    assert (await both.ask(name)).json() == {"data": {"viewer": None}}


async def test_what_was_shared_is_found_by_the_next_page(both: Both, city: City) -> None:
    async with both.hub.pool.acquire() as connection:
        item = await place.add_item(connection, city.neighbour, place.NEIGHBOUR)
    demands, hospital = body("{ demands { nodes { id } } }"), _as(both, "hospital")
    assert await both.is_short(demands, headers=hospital)
    assert (await both.ask(demands, headers=hospital)).json()["data"]["demands"]["nodes"] == []
    shared = await both.ask(body("mutation($input: ShareItemInput!) { shareItem(input: $input) { __typename } }", variables={
        "input": {"idempotencyKey": "key-of-a-share", "itemId": "de" + item.hex,
                  "recipient": {"organizationId": "or" + city.hospital.hex}}}), headers=_as(both, "neighbour"))
    assert shared.json() == {"data": {"shareItem": {"__typename": "ShareItemPayload"}}}
    assert (await both.ask(demands, headers=hospital)).json()["data"]["demands"]["nodes"] == [{"id": "de" + item.hex}]


async def test_while_the_log_is_not_followed_nobody_is_remembered(both: Both) -> None:
    both.hub.rights._follows = lambda: False
    assert not await both.is_short(body(PLAIN))


async def test_a_database_out_of_reach_is_asked_as_often_as_ever(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await both.is_short(body(PLAIN))
    for way in (both.routed, both.direct):
        monkeypatch.setattr(both.hub.pool, "idle", tried := Mock(side_effect=OSError("gone")))
        async with way() as client:
            found = await client.post("/graphql", content=body(PLAIN), headers=both.headers)
        assert (found.status_code, found.headers["retry-after"], tried.call_count) == (503, "1", 2)
    assert 'status="503"} 2.0' in both.served.state.metrics.page().decode()


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 400)])
async def test_a_read_that_takes_too_long_is_stopped_and_not_begun_again(
        both: Both, database: str, monkeypatch: pytest.MonkeyPatch, accept: str, status: int) -> None:
    assert await both.is_short(body(PLAIN))
    hurried = await connection.open_pool(database, size=1, statement_within=0.2)
    both.served.state.hub = replace(both.hub, pool=hurried)
    async with both.hub.pool.acquire() as other, other.transaction():
        await other.execute("LOCK TABLE organization")
        for way in (both.routed, both.direct):
            monkeypatch.setattr(hurried, "idle", tried := Mock(wraps=Pool.idle.__get__(hurried)))
            async with way() as client:
                found = await client.post("/graphql", content=body(PLAIN), headers={**both.headers, "accept": accept})
            assert (found.status_code, found.json()["errors"][0]["extensions"]) == (status, {"code": "TOO_COSTLY"})
            assert tried.call_count == 1
    await hurried.close()


async def test_a_crash_is_masked_and_said_once(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await both.is_short(body(PLAIN))
    log = Mock()
    monkeypatch.setattr(middleware, "log", log)
    monkeypatch.setattr(both.hub.pool, "idle", Mock(side_effect=RuntimeError("secret of the house")))
    async with both.direct() as client:
        found = await client.post("/graphql", content=body(PLAIN), headers=both.headers)
    assert (found.status_code, found.json()["errors"][0]["extensions"]["code"]) == (500, "INTERNAL")
    assert "sandan_crashes_total 1.0" in both.served.state.metrics.page().decode()
    log.exception.assert_called_once()


async def test_with_a_log_of_everything_every_request_is_logged(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await both.is_short(body(PLAIN))
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    try:
        assert not await both.is_short(body(PLAIN))
    finally:
        root.setLevel(before)


async def test_a_slow_answer_is_logged_and_counted(both: Both, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await both.is_short(body(PLAIN))
    monkeypatch.setattr(middleware, "SLOW", 0.05)
    before, gone = counted(both), both.long
    async with both.direct() as client:
        with capture_logs() as lines:  # from before the lock ends: the answer may be there when its end is known here
            async with locked(database, "organization") as lock:
                asked = asyncio.create_task(client.post("/graphql", content=body(PLAIN), headers=both.headers))
                await lock.until(1)
                await asyncio.sleep(0.1)
            found = await asked
            await client.get("/healthz")  # by then the request before is over
    assert (found.status_code, both.long) == (200, gone + 1)
    [line] = lines
    assert line.pop("ms") >= 50
    assert line == {"event": "request", "log_level": "info", "method": "POST", "path": "/graphql", "status": 200}
    assert counted(both) == before + 1


def counted(both: Both) -> float:
    """POSTs that were answered with 200."""
    page = both.served.state.metrics.page().decode()
    return float(page.split('sandan_requests_total{route="/graphql",status="200"} ')[1].split("\n")[0])


async def test_requests_of_both_ways_are_counted(both: Both) -> None:
    await both.ask(body(PLAIN))
    page = both.served.state.metrics.page().decode()
    assert 'sandan_requests_total{route="/graphql",status="200"} 3.0' in page
    assert 'sandan_request_seconds_count{route="/graphql"} 3.0' in page


def _in(**time: int) -> datetime:
    return datetime.now(UTC) + timedelta(**time)


def _as(both: Both, handle: str) -> dict[str, str]:
    return {**both.headers, "authorization": f"Bearer {both.sign(sub=f'sub-{handle}')}"}
