"""The feed: follows the event log for one process and hands each event, in order, to the groups."""
import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from db import viewers
from db.driver import faults
from db.driver.connection import Connection, Pool
from db.log import events
from domain import trail
from domain.viewer import Viewer
from resolvers.feed import endings, subscribers
from resolvers.feed.endings import Ended, Stopped
from resolvers.feed.groups import Groups
from resolvers.feed.holders import Holders
from resolvers.feed.outbox import Outbox, Outboxes
from resolvers.feed.reader import Reader
from resolvers.feed.replay import Replay
from resolvers.feed.subscribers import Open, Subscriber

log = structlog.get_logger()


@dataclass(frozen=True)
class Limits:
    """What the feed allows itself and its subscribers.

    batch        events read from the log at once
    reads        payloads read at once, for all groups and replays together
    patience     seconds for one payload, for reading rights, for a round with the database
    messages, message_bytes   what may wait for one subscriber before it counts as slow
    socket_bytes, member_bytes   what may wait for all subscriptions of a socket, for all connections of a member
    poll         seconds between two looks into the log when nothing wakes the feed
    retry        seconds before it connects again
    sweep        seconds between two looks for expired tokens
    checkpoint   seconds between two checkpoints
    compare      seconds between two looks whether subscribers have the rights that the database says, and tokens that are
                 believed: for changes that leave no event
    """

    batch: int = 500
    reads: int = 4
    patience: float = 10.0
    messages: int = 256
    message_bytes: int = 1_048_576
    socket_bytes: int = 2_097_152
    member_bytes: int = 8_388_608
    poll: float = 1.0
    retry: float = 1.0
    sweep: float = 1.0
    checkpoint: float = 30.0
    compare: float = 10.0


DEFAULT = Limits()


async def _nobody_signs() -> None:
    """Instead of keys."""


