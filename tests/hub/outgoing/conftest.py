"""An organisation with webhooks, a member who is mailed, things that they are told of, and a hub's senders."""
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest

from db.driver.connection import Pool
from domain import dates
from domain.mail import MOST_CODES
from hub.outgoing.mail import Mailer, Server
from hub.outgoing.posting import Poster
from hub.outgoing.webhooks import Sender
from resolvers import claims, items, mail
from resolvers.feed import relay
from tests import city
from tests.api import mail_cases, webhook_cases
from tests.desk import Desk
from tests.hub.outgoing.postbox import Postbox, postbox

HERE = [ip_network("127.0.0.0/8")]
MORNING = datetime(2026, 12, 1, 7, 30, tzinfo=dates.CHINA)
"""Before the first digest, in quiet hours no more; a Tuesday."""


@dataclass
class Outside:
    """
    desk     by its `shift` the sender's clock goes on, which stands otherwise
    sender   sends when it is told to (`sending`)
    started  a receiver takes no message whose moment is minutes away from now
    """

    desk: Desk
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    sender: Sender = field(init=False)
    claims: list[UUID] = field(default_factory=list)

    def now(self) -> datetime:
        return self.started + self.desk.shift

    async def webhook(self, port: int, **columns: Any) -> UUID:
        """One of the community's, at a receiver of this machine."""
        return await self.desk.add(webhook_cases.add, self.desk.city, **{
            "organization": "community", "address": f"http://127.0.0.1:{port}/in", **columns})

    async def happens(self, count: int = 1) -> None:
        """The school claims so many demands of the community, which is told of each."""
        for _ in range(count):
            item = (await self.desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", quantity=4))["item"]
            claim = await self.desk.ids("unit", claims.propose, item_id=item, claimant_id=self.desk.city.school)
            self.claims.append(claim["claim"])
        async with self.desk.pool.acquire() as connection:
            while await relay.place_batch(connection, 1000):
                pass

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.sender.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(60):
            while not await holds():  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.02)

    async def until_state(self, **counts: int) -> None:
        """Until so many messages are in these states, and in no other."""
        async def holds() -> bool:
            return await self.states() == counts
        await self.until(holds)

    async def states(self) -> dict[str, int]:
        return {row["state"]: row["count"] for row in await self.desk.pool.fetch(
            "SELECT state, count(*) FROM delivery GROUP BY state")}

    async def later(self, **by: float) -> None:
        """Let time go on, when the last try was noted."""
        self.desk.shift += timedelta(**by)


@pytest.fixture
async def outside(pool: Pool) -> Outside:
    async with pool.acquire() as connection:
        built = await city.build(connection)
    made = Outside(Desk(pool, built))
    made.sender = Sender(pool, made.now, lambda: True, Poster(HERE, within=60), "https://lists.example.cn/o/{id}", poll=0.02)
    return made


@dataclass
class Post:
    """What happens outside, and the mailer, whose clock stands at `at`."""

    outside: Outside
    box: Postbox
    at: datetime = MORNING

    def __post_init__(self) -> None:
        self.mailer = Mailer(self.outside.desk.pool, lambda: self.at, lambda: True,
                             Server(f"smtp+plain://127.0.0.1:{self.box.port}"), "三单 <lists@example.cn>",
                             "https://lists.example.cn/o/{id}")

    async def subscribes(self, **columns: Any) -> None:
        """The community's secretary, whose address is confirmed, and its next digest is due at eight."""
        await self.outside.desk.add(mail_cases.confirmed, self.outside.desk.city, "community", **{
            "digest_at": MORNING.replace(hour=8, minute=0), "confirmed_at": mail_cases.AT, **columns})

    async def prefers(self, kind: str, channel: str) -> None:
        await self.outside.desk.ids("community", mail.prefer, kind=kind, channel=channel)

    async def states(self) -> dict[tuple[str, str], int]:
        """How many mails there are of each purpose in each state, but for the bystander's."""
        return {(row["purpose"], row["state"]): row["count"] for row in await self.outside.desk.pool.fetch(
            "SELECT purpose, state, count(*) FROM mailing WHERE member_id <> $1 GROUP BY purpose, state",
            self.outside.desk.city.members["hospital"])}

    async def bystander(self) -> list[str]:
        """What is stored of a member's mail to whom nothing happens."""
        pool, member = self.outside.desk.pool, self.outside.desk.city.members["hospital"]
        return [str(row) for table in ("mail_address", "mailing", "notice_channel")
                for row in await pool.fetch(f"SELECT * FROM {table} WHERE member_id = $1", member)]


@pytest.fixture
async def post(outside: Outside) -> AsyncIterator[Post]:
    """Beside a member whose address waits for its code, of which there are as many as may be: nothing becomes of it."""
    desk, far = outside.desk, MORNING.replace(year=2090)
    member = await desk.add(mail_cases.add, desk.city, "hospital", quiet_from=1, code_until=far)
    await desk.pool.execute("INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, "
                            "try_at) SELECT $1, 'CODE', 'x' || n, 0, 0, $2, 'WAITING', $2 FROM generate_series(1, $3) n",
                            member, far, MOST_CODES)
    await desk.ids("hospital", mail.prefer, kind="CLAIM_PROPOSED", channel="NONE")
    async with postbox() as box:
        one = Post(outside, box)
        before = await one.bystander()
        yield one
        assert len(before) == 2 + MOST_CODES and await one.bystander() == before
