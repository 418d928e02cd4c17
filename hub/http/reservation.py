"""One event stream for many operations of one person ("single connection"): what is to be sent in it, and who works at it."""
import asyncio
import secrets
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import orjson

from resolvers.feed.unread import Account

WITHIN = 60.0  # seconds from the reservation to its stream
AT_ONCE = 100  # operations


class Reservation:
    """
    who       by which the person is known that has reserved it (`hub.http.quotas`)
    account   of what waits for the stream's client
    release   called once, when it is over
    """

    def __init__(self, who: str, account: Account, release: Callable[[], None]) -> None:
        self.who, self.account, self._release = who, account, release
        self._parts: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(1)
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._writes: set[str] = set()
        self._expiry = asyncio.get_running_loop().call_later(WITHIN, self.close)
        self.turn = asyncio.Lock()  # of operations that are answered once: what is not read holds up the next
        self._is_open = self.is_over = False

    @property
    def is_full(self) -> bool:
        return len(self._operations) >= AT_ONCE

    def open(self) -> bool:
        """Whether it becomes open now: there is one stream of it."""
        self._expiry.cancel()
        was_open, self._is_open = self._is_open, True
        return not was_open

    def has(self, operation_id: str) -> bool:
        return operation_id in self._operations

    def begin(self, operation_id: str, work: Coroutine[Any, Any, None], *, writes: bool, done: Callable[[], None]) -> None:
        """Let an operation run, besides the others.

        writes   whether it runs to its end, also when nobody is there for the answer
        done     called once, when it is over, also when it was never begun
        """
        self._operations[operation_id] = task = asyncio.create_task(work)
        if writes:
            self._writes.add(operation_id)

        def over(_: object) -> None:
            self._operations.pop(operation_id)
            self._writes.discard(operation_id)
            done()

        task.add_done_callback(over)

    def forget(self, operation_id: str) -> None:
        """The client wants nothing more of it."""
        task = self._operations.get(operation_id)
        if task and operation_id not in self._writes:
            task.cancel()

    async def put(self, event: bytes, operation_id: str, payload: bytes | None = None) -> None:
        """Send an event of an operation, once those before it were taken."""
        told = b"" if payload is None else b',"payload":%b' % payload
        if not self.is_over:
            await self._room.acquire()
        self._parts.put_nowait(b'event: %b\ndata: {"id":%b%b}\n\n' % (event, orjson.dumps(operation_id), told))

    async def take(self) -> bytes | None:
        """The next event; None: the stream is over."""
        part = await self._parts.get()
        self._room.release()
        return part

    def end(self) -> None:
        """Nothing more is sent: the client is to come again."""
        self._parts.put_nowait(None)

    def close(self) -> None:
        """The client is gone, or has never come."""
        if self.is_over:
            return
        self.is_over = True
        self._expiry.cancel()
        for operation_id in list(self._operations):
            self.forget(operation_id)
            self._room.release()  # who writes waits for nobody
        self._release()


class Reservations:
    """Those of one process: its operations come to where its stream is (docs/decisions/0105)."""

    def __init__(self) -> None:
        self._all: dict[str, Reservation] = {}

    def add(self, who: str, account: Account, release: Callable[[], None]) -> str:
        """Make one; its token."""
        token = secrets.token_urlsafe(32)
        self._all[token] = Reservation(who, account, partial(self._gone, token, release))
        return token

    def find(self, token: str) -> Reservation | None:
        return self._all.get(token)

    def _gone(self, token: str, release: Callable[[], None]) -> None:
        del self._all[token]
        release()
