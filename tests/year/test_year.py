"""A year of one street, by the API alone: thousands of steps, the clock moving, and at its end everything that has to hold."""
import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from db.bulk import loading
from db.driver.connection import Pool
from domain import dates, working_days
from resolvers.feed import relay
from schema import graphql
from tests.reference import stored
from tests.year import listeners, log, sight
from tests.year import street as place
from tests.year.calls import CALLS
from tests.year.concept import Concept
from tests.year.concepts import ALL, COMMITTEES, Days, Kinds
from tests.year.hub import Hub
from tests.year.listening import Listener
from tests.year.log import Log
from tests.year.street import YEAR, Street

EARLY, MORNING = time(8), time(9)
COUNTED = (date(2026, 1, 12), date(2026, 3, 2))  # when the database looks anew how much there is in it
LAST = date(2027, 1, 25)  # by when reports of the year that nobody contested are final
STEPS = 8_000  # that are taken, at least
KILLS = 100  # of the scheduler, at least


def moment(day: date, hour: time = EARLY) -> datetime:
    return datetime.combine(day, hour, dates.CHINA)


async def live(hub: Hub, days: Days, concepts: Mapping[type[Concept], Concept]) -> None:
    """Let the year pass, and some of January, day by day: first what is due, then what people do."""
    today = YEAR[0]
    while today <= LAST:
        hub.now = moment(today)
        await hub.pass_time()
        for concept in concepts.values():
            await concept.morning(today)
        if today in COUNTED:
            async with hub.pool.acquire() as connection:
                await loading.renew_statistics(connection)
        if working_days.is_working_day(today):
            hub.now = moment(today, MORNING)
            await work(days, concepts, today)
            await hub.settle()  # what happened today is handed on today
        await asyncio.gather(*(concept.evening(today) for concept in concepts.values()))
        today += timedelta(days=1)
    hub.now = moment(today)
    await hub.pass_time()


async def work(days: Days, concepts: Mapping[type[Concept], Concept], today: date) -> None:
    """What people do on a working day."""
    async def do(kinds: Kinds) -> None:
        for concept in (concepts[kind] for kind in kinds):
            await (concept.day(today) if today <= YEAR[1] else concept.afterwards(today))
    await do(days.first)
    async with asyncio.TaskGroup() as others:
        for kinds in days.beside:
            others.create_task(do(kinds))
    await do(days.last)


async def problems(hub: Hub, street: Street, concepts: Sequence[Concept], listening: Sequence[Listener]) -> list[str]:
    """What does not hold at the year's end."""
    await hub.settle()
    async with hub.pool.acquire() as connection:
        tables = await stored.load(connection)
        verified = await relay.verify(connection)
    ended = Log(tables, hub.now, hub.given, hub.asked, hub.absent)
    wrong = [*log.placed(ended), *log.replayed(ended), *log.due(ended)]
    wrong += [] if (verified.broken, verified.events) == (None, len(ended.events)) else [f"the chain: {verified}"]
    counted = Counter(event["kind"] for event in ended.events)
    for concept in concepts:
        wrong += [f"only {counted[kind]} {kind}" for kind, least in concept.LEAST.items() if counted[kind] < least]
        wrong += await concept.check(ended)
    for listener in listening:
        await listener.heard(ended)
        wrong += listener.problems(ended)
    wrong += await sight.problems(hub, concepts, tables, listeners.roles(street))
    report(hub, counted)
    return wrong


def report(hub: Hub, counted: Counter[str]) -> None:
    """What has happened, for who runs it with -s."""
    print(f"\n{hub.sent} steps, {sum(counted.values())} events, the scheduler killed {hub.scheduler.kills} times")
    for kind, number in sorted(counted.items()):
        print(f"  {kind:28} {number:6}")
    for (name, answer), number in sorted(hub.answered.items()):
        print(f"  {name:28} {answer:32} {number:6}")


def some_of_each(wrong: Sequence[str]) -> Iterator[str]:
    """Three of each kind of problem."""
    shown = Counter[str]()
    for each in wrong:
        kind = re.sub(r"[0-9a-f-]{6,}|\d+", "", each)[:40]
        shown[kind] += 1
        if shown[kind] <= 3:
            yield each


@pytest.mark.timeout(1_800 + CALLS)  # of a machine that has much else to do; a quiet one takes less than four minutes
@pytest.mark.parametrize("days", [pytest.param(COMMITTEES, id="committees"), pytest.param(ALL, id="all")])
async def test_a_year_of_one_street(database: str, pool: Pool, days: Days) -> None:
    before = moment(YEAR[0]) - timedelta(days=30)
    async with pool.acquire() as connection:
        street = await place.take_in(connection, before, Random("street"))
        await loading.renew_statistics(connection)
    hub = Hub(database, pool, graphql.operations(), moment(YEAR[0]), kills=days is ALL)
    concepts = {kind: kind(hub, street) for kind in days.all()}
    listening = listeners.of(street)
    async with hub.at_work(), AsyncExitStack() as running:
        await hub.settle()
        for listener in listening:
            await running.enter_async_context(listener.at(hub))
        for concept in concepts.values():
            await running.enter_async_context(concept.at_work())
        for concept in concepts.values():
            await concept.begin()
        await live(hub, days, concepts)
        wrong = await problems(hub, street, [*concepts.values()], listening)
    assert not wrong, "\n".join([f"{len(wrong)} things do not hold", *some_of_each(wrong)])
    assert hub.sent >= STEPS
    assert hub.scheduler.kills >= KILLS or not hub.kills
