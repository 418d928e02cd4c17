"""Bounds that nobody meets in a day's work: each test fails when its guard is taken out."""
import math
from asyncio import Event
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.driver import connection
from domain import refusals
from domain.languages import Language
from hub import metrics, running, serving, settings
from hub.http import addresses
from hub.sign_in import demo_keys, keys, sign_in, tokens
from hub.websocket.sweeps import Sweeps
from resolvers.feed import viewer_cache
from tests.hub.conftest import Sign
from tests.hub.ways import PLAIN, Both, body, both, city

__all__ = ["both", "city"]


def jwk(key: Ed25519PrivateKey, **more: str) -> jwt.PyJWK:
    return jwt.PyJWK({**jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": demo_keys.KEY_ID, **more})


@pytest.mark.parametrize(("use", "believed"), [("sig", True), ("enc", False), ("other", False)])
@pytest.mark.parametrize("kid", [demo_keys.KEY_ID, None])
async def test_a_key_that_is_not_for_signatures_verifies_nothing(
        private_key: Ed25519PrivateKey, sign: Sign, use: str, believed: bool, kid: str | None) -> None:
    verifier = tokens.Verifier(keys.FixedKeys([jwk(private_key, use=use)]), settings.Settings(), running.now)
    if believed:
        assert (await verifier.verify(sign(kid=kid))).subject == "demo:unit"
    else:
        with pytest.raises(refusals.Unauthenticated, match="unknown key"):
            await verifier.verify(sign(kid=kid))


async def test_a_token_may_be_so_long(private_key: Ed25519PrivateKey, sign: Sign) -> None:
    verifier = tokens.Verifier(keys.FixedKeys([jwk(private_key)]), settings.Settings(), running.now)
    short, long = sign(more="x" * 5_800), sign(more="x" * 6_100)
    assert len(short) <= tokens.LONGEST < len(long)
    assert (await verifier.verify(short)).subject == "demo:unit"
    with pytest.raises(refusals.Unauthenticated, match="cannot be read"):
        await verifier.verify(long)


@pytest.mark.parametrize("both", [()], indirect=True)
async def test_so_many_headers_are_remembered(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "REMEMBERED", 3)
    monkeypatch.setattr(viewer_cache, "REMEMBERED", 3)
    for number in range(10):
        assert await both.hub.sign_in.viewer(f"Bearer {both.sign(sub=f'sub-{number}')}")
    assert 0 < len(both.hub.sign_in._remembered) <= 3
    assert 0 < len(both.hub.rights._known) <= 3


@pytest.mark.parametrize("both", [()], indirect=True)
async def test_the_short_way_knows_how_large_a_body_may_be(both: Both) -> None:
    content = body(PLAIN, extensions={"padding": "x" * 1_500})
    assert await both.is_short(content)
    object.__setattr__(both.hub.settings, "body_bytes", len(content))
    assert await both.is_short(content)
    object.__setattr__(both.hub.settings, "body_bytes", len(content) - 1)
    assert (await both.ask(content)).status_code == 413
    assert both.last_was_long


async def test_every_connection_of_a_pool_has_its_limit_for_statements(database: str) -> None:
    pool = await connection.open_pool(database, size=2, statement_within=7.5)
    async with pool.acquire() as one, pool.acquire() as other:
        assert [await each.fetchval("SHOW statement_timeout") for each in (one, other)] == ["7500ms"] * 2
    await pool.close()


async def test_a_hub_gives_its_pool_that_limit(configured: settings.Settings, private_key: Ed25519PrivateKey) -> None:
    limited = replace(configured, statement_within=timedelta(seconds=7.5))
    async with running.opened(limited, private_key, metrics.Metrics(), Event()) as hub, hub.pool.acquire() as one:
        assert await one.fetchval("SHOW statement_timeout") == "7500ms"


async def test_a_hub_gives_on_what_its_settings_bound(configured: settings.Settings, private_key: Ed25519PrivateKey) -> None:
    limited = replace(configured, statement_within=timedelta(seconds=3), operation_within=timedelta(seconds=5),
                      most_unanswered=7, lead_quota=9)
    async with running.opened(limited, private_key, metrics.Metrics(), Event()) as hub:
        async with hub.pool.acquire() as one:
            assert await one.fetchval("SHOW statement_timeout") == "3s"
            assert await one.fetchval("SHOW idle_in_transaction_session_timeout") == "1min"
        assert hub.pool._within == 5 + running.GRACE
        assert hub.operations.planning.allowed.seconds == 5
        given = hub.context(None, "r-1", Language.BOTH)
        assert (given.most_unanswered, given.lead_quota) == (7, 9)
        payer = hub.quotas.payer("somebody", None)
        assert hub.context(None, "r-1", Language.BOTH, payer).asker == payer.who
        boundless = replace(hub, settings=replace(limited, most_unanswered=0))
        assert boundless.context(None, "r-1", Language.BOTH).most_unanswered is None


def test_all_that_is_owed_has_the_settings_bounds(configured: settings.Settings) -> None:
    limited = replace(configured, held_bytes=7, head_within=timedelta(seconds=1), body_within=timedelta(seconds=2),
                      unread_within=timedelta(seconds=3))
    owed = Sweeps(limited)
    assert [(each._within, each._most) for each in (owed.heads, owed.bodies, owed.messages, owed.unread)] == [
        (1, 7), (2, 7), (2, 7), (3, 7)]


async def test_a_hub_bounds_what_waits_for_who_does_not_read(both: Both) -> None:
    limits = both.hub.feed.limits
    assert (limits.messages, limits.message_bytes, limits.socket_bytes) == (256, 2**20, 2 * 2**20)
    assert both.hub.unread.of("somebody")._most == 8 * 2**20


async def test_a_server_reads_no_larger_message_than_a_body(both: Both) -> None:
    limited = replace(both.hub.settings, body_bytes=5_000)
    assert serving.server(both.served, limited, lambda: None).config.ws_max_size == 5_000


async def test_a_server_gives_idle_connections_that_limit(both: Both) -> None:
    for seconds in (1, 2.5, 60):
        limited = replace(both.hub.settings, idle_within=timedelta(seconds=seconds))
        assert serving.server(both.served, limited, lambda: None).config.timeout_keep_alive == math.ceil(seconds)


def test_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "REMEMBERED", 3)
    read, made = addresses.reader([]), list[str]()

    def home(address: object) -> str:
        made.append(str(address))
        return made[-1]

    monkeypatch.setattr(addresses, "_home", home)
    for last in (1, 2, 3, 4, 4, 1):
        assert read(f"192.0.2.{last}", b"") == f"192.0.2.{last}"
    assert made == [f"192.0.2.{last}" for last in (1, 2, 3, 4, 1)]
