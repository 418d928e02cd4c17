"""Rights on a stream: read again before anything that comes after they changed; a token is believed until it ends."""
import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db.driver.connection import Pool
from db.log.events import Event
from domain.languages import Bilingual
from domain.viewer import Viewer
from resolvers.feed import endings
from resolvers.feed.following import Feed, Limits
from resolvers.feed.subscribers import Opened, Subscriber
from tests.feed import streams, trail
from tests.feed.conftest import Connect, running
from tests.feed.streams import Made

pytestmark = pytest.mark.usefixtures("relay")


def viewer(member_id: UUID, *units: UUID) -> Viewer:
    return Viewer(member_id=member_id, acts_for={unit: frozenset() for unit in units}, belongs_to=frozenset(),
                  officer_of=frozenset(), districts_of=frozenset(), rights_until=None)


@dataclass
class Person:
    """Opens the stream that its rights of the moment give, and counts how often they were read."""

    member_id: UUID = field(default_factory=uuid7)
    units: tuple[UUID, ...] = ()
    stream: Made = field(default_factory=Made)
    dismissed: bool = False
    expires_at: datetime | None = None
    renew_at: datetime | None = None
    reads: int = 0
    reading: asyncio.Event | None = None

    async def open(self) -> Opened:
        self.reads += 1
        opened = Opened(self.stream, viewer(self.member_id, *self.units), self.expires_at, self.renew_at)
        if self.reading:
            await self.reading.wait()
        if self.dismissed:
            raise endings.failed("UNAUTHENTICATED", Bilingual("不再是成员。", "No longer a member."))
        return opened


class Clock:
    def __init__(self) -> None:
        self.now = trail.NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def feed(pool: Pool, connect: Connect, clock: Clock) -> AsyncIterator[Feed]:
    feed = Feed(connect, pool, clock, Limits(retry=0.02, sweep=0.01))
    async with running(feed.run()):
        await trail.until(lambda: feed.following)
        yield feed


async def event(pool: Pool, kind: str, *, object_type: str = "Demand", object_id: UUID | None = None,
                **after: object) -> None:
    async with pool.acquire() as connection:
        await trail.write(connection, kind, object_type=object_type, object_id=object_id, after=after)


@pytest.mark.parametrize("kind", ["office.ended", "seat.ended", "station.added", "station.ended"])
async def test_who_lost_the_right_gets_nothing_that_comes_after(pool: Pool, feed: Feed, kind: str) -> None:
    person = Person()
    subscriber = feed.subscribe(person.open)
    await event(pool, "item.published")
    assert await streams.take(subscriber, 1) == [1]
    person.dismissed = True
    async with pool.acquire() as connection, connection.transaction():  # all at once: they come in one batch
        await trail.write(connection, kind)
        await trail.write(connection, "item.published")
    with pytest.raises(endings.Failed) as ended:
        await streams.take(subscriber, 1)
    assert ended.value.code == "UNAUTHENTICATED"
    await trail.until(lambda: (feed.subscribers, feed.groups) == (0, 0))
    assert person.stream.read == [1]


async def test_a_member_that_was_deactivated_is_cut_off(pool: Pool, feed: Feed) -> None:
    gone, other = Person(stream=Made("gone")), Person(stream=Made("other"))
    ending, going_on = feed.subscribe(gone.open), feed.subscribe(other.open)
    await trail.until(lambda: feed.groups == 2)
    gone.dismissed = True
    await event(pool, "member.deactivated", object_type="Member", object_id=gone.member_id)
    await event(pool, "item.published")
    with pytest.raises(endings.Failed):
        await streams.take(ending, 1)
    assert await streams.take(going_on, 1) == [2]
    assert (gone.reads, other.reads) == (2, 1)


