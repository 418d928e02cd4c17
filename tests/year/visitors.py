"""A guest who listens the whole year: of joint projects it gets what happens while it is shown them, and nothing besides."""
import asyncio
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from domain import dates
from tests.reference.stored import Row
from tests.year.listening import Listener
from tests.year.log import Log
from tests.year.street import Place

CHANGES = "subscription { changes { cursor previous event { kind } } }"
EVENING = time(20)  # by when all that happened on a day was handed on
PROJECT = "joint_project"
Until = tuple[datetime, datetime]  # from a moment on it is shown until another


def _is_of_project(log: Log, event: Row) -> bool:
    return bool(event["subject_type"] == PROJECT)


class Visitor(Listener):
    """What it is shown is asked when an event is handed on: on the day of the event, behind it."""

    def __init__(self, name: str, place: Place) -> None:
        super().__init__(name, place.person, CHANGES, _is_of_project, among=_is_of_project)
        self.place = place

    async def heard(self, log: Log) -> bool:
        """Wait until it has got what it must."""
        must = self._judged(log)[0]
        for _ in range(400):
            if must <= {*self._came(log)}:
                break
            await asyncio.sleep(0.025)
        return must <= {*self._came(log)}

    def problems(self, log: Log) -> Iterator[str]:
        must, may = self._judged(log)
        came = {*self._came(log)}
        kinds = {event["pos"]: event["kind"] for event in log.events}
        for what, places in (("not told of", must - came), ("told without being shown it of", came - may)):
            yield from (f"{self.name}: {what} {kinds[pos]} at {pos}" for pos in places)
        if len(must) < 50 or not any(not kinds[pos].endswith("shared") for pos in must):
            yield f"{self.name}: only {len(must)} came"

    def _judged(self, log: Log) -> tuple[set[int], set[int]]:
        """The places of what it must get, and of what it may: shown it all of the day from an event on, or some of it."""
        shown, must, may = self._shown(log), set[int](), set[int]()
        for event in log.events:
            if event["subject_type"] == PROJECT and event["pos"] > self.start:
                until = [*_during(shown[event["subject_id"]], event)]
                must |= {event["pos"]} if until and all(until) else set()
                may |= {event["pos"]} if any(until) else set()
        return must, may

    def _shown(self, log: Log) -> dict[UUID, list[Until]]:
        shown = defaultdict[UUID, list[Until]](list)
        for event in log.of_kind("project.shared", "project.unshared"):
            if event["after"].get("guest_id") == str(log.id(self.place.committee)):
                shown[event["subject_id"]].append((event["at"], datetime.fromisoformat(event["after"]["ends_at"])))
        return shown


def _during(shown: list[Until], event: Row) -> Iterator[bool]:
    """Whether it is shown when an event happens, and after each thing that changes that until it was handed on."""
    evening = datetime.combine(dates.day(event["at"]), EVENING, dates.CHINA)
    moments = [event["at"], *(at for at, _ in shown if event["at"] < at < evening)]
    for moment in moments:
        last = [until for at, until in shown if at <= moment]
        yield bool(last) and last[-1] > moment
