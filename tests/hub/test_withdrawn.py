"""What ends without an event: rights removed in the database by hand, and keys that the sign-in service withdraws."""
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.driver.connection import Pool
from domain import refusals
from domain.languages import Language
from hub import metrics, running, settings
from hub.websocket import subscribing
from resolvers.executing.request import Request
from resolvers.feed import endings, subscribers
from tests import city
from tests.city import City
from tests.feed.trail import until
from tests.hub.test_keys import Service, jwk, service

__all__ = ["service"]
WITHIN = timedelta(seconds=1)  # the bound; a test only waits for what comes within it, however long it takes
PATIENCE = 60.0


@dataclass
class Signer:
    """Signs tokens by one of the service's keys."""

    service: Service

    def __post_init__(self) -> None:
        self.keys = {kid: Ed25519PrivateKey.generate() for kid in ("old", "new")}
        self.list("old", "new")

    def list(self, *kids: str) -> None:
        self.service.keys = [jwk(kid, self.keys[kid]) for kid in kids]

    def header(self, handle: str, kid: str = "old") -> str:
        claims = {"sub": f"sub-{handle}", "iss": "sandan", "aud": "sandan", "exp": datetime.now(UTC) + timedelta(hours=1)}
        return f"Bearer {jwt.encode(claims, self.keys[kid], algorithm='EdDSA', headers={'kid': kid})}"


@pytest.fixture
def signer(service: Service) -> Signer:
    return Signer(service)


@asynccontextmanager
async def opened(database: str, service: Service, within: timedelta = WITHIN) -> AsyncIterator[running.Hub]:
    configured = settings.Settings(database_url=database, pool_size=4, jwks=service.url, rights_within=within)
    async with running.opened(configured, None, metrics.Metrics(), asyncio.Event()) as hub:
        await until(lambda: hub.feed.following, PATIENCE)
        yield hub


@pytest.fixture
async def built(pool: Pool) -> City:
    async with pool.acquire() as connection:
        return await city.build(connection)


@pytest.fixture
async def hub(database: str, built: City, signer: Signer) -> AsyncIterator[running.Hub]:
    async with opened(database, signer.service) as one:
        yield one


def subscribe(hub: running.Hub, authorization: str) -> subscribers.Subscriber:
    asked = Request("subscription { changes { event { kind } } }")
    return hub.feed.subscribe(subscribing.Opener(hub, asked, authorization, "r-1", "who", Language.BOTH))


async def ended(subscriber: subscribers.Subscriber) -> str:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(endings.Failed) as ending:
            while True:
                await subscriber.take()
    return ending.value.code


async def test_a_subscription_ends_with_a_member_who_is_removed_by_hand(hub: running.Hub, pool: Pool, signer: Signer) -> None:
    gone, stays = (subscribe(hub, signer.header(handle)) for handle in ("unit", "bank"))
    await until(lambda: _joined(hub) == 2)
    await pool.execute("UPDATE member SET active = false WHERE handle = 'unit'")
    assert await ended(gone) in ("UNAUTHENTICATED", "NOT_A_MEMBER")
    assert not stays.ended


async def test_a_subscription_has_the_rights_that_are_left(hub: running.Hub, pool: Pool, built: City, signer: Signer) -> None:
    """It goes on, in another group, and no longer sees what it may not."""
    subscriber = subscribe(hub, signer.header("two-units"))
    await until(lambda: _joined(hub) == 1)
    rights = subscriber._viewer
    assert rights and built.bank in rights.acts_for
    await pool.execute("DELETE FROM office WHERE organization_id = $1", built.bank)
    await until(lambda: subscriber._viewer is not rights, PATIENCE)
    assert subscriber._viewer and built.school in subscriber._viewer.acts_for and built.bank not in subscriber._viewer.acts_for
    assert not subscriber.ended


async def test_requests_have_the_rights_that_are_left(hub: running.Hub, pool: Pool, built: City, signer: Signer) -> None:
    header = signer.header("unit")
    signed = await hub.sign_in.viewer(header)
    assert signed and signed.viewer and hub.sign_in.remembered(header)
    await pool.execute("DELETE FROM office WHERE member_id = $1", built.members["unit"])
    async def lost() -> bool:
        now = await hub.sign_in.viewer(header)
        return now is not None and now.viewer is not None and not now.viewer.acts_for
    await until(lost)


async def test_a_withdrawn_key_ends_requests_and_subscriptions(hub: running.Hub, signer: Signer) -> None:
    header = signer.header("unit")
    going, staying = subscribe(hub, header), subscribe(hub, signer.header("unit", "new"))
    await until(lambda: _joined(hub) == 2)
    assert await hub.sign_in.viewer(header)
    signer.list("new")
    assert await ended(going) == "UNAUTHENTICATED"
    async def refused() -> bool:
        try:
            await hub.sign_in.viewer(header)
        except refusals.Unauthenticated:
            return True
        return False
    await until(refused)
    assert not staying.ended
    assert await hub.sign_in.viewer(signer.header("unit", "new"))


async def test_a_quiet_hub_forgets_a_withdrawn_key_at_its_next_request(database: str, built: City, signer: Signer) -> None:
    """Nobody subscribes, nothing asks for keys meanwhile: the header is remembered no longer than the keys."""
    async with opened(database, signer.service) as hub:
        header = signer.header("unit")
        assert await hub.sign_in.viewer(header)
        signer.list("new")
        await asyncio.sleep(WITHIN.total_seconds())
        assert hub.sign_in.remembered(header) is None
        with pytest.raises(refusals.Unauthenticated):
            await hub.sign_in.viewer(header)


async def test_keys_serve_on_while_the_service_is_down(hub: running.Hub, signer: Signer) -> None:
    subscriber = subscribe(hub, signer.header("unit"))
    await until(lambda: _joined(hub) == 1)
    signer.service.up = False
    asked = signer.service.asked
    await until(lambda: signer.service.asked >= asked + 3, PATIENCE)
    assert not subscriber.ended
    assert await hub.sign_in.viewer(signer.header("unit"))


async def test_comparing_renews_nobody_whose_rights_are_the_same(hub: running.Hub, pool: Pool, signer: Signer) -> None:
    opened_: list[str] = []
    one = subscribing.Opener(hub, Request("subscription { changes { event { kind } } }"), signer.header("unit"), "r-1",
                             "unit", Language.BOTH)

    async def counting() -> subscribers.Opened:
        opened_.append("again")
        return await one()

    hub.feed.subscribe(counting)
    await until(lambda: _joined(hub) == 1)
    for _ in range(3):
        await hub.feed._compare()
    assert opened_ == ["again"]


def _joined(hub: running.Hub) -> int:
    return len(hub.feed._groups._joined)
