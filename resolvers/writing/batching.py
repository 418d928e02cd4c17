"""Proposals that come while others are being written are written together: docs/decisions/0061."""
import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db import proposals
from db.driver.connection import Pool
from db.proposals import Proposal
from domain.refusals import OutcomeUnknown
from resolvers.writing import transactions

MOST = 32  # proposals in a statement, each of whose parts looks for each of them
PATIENCE = 1.0  # seconds that the next ones wait for a statement; then they go on beside it

Row = Sequence[Any] | None
Waiting = tuple[Proposal, asyncio.Future[Row]]


class Together:
    """Whose turn it is in this process, and who waits for the next."""

    def __init__(self) -> None:
        self._turn: asyncio.TimerHandle | None = None  # when the others' patience ends
        self._waiting: dict[str, dict[UUID, Waiting]] = {}  # by what their payloads read, and by item
        self._tasks: set[asyncio.Task[None]] = set()

    async def propose(self, pool: Pool, asked: Proposal) -> Row:
        """Write a proposal, with others if some are there.

        returns   the row of `db.proposals.propose`; None: nothing was written, as the rule says no or because of the others
        raises    SlotTaken, AlreadyAnswered, OutcomeUnknown
        """
        if asked.payload.values or asked.item_id in self._waiting.get(asked.payload.sql, ()):
            return (await _write(pool, [asked], waits=True)).get(asked.claim_id)
        if self._turn is None:
            return (await self._in_turn(pool, self._begin(pool), [asked])).get(asked.claim_id)
        future: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(asked.payload.sql, {})[asked.item_id] = asked, future
        return await future

    def _begin(self, pool: Pool) -> asyncio.TimerHandle:
        self._turn = asyncio.get_running_loop().call_later(PATIENCE, self._next, pool)
        return self._turn

    async def _in_turn(self, pool: Pool, turn: asyncio.TimerHandle, several: list[Proposal]) -> dict[UUID, Sequence[Any]]:
        try:
            return await _write(pool, several, waits=False)
        finally:
            turn.cancel()
            if self._turn is turn:
                self._next(pool)

    def _next(self, pool: Pool) -> None:
        """It is the turn of those who have waited longest, or of who comes."""
        self._turn = None
        while self._waiting and self._turn is None:
            if several := self._first():
                self._tasks.add(task := asyncio.create_task(self._run(pool, self._begin(pool), several)))
                task.add_done_callback(self._tasks.discard)

    def _first(self) -> list[Waiting]:
        """Those who have waited longest, out of the line, without who has gone away."""
        sql = next(iter(self._waiting))
        line = [(item_id, one) for item_id, one in self._waiting.pop(sql).items() if not one[1].done()]
        if line[MOST:]:
            self._waiting[sql] = dict(line[MOST:])
        return [one for _, one in line[:MOST]]

    async def _run(self, pool: Pool, turn: asyncio.TimerHandle, several: list[Waiting]) -> None:
        rows, unknown = dict[UUID, Sequence[Any]](), None
        try:
            rows = await self._in_turn(pool, turn, [asked for asked, _ in several])
        except OutcomeUnknown as error:
            unknown = error
        except Exception:  # noqa: S110  # of one of them, and it undid all: each meets its own when it is tried by itself
            pass
        for asked, future in several:
            if unknown and not future.done():
                future.set_exception(unknown)
            elif not future.done():
                future.set_result(rows.get(asked.claim_id))


async def _write(pool: Pool, several: list[Proposal], *, waits: bool) -> dict[UUID, Sequence[Any]]:
    who = several[0].viewer.member_id if len(several) == 1 else None  # several are nobody's share
    async with transactions.leased(pool, who) as connection:
        return await proposals.propose(connection, several, waits=waits)
