"""Writes handed in as members, with checks that a no changed nothing."""
import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest

from db.driver.connection import Pool
from domain.refusals import Refusal
from domain.viewer import Viewer
from resolvers.executing.context import Context
from resolvers.writing.batching import Together
from resolvers.writing.results import Answer, Payload
from resolvers.writing.use_cases import UseCase
from tests.city import City

R = TypeVar("R", bound=Refusal)


@dataclass
class Desk:
    """Hands in writes; `shift` moves its clock, `most_unanswered` is of each organisation's claims."""

    pool: Pool
    city: City
    shift: timedelta = timedelta()
    woken: list[None] = field(default_factory=list)
    together: Together = field(default_factory=Together)
    most_unanswered: int | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def context(self, viewer: Viewer | str | None) -> Context:
        known = self.city.viewer(viewer) if isinstance(viewer, str) else viewer
        return Context(self.pool, known, "test-request", self.now, answer_within=timedelta(days=3), mails=True,
                       most_unanswered=self.most_unanswered, together=self.together, wrote=lambda: self.woken.append(None))

    async def send(self, viewer: Viewer | str | None, use_case: UseCase[...], /, *, key: str | None = None,
                   **values: Any) -> Answer:
        return await use_case.answer(self.context(viewer), key or str(uuid4()), **values)

    async def ids(self, viewer: Viewer | str, use_case: UseCase[...], /, **values: Any) -> dict[str, UUID]:
        """What was written; the write has to succeed."""
        answer = await self.send(viewer, use_case, **values)
        assert isinstance(answer, Payload), answer
        return answer.ids

    async def refused(self, kind: type[R], viewer: Viewer | str, use_case: UseCase[...], /, **values: Any) -> R:
        """The refusal; it must be of that kind, and nothing but the answer may have changed."""
        before = await self.contents()
        answer = await self.send(viewer, use_case, **values)
        assert isinstance(answer, kind), answer
        assert answer.message
        assert await self.contents() == before
        return answer

    async def fails(self, kind: type[Exception], viewer: Viewer | str | None, use_case: UseCase[...], /,
                    **values: Any) -> str:
        """What the top-level error says; nothing at all may have changed."""
        before = await self.contents("idempotency_key")
        with pytest.raises(kind) as error:
            await self.send(viewer, use_case, **values)
        assert await self.contents("idempotency_key") == before
        return str(error.value)

    async def contents(self, *also: str) -> dict[str, str]:
        """A digest of each table, of `idempotency_key` only when named."""
        tables = await self.pool.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        return {row["name"]: await self.pool.fetchval(
            f"SELECT count(*) || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {row['name']} t")
            for row in tables if row["name"] != "idempotency_key" or "idempotency_key" in also}

    async def row(self, table: str, row_id: UUID) -> dict[str, Any]:
        found = await self.pool.fetchrow(f"SELECT * FROM {table} WHERE id = $1", row_id)
        assert found is not None
        return dict(found)

    async def blocked(self, sessions: int = 1) -> list[int]:
        """The process ids of so many sessions, as soon as they wait for a lock that another holds."""
        async with asyncio.timeout(60):
            while True:
                waiting = await self.pool.fetch("SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                                                "AND wait_event_type = 'Lock'")
                if len(waiting) >= sessions:
                    return [row["pid"] for row in waiting]
                await asyncio.sleep(0.01)

    async def trail(self, item_id: UUID) -> list[str]:
        """The kinds of an item's events in order."""
        return [row["kind"] for row in await self.pool.fetch(
            "SELECT kind FROM event WHERE subject_id = $1 ORDER BY seq", item_id)]

    async def last_event(self) -> dict[str, Any]:
        found = await self.pool.fetchrow("SELECT * FROM event ORDER BY seq DESC LIMIT 1")
        assert found is not None
        return dict(found)

    async def add(self, adder: Any, *values: Any, **columns: Any) -> UUID:
        """Call one of `tests.city`'s adders on a connection of the pool."""
        async with self.pool.acquire() as connection:
            added: UUID = await adder(connection, *values, **columns)
            return added