async def test_who_gained_a_right_gets_all_that_comes_after(pool: Pool, feed: Feed) -> None:
    person = Person(stream=Made("narrow", about="item."))
    subscriber = feed.subscribe(person.open)
    await trail.until(lambda: feed.groups == 1)
    await event(pool, "claim.proposed")
    await trail.until(lambda: feed.pos == 1)
    person.stream = Made("wide", about="")
    async with pool.acquire() as connection, connection.transaction():
        await trail.write(connection, "office.appointed", after={"member_id": str(person.member_id)})
        await trail.write(connection, "claim.proposed")
        await trail.write(connection, "item.published")
    assert await streams.take(subscriber, 3) == [2, 3, 4]


async def test_the_rest_of_the_group_goes_on_together(pool: Pool, feed: Feed) -> None:
    shared = Made("shared")
    people = [Person(stream=shared) for _ in range(3)]
    together = [feed.subscribe(person.open) for person in people]
    await trail.until(lambda: all(person.reads for person in people))
    people[0].stream = Made("moved")
    await event(pool, "station.added")
    await event(pool, "item.published")
    assert [await streams.take(subscriber, 1) for subscriber in together] == [[2]] * 3
    assert (shared.read, people[0].stream.read) == ([2], [2])
    assert [person.reads for person in people] == [2, 2, 2]


