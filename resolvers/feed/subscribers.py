"""One subscription of one client: what it may still see, how far it has come, and what waits to be sent."""
import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from db.driver.connection import Connection
from db.log.events import Event
from domain import trail
from domain.event import Rights
from domain.viewer import Viewer
from resolvers.feed import endings, holders
from resolvers.feed.endings import Ended, Slow
from resolvers.feed.outbox import Next, Outbox

PAST, FUTURE = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def changes_rights(event: Event) -> bool:
    """Whether it may change what somebody may do: not only, as a share does, what there is to find."""
    return trail.rights(event.kind) not in (None, Rights.RECIPIENT)


class Stream(Protocol):
    """A planned subscription.

    key     streams of equal key may share one read and one byte string
    after   the place behind which to replay; None: from now
    audience   only events that have one of these keys (`db.log.audience`) can concern it
    """

    @property
    def key(self) -> Hashable: ...

    @property
    def after(self) -> int | None: ...

    @property
    def audience(self) -> Collection[str]: ...

    def concerns(self, event: Event) -> bool: ...

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None: ...

    def checkpoint(self, pos: int, previous: int) -> bytes | None: ...


@dataclass(frozen=True)
class Opened:
    """A stream with the rights of the moment.

    viewer      whose rights they are; None: nobody's
    expires_at  when the token ends; None: never
    believed    whether the token would still be believed, as far as is known now
    renew_at    when a term begins or ends, so that the rights must be read again; None: not known to
    """

    stream: Stream
    viewer: Viewer | None = None
    expires_at: datetime | None = None
    renew_at: datetime | None = None
    believed: Callable[[], bool] = lambda: True


Open = Callable[[], Awaitable[Opened]]  # reads the rights and plans anew; raises Failed
Held = Callable[["Subscriber", Collection[UUID] | None], None]  # told whose rights it has from now on (`Holders.hold`)


class Subscriber:
    """One client's subscription; `take` and `leave` are its client's side, the rest is the feed's.

    start     where it began; `previous` of its first message
    pos       everything up to here was sent, or is not for it
    last_cursor  that its client has; -1: none. While it is in a group, that may know better
    stale     its rights may have changed: nothing more is sent before they were read again
    left      to be called when it is over
    settling  while it is on its way into a group: set when it has joined one, replays, or ended
    """

    __slots__ = ("_believed", "_expires_at", "_held", "_leave", "_open", "_renew_at", "_rights_of", "_stream", "_viewer",
                 "_whose", "after", "ended", "last_cursor", "left", "outbox", "pos", "settling", "stale", "start")

    def __init__(self, open_: Open, after: int | None, outbox: Outbox, leave: "Callable[[Subscriber], None]",
                 left: Callable[[], None] | None = None, held: Held = lambda _, __: None) -> None:
        self._open = open_
        self._held = held
        self._leave = leave
        self.left = left
        self.outbox = outbox
        self.after = after
        self.start = 0
        self.pos = 0
        self.last_cursor = -1
        self.stale = True
        self.settling: asyncio.Event | None = None
        self.ended = False
        self._stream: Stream | None = None
        self._viewer: Viewer | None = None
        self._believed: Callable[[], bool] = lambda: True
        self._expires_at: datetime | None = None
        self._renew_at: datetime | None = None
        self._rights_of = 0
        self._hold(None)

    @property
    def stream(self) -> Stream:
        if self._stream is None:
            raise RuntimeError("a subscriber has its stream from renew()")
        return self._stream

    @property
    def previous(self) -> int:
        return self.last_cursor if self.last_cursor >= 0 else self.start

    async def take(self) -> Next:
        """The next message for the client, who calls `leave` when it wants no more.

        raises   Slow, Stopped, Failed
        """
        return await self.outbox.take()

    def leave(self) -> None:
        """The client is gone."""
        self.ended = True
        self._leave(self)

    def end(self, ending: Ended) -> None:
        if not self.ended:
            self.outbox.end(ending)
            self.leave()

    def deliver(self, message: Next) -> None:
        """Put a message into the outbox; the subscription ends as Slow when that is full."""
        if not self.outbox.put(message):
            self.end(Slow())
        self.last_cursor = message.pos

    def settle(self) -> None:
        if self.settling:
            self.settling.set()
            self.settling = None

    async def renew(self, now: Callable[[], datetime], pos: int) -> None:
        """Read the rights again.

        pos      a place up to which the events' changes are sure to be read
        raises   Failed
        """
        self.stale = False  # first: a change that passes while the rights are read makes them stale again
        self._rights_of = pos
        self._hold(None)
        opened = await self._open()
        if opened.expires_at and opened.expires_at <= now():
            raise endings.token_expired()
        self._stream, self._viewer, self._expires_at = opened.stream, opened.viewer, opened.expires_at
        self._renew_at = opened.renew_at if opened.renew_at and opened.renew_at > now() else None
        self._believed = opened.believed
        self._hold(holders.of_viewer(opened.viewer) if opened.viewer else ())

    def _hold(self, whose: Collection[UUID] | None) -> None:
        """Have these rights, or those that are being read: then any change may be one of them."""
        self._whose = whose
        if not self.ended:
            self._held(self, whose)

    @property
    def member_id(self) -> UUID | None:
        """Whose rights it has; None: nobody's, or not known yet."""
        return self._viewer.member_id if self._viewer else None

    def compare(self, viewer: Viewer | None) -> bool:
        """See what its viewer's rights are in the database now.

        returns   whether they are others than it has, or its token is no longer believed
        """
        self.stale = self.stale or viewer != self._viewer or not self._believed()
        return self.stale

    def notice(self, event: Event) -> bool:
        """See an event pass.

        returns   whether it may have changed this viewer's rights
        """
        if event.place <= self._rights_of or not changes_rights(event) or not self._may_touch(event):
            return False
        self.stale = True
        return True

    def _may_touch(self, event: Event) -> bool:
        """False only when the event names whose rights it changes, and they are others than these."""
        whose = trail.whose_rights(event.kind, event.object_id, event.after)
        return self._whose is None or (bool(self._whose) if None in whose else not whose.isdisjoint(self._whose))

    @property
    def good_until(self) -> datetime:
        """When the rights must be read again before anything more is sent; long past when they must now."""
        return PAST if self.stale else min(self._expires_at or FUTURE, self._renew_at or FUTURE)

    def outdated(self, now: datetime) -> bool:
        return self.good_until <= now

    def expired(self, now: datetime) -> bool:
        return self._expires_at is not None and self._expires_at <= now
