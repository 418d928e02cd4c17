"""What people do with one concept in the year: its file has a class of this kind, which `tests.year.concepts` names."""
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from typing import ClassVar
from uuid import UUID

from domain import dates, working_days
from tests.reference.world import World
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person, Street

CATEGORIES = ("HEALTH", "EDUCATION", "CULTURE", "SAFETY", "ENVIRONMENT", "PROPERTY", "PARKING", "ELDERLY_CARE", "CHILD_CARE")


class Concept:
    """
    LEAST   how many events of each kind there are at the year's end, at least: that it has really happened
    LISTS   its root lists, each with the table of its rows: read at the year's end by members of every role
    FILTER  of a list that leaves out some otherwise, how to have all
    """

    LEAST: ClassVar[Mapping[str, int]] = {}
    LISTS: ClassVar[Mapping[str, str]] = {}
    FILTER: ClassVar[Mapping[str, str]] = {}

    def __init__(self, hub: Hub, street: Street) -> None:
        self.hub, self.street = hub, street
        self.chance = Random(f"year {type(self).__name__}")  # of its own: what others do changes nothing in what it does

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """What it has running, the whole year."""
        yield

    async def begin(self) -> None:
        """What is done once, before the first day."""

    async def morning(self, today: date) -> None:
        """What is done on every day, behind what was due."""

    async def day(self, today: date) -> None:
        """What people do on a working day."""

    async def evening(self, today: date) -> None:
        """What is done on every day, behind what happened on it."""

    async def afterwards(self, today: date) -> None:
        """What people do on a working day of January, when the year is over."""

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """What is wrong with what a member of a role is shown at the year's end, besides which rows.

        world   with the member's eyes
        """
        return []

    async def check(self, log: Log) -> list[str]:
        """What is wrong at the year's end."""
        return []

    # -- what all of them ask

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def several(self, mean: float) -> int:
        """How many of something that happens so often in a day."""
        return int(mean) + self.happens(mean % 1)

    def ahead(self, today: date, first: int, last: int) -> date:
        """A working day, so many days ahead."""
        day = today + timedelta(days=self.chance.randint(first, last))
        return day if working_days.is_working_day(day) else working_days.after(day, 1)


def at(day: date, hour: int, minute: int = 0) -> str:
    """A moment by China's clocks, as an input has it."""
    return datetime.combine(day, time(hour, minute), dates.CHINA).isoformat()


def person(member_id: str) -> Person:
    """Who has this ID."""
    return Person(UUID(hex=member_id[2:]), member_id)