async def test_a_change_of_rights_looks_at_those_whose_they_are_and_at_nobody_else(
        pool: Pool, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: however many listen; and who has left is not looked at any more."""
    unit, people = uuid7(), [Person() for _ in range(300)]
    people[1].units = people[2].units = (uuid7(), unit)
    listening = [feed.subscribe(person.open) for person in [*people, people[0]]]
    await trail.until(lambda: all(person.reads for person in people) and feed.groups == 1)
    looked = list[UUID | None]()

    def notice(subscriber: Subscriber, event: Event) -> bool:
        looked.append(subscriber.member_id)
        return noticed(subscriber, event)

    noticed = Subscriber.notice
    monkeypatch.setattr(Subscriber, "notice", notice)
    await event(pool, "seat.ended", member_id=str(people[0].member_id))
    await event(pool, "station.ended", unit_id=str(unit))
    await event(pool, "member.deactivated", object_type="Member", object_id=people[3].member_id)
    await event(pool, "office.ended", member_id=str(uuid7()))
    await event(pool, "item.published")
    assert await streams.take(listening[-1], 1) == [5]
    assert looked == [people[number].member_id for number in (0, 0, 1, 2, 3)]
    for subscriber in listening[:4]:
        subscriber.leave()
    await event(pool, "seat.ended", member_id=str(people[1].member_id))
    await event(pool, "seat.ended")  # of a time when events did not say whose
    await event(pool, "item.published")
    assert await streams.take(listening[-1], 1) == [8]
    assert len(looked) == 5 + 297


@pytest.mark.parametrize("stranger", [True, False])
async def test_rights_are_read_again_only_for_those_whom_the_event_names(
        pool: Pool, feed: Feed, stranger: bool) -> None:
    unit = uuid7()
    person = Person(units=(unit,))
    subscriber = feed.subscribe(person.open)
    await trail.until(lambda: feed.groups == 1)
    await event(pool, "seat.taken", member_id=str(uuid7() if stranger else person.member_id))
    await event(pool, "station.added", unit_id=str(uuid7() if stranger else unit))
    await event(pool, "item.published")
    assert await streams.take(subscriber, 1) == [3]
    assert (person.reads == 1) is stranger


async def test_a_share_has_remembered_rights_forgotten_and_no_stream_opened_anew(
        pool: Pool, connect: Connect, clock: Clock) -> None:
    person = Person()
    forgotten: list[UUID | None] = []
    following = Feed(connect, pool, clock, Limits(retry=0.02, sweep=0.01), forgotten.append)
    one, other = uuid7(), uuid7()
    async with running(following.run()):
        await trail.until(lambda: following.following)
        forgotten.clear()
        await event(pool, "item.shared", organization_id=str(one))  # while nobody listens
        await trail.until(lambda: following.pos == 1)
        assert forgotten == [one]
        subscriber = following.subscribe(person.open)
        await event(pool, "item.published")
        await event(pool, "item.shared", organization_id=str(other))
        await event(pool, "item.published")
        assert await streams.take(subscriber, 3) == [2, 3, 4]
        assert (forgotten, person.reads) == ([one, other], 1)


async def test_a_change_while_rights_are_read_has_them_read_once_more(pool: Pool, feed: Feed) -> None:
    person = Person(reading=asyncio.Event())
    subscriber = feed.subscribe(person.open)
    await trail.until(lambda: person.reads == 1)
    person.stream = Made("after the change", about="")
    await event(pool, "office.appointed", member_id=str(person.member_id))
    await trail.until(lambda: feed.pos == 1)
    assert person.reading
    person.reading.set()
    await event(pool, "claim.proposed")
    assert await streams.take(subscriber, 2) == [1, 2]
    assert person.reads == 2


async def test_what_changes_rights_that_are_just_being_given_has_them_read_once_more(pool: Pool, feed: Feed) -> None:
    """The unit that a member begins to act for loses its station while that is read."""
    person, unit = Person(), uuid7()
    subscriber = feed.subscribe(person.open)
    await event(pool, "item.published")
    assert await streams.take(subscriber, 1) == [1]
    person.units, person.reading = (unit,), asyncio.Event()
    await event(pool, "office.appointed", member_id=str(person.member_id))
    await event(pool, "item.published")
    await trail.until(lambda: person.reads == 2)
    await event(pool, "station.ended", unit_id=str(unit))
    await trail.until(lambda: feed.pos == 4)
    person.reading.set()
    assert await streams.take(subscriber, 1) == [3]
    assert person.reads == 3


async def test_in_a_replay_only_changes_that_are_news_have_rights_read(pool: Pool, feed: Feed) -> None:
    for _ in range(3):
        await event(pool, "office.ended")
        await event(pool, "item.published")
    await trail.until(lambda: feed.pos == 6)
    person = Person(stream=Made(after=0))
    assert await streams.take(feed.subscribe(person.open), 3) == [2, 4, 6]
    assert person.reads == 1


async def test_an_expired_token_gets_nothing_more(pool: Pool, feed: Feed, clock: Clock) -> None:
    person = Person(expires_at=trail.NOON + timedelta(minutes=5))
    subscriber = feed.subscribe(person.open)
    await event(pool, "item.published")
    assert await streams.take(subscriber, 1) == [1]
    clock.now += timedelta(minutes=5)
    await event(pool, "item.published")
    with pytest.raises(endings.Failed) as ended:
        await streams.take(subscriber, 1)
    assert ended.value.code == "UNAUTHENTICATED"
    assert person.stream.read == [1]


async def test_an_expired_token_ends_a_quiet_stream(feed: Feed, clock: Clock) -> None:
    subscriber = feed.subscribe(Person(expires_at=trail.NOON + timedelta(minutes=5)).open)
    await trail.until(lambda: feed.groups == 1)
    clock.now += timedelta(minutes=5)
    with pytest.raises(endings.Failed) as ended:
        await streams.take(subscriber, 1)
    assert ended.value.code == "UNAUTHENTICATED"


async def test_rights_are_read_again_when_a_term_ends(pool: Pool, feed: Feed, clock: Clock) -> None:
    person = Person(stream=Made("in office", about=""), renew_at=trail.NOON + timedelta(hours=12))
    subscriber = feed.subscribe(person.open)
    await event(pool, "claim.proposed")
    assert await streams.take(subscriber, 1) == [1]
    person.stream = Made("out of office")
    clock.now += timedelta(hours=12)
    await trail.until(lambda: person.reads == 2)
    await event(pool, "claim.proposed")
    await event(pool, "item.published")
    assert await streams.take(subscriber, 1) == [3]
    assert person.reads == 2
