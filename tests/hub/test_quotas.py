"""What one person or one address may ask for in a minute: over real connections, by either way."""
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from hub import settings
from hub.http import quotas
from tests import city as place
from tests.city import City
from tests.hub.ways import JSON, PLAIN, Both, body, both, city

__all__ = ["both", "city"]

OFFICE, HOME = {"x-forwarded-for": "203.0.113.7"}, {"x-forwarded-for": "198.51.100.1"}
LISTS = "{ organizations(first: 100) { nodes { id } } }"
WITHDRAW = ('mutation { withdrawItem(input: {idempotencyKey: "withdraw-%d", itemId: "%s", reason: "改期"}) '
            "{ __typename } }")

Bounded = Callable[..., None]


@pytest.fixture
def bounded(both: Both) -> Bounded:
    """Serve under other settings."""
    def change(**changed: Any) -> None:
        both.served.state.hub = replace(both.hub, settings=replace(both.hub.settings, **changed))
    return change


def signed(both: Both, handle: str, **more: str) -> dict[str, str]:
    return {**JSON, "authorization": f"Bearer {both.sign(sub=f'sub-{handle}')}", **more}


async def until_refused(client: httpx.AsyncClient, headers: dict[str, str], content: str,
                        most: int = 200) -> tuple[int, httpx.Response]:
    """How many were answered before one was refused, and how that was."""
    for count in range(most):
        answer = await client.post("/graphql", content=content, headers=headers)
        if answer.status_code != 200:
            return count, answer
    raise AssertionError(f"{most} requests were answered")


@pytest.mark.parametrize("way", ["routed", "direct"])
async def test_one_person_may_ask_for_so_much_in_a_minute(both: Both, bounded: Bounded, way: str) -> None:
    bounded(member_cost=1000)
    async with getattr(both, way)() as client:
        headers = signed(both, "unit", **OFFICE)
        count, refused = await until_refused(client, headers, body(PLAIN))
        assert 10 < count < 1000 / quotas.BASE
        assert refused.status_code == 429
        error = refused.json()["errors"][0]
        assert error["extensions"]["code"] == "TOO_MANY_REQUESTS"
        assert 0 < error["extensions"]["retryAfter"] <= 60
        assert refused.headers["retry-after"] == str(error["extensions"]["retryAfter"])
        for honest in (signed(both, "bank", **OFFICE), {**JSON, **OFFICE}):  # of the same office
            assert (await client.post("/graphql", content=body("{ __typename }"), headers=honest)).status_code == 200
        elsewhere = signed(both, "unit", **HOME)  # another place does not help
        assert (await client.post("/graphql", content=body(PLAIN), headers=elsewhere)).status_code == 429


async def test_after_a_minute_it_is_answered_again(both: Both, bounded: Bounded, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded(member_cost=1000)
    async with both.direct() as client:
        await until_refused(client, both.headers, body(PLAIN))
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 61)
        assert (await client.post("/graphql", content=body(PLAIN), headers=both.headers)).status_code == 200


async def test_rows_cost_what_the_planner_says(both: Both, bounded: Bounded) -> None:
    bounded(member_cost=10_000)
    async with both.direct() as client:
        small, _ = await until_refused(client, signed(both, "unit"), body("{ organizations(first: 1) { nodes { id } } }"), 1000)
        large, _ = await until_refused(client, signed(both, "bank"), body(LISTS), 1000)
    assert large <= 10_100 / 100 < small


async def test_a_long_text_costs_more(both: Both, bounded: Bounded) -> None:
    bounded(member_cost=2000, body_bytes=8000)
    async with both.routed() as client:
        short, _ = await until_refused(client, signed(both, "unit"), body("{ __typename }"), 1000)
        long, _ = await until_refused(client, signed(both, "bank"), body("{ __typename }" + " " * 6400), 1000)
    assert long < short / 5


async def test_an_office_has_a_bound_for_all_who_are_signed_in(both: Both, bounded: Bounded) -> None:
    bounded(member_cost=1000, address_cost=2000)
    async with both.direct() as client:
        counts = [(await until_refused(client, signed(both, handle, **OFFICE), body(PLAIN)))[0]
                  for handle in ("unit", "bank", "member")]
        assert counts[2] < counts[1] / 2, "two have used up what three are not to have"
        assert (await client.post("/graphql", content=body(PLAIN), headers=signed(both, "member", **HOME))).status_code == 200


