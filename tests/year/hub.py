"""The hub of the year, in this process: its clock is moved by hand, and all else is as in one that serves."""
import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import orjson

from db import viewers
from db.driver import connection
from db.driver.connection import Pool
from domain import dates
from domain.viewer import Viewer
from hub.sign_in.sign_in import SignIn
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request
from resolvers.feed.following import Feed, Limits
from resolvers.feed.relay import Relay
from resolvers.feed.streams import Streams
from resolvers.feed.viewer_cache import Rights
from resolvers.writing.batching import Together
from schema import graphql
from tests.api.client import capital, mutation, of_payload
from tests.feed.conftest import running
from tests.year.calls import CALLS, Calls
from tests.year.scheduling import Scheduler
from tests.year.street import Person

ACT = timedelta(seconds=min(41, 240_000 // CALLS))  # that somebody takes for a write: what a day has to do is done by evening
AGAIN = 50  # one write in so many is sent once more, as if its answer had been lost
DAYS = 3_600.0 * 24
EACH = 3  # rounds of the scheduler, in one of which it is killed
AT_ONCE = 8  # people who act at the same time


def _nothing_more(_: Mapping[str, Any]) -> None:
    """What most do with an answer."""


@dataclass(frozen=True)
class Deed:
    """What somebody is about to do: see `Hub.does`.

    then   gets the answer
    """

    who: Person
    name: str
    selection: str
    given: Mapping[str, Any]
    unless: Iterable[str] = ()
    then: Callable[[Mapping[str, Any]], None] = _nothing_more


class Hub:
    """
    now        the moment that everybody is told
    kills      whether the scheduler is killed in every third round
    rounds_at  when the scheduler looked
    keys       of systems, by member
    calls      what was raised, and by whom
    given      to which members each wish was given, one after the other
    asked      to whom each call was sent for assistance, one dispatch after the other
    absent     of which assignments it was said with their shift that nobody came
    answered   how often each mutation was answered by each type, or by the code of an error
    """

    def __init__(self, database: str, pool: Pool, operations: Operations, now: datetime, *, kills: bool) -> None:
        connect = partial(connection.connect, database)
        self.pool, self.operations, self.now = pool, operations, now
        self.streams, self.together = Streams(operations.planning), Together()
        self.rights = Rights(lambda: self.feed.following, longest=DAYS)
        self.relay = Relay(connect, pause=0.005)
        self.feed = Feed(connect, pool, self.clock, Limits(checkpoint=DAYS, compare=DAYS), self.rights.forget)
        self.answered = Counter[tuple[str, str]]()
        self.given = defaultdict[UUID, list[UUID]](list)
        self.asked = defaultdict[UUID, list[set[UUID]]](list)
        self.absent = set[UUID]()
        self.calls, self.rounds_at = Calls(), list[datetime]()
        self.database, self.scheduler, self.kills = database, Scheduler(database, pool), kills
        self.keys = dict[UUID, str]()
        self.sign_in = SignIn(None, pool, self.clock, timedelta(minutes=1), self.rights)  # type: ignore[arg-type]  # no tokens
        self.sent = 0

    def clock(self) -> datetime:
        return self.now

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with running(self.relay.run()), running(self.feed.run()), self.scheduler.at_work():
            yield

    async def pass_time(self) -> None:
        """Do what is due, and wait until everybody has heard of it."""
        self.rounds_at.append(self.now)
        if self.kills and self.scheduler.kills * EACH < len(self.rounds_at):
            await self.scheduler.interrupted(self.now)
        else:
            await self.scheduler.round(self.now)
        await self.settle()

    async def settle(self) -> None:
        """Wait until each event has its place and was handed on: in between the relay looks by itself, ten times a second."""
        for _ in range(20_000):
            if not await self._is_behind():
                return
            self.relay.wake()
            await asyncio.sleep(0.003)
        raise TimeoutError("the feed does not come along")

    async def _is_behind(self) -> bool:
        row = await self.pool.fetchrow("SELECT coalesce(max(pos), 0) AS head, EXISTS (SELECT FROM event WHERE pos IS NULL) AS "
                                       "waits FROM event")
        assert row is not None
        return bool(row["waits"]) or self.feed.pos < row["head"] or self._is_reading()

    def _is_reading(self) -> bool:
        """Whether what was handed on is still read for who listens: the clock goes on behind that."""
        groups = self.feed._groups._groups.values()
        return any(self.feed._subscribers.values()) or any(group.task for group in groups)

    # -- who asks

    async def viewer(self, member: UUID) -> Viewer | None:
        """A member with the rights of today, as the hub remembers them; a system that signs in by its key."""
        if key := self.keys.get(member):
            signed = await self.sign_in.viewer(f"Bearer {key}")
            return signed and signed.viewer
        async def read() -> Viewer | None:
            async with self.pool.acquire() as one:
                return await viewers.of_member(one, member, self.now)
        return await self.rights.of(str(member), dates.day(self.now), read)

    def context(self, viewer: Viewer | None, moment: datetime | None = None) -> Context:
        """
        moment   at which it is asked, whatever others do meanwhile; None: it goes on
        """
        clock = self.clock if moment is None else lambda: moment
        return Context(self.pool, viewer, "year", clock, stranger=viewer is None, together=self.together,
                       rights_changed=self.rights.forget, mails=True, inner_webhooks=True, root_fields=graphql.root_fields())

    # -- what is asked

    async def ask(self, person: Person, text: str, /, **variables: Any) -> dict[str, Any]:
        """The whole response."""
        moment = self.now
        context = self.context(await self.viewer(person.member), moment)
        response = await self.operations.run(Request(text, variables), context)
        return orjson.loads(response.body)  # type: ignore[no-any-return]

    async def read(self, person: Person, text: str, /, **variables: Any) -> dict[str, Any]:
        """The data of an operation that has no errors."""
        answer = await self.ask(person, text, **variables)
        assert "errors" not in answer, (text, variables, answer["errors"])
        return answer["data"]  # type: ignore[no-any-return]

    async def every(self, person: Person, field: str, nodes: str, arguments: str = "",
                    most: int = 100_000, day: str | None = None, of: str | None = None) -> list[dict[str, Any]]:
        """The nodes of a root list, page by page, `most` at most; `day` and `of`, an ID, are what the arguments call so."""
        given = {name: value for name, value in (("day", day), ("of", of)) if value}
        written = f", {arguments}" if arguments else ""
        declared = "".join(f", ${name}: {'Date' if name == 'day' else 'ID'}!" for name in given)
        text = (f"query($after: String{declared}) {{ {field}(first: {min(100, most)}, after: $after{written}) "
                f"{{ nodes {{ {nodes} }} pageInfo {{ hasNextPage endCursor }} }} }}")
        found: list[dict[str, Any]] = []
        after = None
        while True:
            page = (await self.read(person, text, after=after, **given))[field]
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"] or len(found) >= most:
                return found
            after = page["pageInfo"]["endCursor"]

    async def tries(self, person: Person, name: str, selection: str = "", /, **given: Any) -> dict[str, Any]:
        """What a mutation answers: `__typename` is the payload's or a refusal's type, or the code of an error."""
        self.now += ACT
        self.sent = number = self.sent + 1
        text = mutation(name, of_payload(name, selection) if selection else "")
        asked = {"idempotencyKey": f"year-{number:08}", **given}
        answer = _only(name, await self.ask(person, text, input=asked))
        if number % AGAIN == 0:
            told = _only(name, await self.ask(person, text, input=asked))
            assert told == {**answer, **({"key": None} if "key" in answer else {})}  # a key is told once
        self.answered[name, answer["__typename"]] += 1
        return answer

    async def does(self, person: Person, name: str, selection: str = "", /, *, unless: Sequence[str] = (),
                   **given: Any) -> dict[str, Any]:
        """The payload of a mutation, which has to succeed.

        unless   refusals that may be the answer as well
        """
        answer = await self.tries(person, name, selection, **given)
        assert answer["__typename"] in (f"{capital(name)}Payload", *unless), (name, given, answer)
        return answer

    async def at_once(self, deeds: Iterable[Deed]) -> None:
        """What many do at the same time, each with something else; it happens in the order of their moments."""
        waiting = [*deeds]
        for first in range(0, len(waiting), AT_ONCE):
            some = waiting[first:first + AT_ONCE]
            answers = await asyncio.gather(*(self.does(deed.who, deed.name, deed.selection, unless=[*deed.unless], **deed.given)
                                             for deed in some))
            for deed, answer in zip(some, answers, strict=True):
                deed.then(answer)


def _only(name: str, response: Mapping[str, Any]) -> dict[str, Any]:
    errors: Sequence[Mapping[str, Any]] = response.get("errors", ())
    if errors:
        return {"__typename": errors[0]["extensions"]["code"], "errors": errors}
    return response["data"][name]  # type: ignore[no-any-return]
