"""Subscribers whose streams have the same key: one read an event, bytes made once, each group in order."""
import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from itertools import chain

import structlog

from db.log.events import Event
from resolvers.feed import endings, subscribers
from resolvers.feed.endings import Slow
from resolvers.feed.outbox import Next, Outboxes
from resolvers.feed.reader import Reader
from resolvers.feed.subscribers import Stream, Subscriber

MOST_WAITING = 1000  # events in a group's memory; what more comes waits in the log

log = structlog.get_logger()


class Groups:
    """All groups of this process.

    pos        the log's place up to which events were handed to the groups
    renew      has a subscriber's rights read again and brings it back, at once or by replay; then it is settled
    outboxes   makes what holds the outboxes of a group
    """

    def __init__(self, reader: Reader, clock: Callable[[], datetime], renew: Callable[[Subscriber], None],
                 outboxes: Callable[[], Outboxes]) -> None:
        self.reader = reader
        self.clock = clock
        self.renew = renew
        self.outboxes = outboxes
        self.pos = 0
        self._groups: dict[Hashable, Group] = {}
        self._listening: defaultdict[str, dict[Group, None]] = defaultdict(dict)  # by the keys of their audience
        self._joined: dict[Subscriber, Group] = {}

    def __len__(self) -> int:
        return len(self._groups)

    def join(self, subscriber: Subscriber) -> bool:
        """Put a subscriber into the group of its key, if it has come as far as that has.

        There is no await between this look and the next event, and a group sends what lies behind its own place to
        those who have not had it: so nothing is missed or repeated at the seam.
        """
        key = subscriber.stream.key
        group = self._groups.get(key)
        if subscriber.pos < (group.checked if group else self.pos):
            return False
        if group is None:
            group = self._groups[key] = Group(key, self, subscriber)
            for each in group.audience:
                self._listening[each][group] = None
        self._joined[subscriber] = group
        group.add(subscriber)
        return True

    def part(self, subscriber: Subscriber) -> None:
        """Take a subscriber out of its group, if it is in one."""
        if group := self._joined.pop(subscriber, None):
            group.remove(subscriber)

    def set_back(self, subscriber: Subscriber, pos: int) -> None:
        """Take a subscriber out and have it come again from `pos`, its rights renewed."""
        self.part(subscriber)
        subscriber.pos = max(subscriber.pos, pos)
        self.renew(subscriber)

    def dispatch(self, event: Event, keys: Iterable[str], touched: Iterable[Subscriber]) -> None:
        """Hand the next event to the groups that it may concern, and to those where it may have changed rights.

        keys      of whom it is for
        touched   the subscribers whose rights it may have changed
        """
        renewing = dict.fromkeys(self._joined[subscriber] for subscriber in touched if subscriber in self._joined)
        for group in renewing:
            group.doubt()
        for group in dict.fromkeys(chain(renewing, self.of(keys))):
            group.offer(event, group in renewing)
        self.pos = event.place

    def of(self, keys: Iterable[str]) -> "dict[Group, None]":
        """The groups that listen to one of these keys."""
        return dict.fromkeys(chain.from_iterable(self._listening.get(key, ()) for key in keys))

    def doubt(self, doubted: Iterable[Subscriber]) -> None:
        """Have the rights of these read again before anything more is sent."""
        for group in {self._joined[subscriber] for subscriber in doubted if subscriber in self._joined}:
            group.doubt()

    def renew_outdated(self, now: datetime) -> None:
        """Renew those whose rights change by the calendar, where no event brings it about."""
        for group in list(self._groups.values()):
            if group.task is None:
                for subscriber in group.outdated(now):
                    self.set_back(subscriber, group.checked)

    def checkpoint(self) -> None:
        """Move the cursors of clients to whom nothing came."""
        for group in list(self._groups.values()):
            group.checkpoint()

    def drop(self, key: Hashable, group: "Group") -> None:
        if self._groups.get(key) is group:
            del self._groups[key]
            for each in group.audience:
                del self._listening[each][group]
                if not self._listening[each]:
                    del self._listening[each]

    async def stop(self) -> None:
        """Break off what is being read; the subscribers have left."""
        tasks = [group.task for group in self._groups.values() if group.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Group:
    """The subscribers of one key. It reads while it has events, and is dropped with its last subscriber.

    Of thousands who get a message, what is touched of each has to come from memory, which costs more than all else that is
    done here: so nothing of them is, but what `Outboxes.put` has to (docs/decisions/0040).
    """

    def __init__(self, key: Hashable, groups: Groups, founder: Subscriber) -> None:
        self._key = key
        self._groups = groups
        self._last = min(founder.previous, groups.pos)  # the cursor of the message before
        self._stream: Stream = founder.stream
        self.audience = founder.stream.audience  # that of all who ever join it: they have the same rights
        self._in_step: dict[Subscriber, None] = {}  # members who have had the last message
        self._outboxes = groups.outboxes()  # theirs
        self._joining: dict[Subscriber, None] = {}  # those who have joined since
        self._good_until = subscribers.FUTURE  # until then nobody's rights must be read again
        self._queue: deque[Event] = deque()
        self._unread: int | None = None  # it fell behind, and has to read the log itself from here
        self.task: asyncio.Task[None] | None = None

    @property
    def checked(self) -> int:
        """The place up to which every event was sent, or is not for this group."""
        if self._queue:
            return self._queue[0].place - 1
        return self._groups.pos if self._unread is None else self._unread

    @property
    def _members(self) -> list[Subscriber]:
        return [*self._in_step, *self._joining]

    def add(self, subscriber: Subscriber) -> None:
        self._joining[subscriber] = None
        self._good_until = min(self._good_until, subscriber.good_until)
        self._stream = subscriber.stream
        if 0 <= subscriber.last_cursor < self._last:  # else the next message's `previous` would look like a gap to it
            self._checkpoint([subscriber], self._last, subscriber.last_cursor)

    def remove(self, subscriber: Subscriber) -> None:
        if subscriber in self._in_step:
            del self._in_step[subscriber]
            self._outboxes.remove(subscriber.outbox)
            subscriber.last_cursor = self._last
        self._joining.pop(subscriber, None)
        self._drop_if_left()

    def doubt(self) -> None:
        """The rights of a member may have changed."""
        self._good_until = subscribers.PAST

    def outdated(self, now: datetime) -> list[Subscriber]:
        """The members whose rights must be read again."""
        if now < self._good_until:
            return []
        members = self._members
        self._good_until = min((each.good_until for each in members if not each.outdated(now)), default=subscribers.FUTURE)
        return [each for each in members if each.outdated(now)]

    def offer(self, event: Event, renewing: bool) -> None:
        """Take the next event, if it is for this group; when too many wait, leave it in the log."""
        if self._unread is not None or not (renewing or self._concerned(event)):
            return
        if len(self._queue) >= MOST_WAITING:
            self._unread = self._queue[-1].place
            return
        self._queue.append(event)
        self.task = self.task or asyncio.create_task(self._run())

    def _concerned(self, event: Event) -> bool:
        try:
            return self._stream.concerns(event)
        except Exception:
            self._fail(event.place)
            return False

    async def _run(self) -> None:
        while not self._is_empty and (self._queue or self._unread is not None):
            try:
                await self._turn()
            except Exception:  # this group's trouble: the feed and the other groups go on
                self._fail(self.checked)
        self._queue.clear()
        self._unread = None
        self.task = None
        self._drop_if_left()

    async def _turn(self) -> None:
        if not self._queue:
            await self._read_on(self._unread or 0)
            return
        event = self._queue[0]
        await self._renew_rights(event)
        if not self._is_empty and self._stream.concerns(event):
            self._send(event, await self._groups.reader.payload(self._stream, event, self._last))
        self._queue.popleft()

    async def _read_on(self, pos: int) -> None:
        """Take from the log what was left there, up to where the feed is."""
        batch = await self._groups.reader.events(pos)
        reached = self._groups.pos
        batch = [event for event in batch if event.place <= reached]
        self._queue.extend(event for event in batch if subscribers.changes_rights(event) or self._concerned(event))
        self._unread = batch[-1].place if batch and batch[-1].place < reached else None

    async def _renew_rights(self, event: Event) -> None:
        """Part with those whose rights may have changed; who still has the same key is back before the event."""
        outdated = self.outdated(self._groups.clock())
        for subscriber in outdated:
            self._groups.set_back(subscriber, event.place - 1)
        for settling in [subscriber.settling for subscriber in outdated if subscriber.settling]:
            await settling.wait()

    def _send(self, event: Event, payload: bytes | None) -> None:
        if payload is None:
            return
        message = Next(event.place, payload)
        for subscriber in [each for each in self._joining if each.pos < message.pos]:
            del self._joining[subscriber]
            self._in_step[subscriber] = None
            self._outboxes.add(subscriber.outbox)
        self._last = message.pos
        if slow := set(self._outboxes.put(message)):
            for subscriber in [each for each in self._in_step if each.outbox in slow]:
                subscriber.end(Slow())

    def checkpoint(self) -> None:
        pos = self.checked
        behind = [*(self._in_step if self._last < pos else ()), *(each for each in self._joining if each.last_cursor < pos)]
        if behind:
            self._checkpoint(behind, pos, self._last)

    def _checkpoint(self, behind: Iterable[Subscriber], pos: int, previous: int) -> None:
        try:
            payload = self._stream.checkpoint(pos, previous)
        except Exception:
            self._fail(pos)
            return
        if payload is not None:
            message = Next(pos, payload)
            for subscriber in behind:
                subscriber.deliver(message)
            self._last = max(self._last, pos)

    def _fail(self, pos: int) -> None:
        """End the operations, in the midst of an exception; their clients can come back with their cursors."""
        log.exception("subscription failed", pos=pos)
        for subscriber in self._members:
            subscriber.end(endings.internal())

    @property
    def _is_empty(self) -> bool:
        return not (self._in_step or self._joining)

    def _drop_if_left(self) -> None:
        if self._is_empty and self.task is None:
            self._groups.drop(self._key, self)