@pytest.mark.parametrize("way", ["routed", "direct"])
async def test_an_office_has_that_bound_for_who_is_known_already(both: Both, bounded: Bounded, way: str) -> None:
    bounded(member_cost=0, address_cost=1000)
    async with getattr(both, way)() as client:
        count, refused = await until_refused(client, signed(both, "unit", **OFFICE), body(PLAIN))
        assert 1 < count < 1000 / quotas.BASE
        assert "(address: 1000 a minute)" in refused.json()["errors"][0]["message"]
        assert (await client.post("/graphql", content=body(PLAIN), headers=signed(both, "unit", **HOME))).status_code == 200


async def test_who_is_not_signed_in_shares_by_address(both: Both, bounded: Bounded) -> None:
    bounded(visitor_cost=500)
    async with both.direct() as client:
        _, refused = await until_refused(client, {**JSON, **OFFICE}, body("{ __typename }"))
        assert refused.status_code == 429
        name, rest, _ = refused.headers["ratelimit"].split(";")
        assert (name, int(rest.removeprefix("r=")) < quotas.BASE) == ('"visitor"', True)
        for other in ({**JSON, **HOME}, signed(both, "unit", **OFFICE)):
            assert (await client.post("/graphql", content=body("{ __typename }"), headers=other)).status_code == 200


async def test_only_a_trusted_proxy_names_addresses(both: Both, bounded: Bounded) -> None:
    bounded(visitor_cost=500, trusted_proxies=())
    async with both.direct() as client:
        for number in range(200):
            forged = {**JSON, "x-forwarded-for": f"203.0.113.{number}"}
            if (await client.post("/graphql", content=body("{ __typename }"), headers=forged)).status_code == 429:
                return
    raise AssertionError("each forged address had a quota of its own")


async def test_tokens_that_are_not_believed_are_counted(both: Both, bounded: Bounded) -> None:
    bounded(address_cost=1000)
    async with both.direct() as client:
        for number in range(30):
            forged = {**JSON, **OFFICE, "authorization": f"Bearer {number}"}
            status = (await client.post("/graphql", content=body(PLAIN), headers=forged)).status_code
            if status == 429:
                break
            assert status == 401
        assert number < 12
        forged = {**JSON, **HOME, "authorization": "Bearer x"}
        assert (await client.post("/graphql", content=body(PLAIN), headers=forged)).status_code == 401


@pytest.mark.parametrize("way", ["routed", "direct"])
async def test_mutations_have_a_quota_of_their_own(both: Both, bounded: Bounded, city: City, way: str) -> None:
    bounded(member_writes=3)
    async with getattr(both, way)() as client, both.hub.pool.acquire() as connection:
        item = "de" + (await place.add_item(connection, city.school, place.COMMUNITY)).hex
        before = await connection.fetchval("SELECT count(*) FROM idempotency_key")
        statuses = [(await client.post("/graphql", content=body(WITHDRAW % (number, item)), headers=both.headers)).status_code
                    for number in range(8)]
        assert statuses == [200] * 4 + [429] * 4
        assert await connection.fetchval("SELECT count(*) FROM idempotency_key") == before + 4, "the others did nothing"
        assert (await client.post("/graphql", content=body(PLAIN), headers=both.headers)).status_code == 200


@pytest.mark.parametrize("way", ["routed", "direct"])
async def test_an_answer_says_what_is_left(both: Both, bounded: Bounded, way: str) -> None:
    bounded(member_cost=100_000)
    async with getattr(both, way)() as client:
        for _ in range(20):
            answer = await client.post("/graphql", content=body(LISTS), headers=both.headers)
    assert answer.headers["ratelimit-policy"] == '"member";q=100000;qu="cost";w=60'
    name, rest, seconds = answer.headers["ratelimit"].split(";")
    assert name == '"member"'
    assert 97_000 < int(rest.removeprefix("r=")) < 99_000
    assert 0 < int(seconds.removeprefix("t=")) <= 60


async def test_without_a_bound_nothing_is_said(both: Both, bounded: Bounded) -> None:
    bounded(member_cost=0, address_cost=0)
    async with both.direct() as client:
        answer = await client.post("/graphql", content=body(PLAIN), headers=both.headers)
    assert answer.status_code == 200
    assert "ratelimit" not in answer.headers


def test_many_addresses_are_not_all_remembered() -> None:
    counted = quotas.Quotas(settings.Settings(visitor_cost=1))
    for number in range(2 * quotas.MOST + 10):
        payer = counted.payer(None, f"address {number}")
        for _ in range(2):  # the second slice is the library's
            try:
                payer.admit()
            except quotas.TooMany:
                break
    assert max(len(counted._payers), len(counted._accounts)) <= 2 * quotas.MOST
    assert len(counted._counting._storage.storage) <= quotas.MOST