class Feed:
    """One in each process.

    connect          opens a connection of the feed's own
    rights_changed   called before any event is handed on after which remembered rights may be wrong, with whose, and when
                     events may have been missed (`resolvers.feed.viewer_cache.Rights.forget`)
    outboxes         makes what holds the outboxes of a group
    keys             asks again for the keys by which tokens are believed
    """

    def __init__(self, connect: Callable[[], Awaitable[Connection]], pool: Pool, clock: Callable[[], datetime],
                 limits: Limits = DEFAULT, rights_changed: Callable[[UUID | None], None] = lambda _: None,
                 outboxes: Callable[[], Outboxes] = Outboxes, keys: Callable[[], Awaitable[None]] = _nobody_signs) -> None:
        self._rights_changed = rights_changed
        self._keys = keys
        self._connect = connect
        self._clock = clock
        self.limits = limits
        self._groups = Groups(Reader(pool, limits.reads, limits.batch, limits.patience), clock, self._bring,
                              outboxes)
        self._replay = Replay(self._groups, limits.reads, limits.patience)
        self._subscribers: dict[Subscriber, asyncio.Task[None] | None] = {}  # the task that brings it, while it does
        self._holders = Holders[Subscriber]()
        self._woken = asyncio.Event()
        self._started = asyncio.Event()
        self._stopped = False
        self.following = False

    @property
    def pos(self) -> int:
        """The log's place up to which events were handed on."""
        return self._groups.pos

    @property
    def groups(self) -> int:
        return len(self._groups)

    @property
    def subscribers(self) -> int:
        return len(self._subscribers)

    def subscribe(self, open_: Open, after: int | None = None, outbox: Outbox | None = None,
                  left: Callable[[], None] | None = None) -> Subscriber:
        """Start a subscription; its client calls `take` until that raises, and `leave` at the end.

        open_   reads the viewer's rights and plans the stream with them; called again whenever they may have changed
        after   the place behind which to begin, instead of the stream's own `after`
        outbox  what its messages are put into
        left    called once, when it is over
        """
        outbox = outbox or Outbox(self.limits.messages, self.limits.message_bytes)
        subscriber = Subscriber(open_, after, outbox, self._forget, left, self._holders.hold)
        subscriber.start = subscriber.pos = self._groups.pos
        if self._stopped:
            subscriber.end(Stopped())
        else:
            self._bring(subscriber, self._started)
        return subscriber

    def stop(self) -> None:
        """End all subscriptions as Stopped, and every new one at once."""
        self._stopped = True
        self._end_all(Stopped())

    async def run(self) -> None:
        """Follow the log until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._follow())
                tasks.create_task(self._sweep())
                tasks.create_task(self._keep_comparing())
        finally:
            self._end_all(Stopped())
            await self._groups.stop()

    def _bring(self, subscriber: Subscriber, started: asyncio.Event | None = None) -> None:
        subscriber.settling = asyncio.Event()
        self._subscribers[subscriber] = task = asyncio.create_task(self._replay.bring(subscriber, started))
        task.add_done_callback(lambda _: self._brought(subscriber, task))

    def _brought(self, subscriber: Subscriber, task: asyncio.Task[None]) -> None:
        bringing = self._subscribers.get(subscriber)
        if bringing is task:
            self._subscribers[subscriber] = None
        if bringing in (task, None):  # else it has been sent on its way once more
            subscriber.settle()

    def _forget(self, subscriber: Subscriber) -> None:
        self._groups.part(subscriber)
        self._holders.let_go(subscriber)
        if subscriber.left:
            left, subscriber.left = subscriber.left, None
            left()
        task = self._subscribers.pop(subscriber, None)
        if task and task is not asyncio.current_task():
            task.cancel()

    def _end_all(self, ending: Ended) -> None:
        for subscriber in list(self._subscribers):
            subscriber.end(ending)

    async def _follow(self) -> None:
        while True:
            try:
                await self._connected()
            except Exception as error:  # any: after a crash of PostgreSQL the driver raises what it never declared
                log.warning("feed lost its connection, tries again", error=faults.said(error))
            await asyncio.sleep(self.limits.retry)

    async def _connected(self) -> None:
        async with asyncio.timeout(self.limits.patience):
            connection = await self._connect()
        try:
            async with asyncio.timeout(self.limits.patience):
                await events.listen(connection, self._woken.set)
                self._begin(await events.head(connection))
            self._rights_changed(None)
            self.following = True
            while True:
                self._woken.clear()
                if not await self._step(connection):
                    await self._rest()
        finally:
            self.following = False
            connection.terminate()

    def _begin(self, head: int) -> None:
        if not self._started.is_set():
            self._groups.pos = head
            self._started.set()
        elif head < self._groups.pos:
            log.error("the event log is shorter than before", pos=self._groups.pos, head=head)
            self._end_all(endings.cursor_expired())
            self._groups.pos = head

    async def _step(self, connection: Connection) -> bool:
        """Hand on what is new.

        returns   whether there may be more
        """
        pos, most = self._groups.pos, self.limits.batch
        async with asyncio.timeout(self.limits.patience):
            if not self._subscribers:
                head, passed = await events.passed(connection, pos, trail.HARMLESS, most)
                for whose in {whose for each in passed for whose in trail.whose_rights(*each)}:
                    self._rights_changed(whose)
                if not self._subscribers:  # nobody has come while we asked
                    self._groups.pos = head
                return head == pos + most
            batch = await events.addressed(connection, pos, most)
        for event, keys in batch:
            self._hand_on(event, keys)
            await asyncio.sleep(0)  # it may be for thousands of groups
        return len(batch) == most

    def _hand_on(self, event: events.Event, keys: Collection[str]) -> None:
        touched = []
        changed = trail.whose_rights(event.kind, event.object_id, event.after) if trail.rights(event.kind) else ()
        for whose in changed:
            self._rights_changed(whose)
        if subscribers.changes_rights(event):
            holding = {each: None for whose in changed for each in self._holders.of(whose)}
            touched = [subscriber for subscriber in holding if subscriber.notice(event)]
        self._groups.dispatch(event, keys, touched)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.poll):
                await self._woken.wait()

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + self.limits.checkpoint
        while True:
            await asyncio.sleep(self.limits.sweep)
            now = self._clock()
            for subscriber in [one for one in self._subscribers if one.expired(now)]:
                subscriber.end(endings.token_expired())
            self._groups.renew_outdated(now)
            if loop.time() >= due:
                due = loop.time() + self.limits.checkpoint
                self._groups.checkpoint()

    async def _keep_comparing(self) -> None:
        while True:
            await asyncio.sleep(self.limits.compare)
            try:
                await self._compare()
            except Exception as error:  # the database may be away: what has changed is found later
                log.warning("rights not compared", error=faults.said(error))

    async def _compare(self) -> None:
        """Find the subscribers whose rights have changed without an event, and those whose token is no longer believed."""
        if not self._subscribers:
            return
        await self._keys()
        members = list({subscriber.member_id for subscriber in self._subscribers if subscriber.member_id is not None})
        found: dict[UUID, Viewer] = {}
        for first in range(0, len(members), self.limits.batch):
            async with self._groups.reader.connection() as connection:
                found |= await viewers.of_members(connection, members[first:first + self.limits.batch], self._clock())
            await asyncio.sleep(0)
        asked = {*members}
        changed = [each for each in self._subscribers
                   if (member := each.member_id) is not None and member in asked and each.compare(found.get(member))]
        if changed:
            self._rights_changed(None)
            self._groups.doubt(changed)
            self._groups.renew_outdated(self._clock())
