"""What has to hold of calls at the year's end, worked out anew from the log: who was told when, and what they came to."""
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from domain import dates, working_days
from tests.reference.stored import Row
from tests.year.concept import CATEGORIES
from tests.year.conferences import YEAR
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import DISTRICT, Place, Street

LEVELS = ("GRID", "COMMUNITY", "STREET", "DISTRICT")
OVER = ("CLOSED", "WITHDRAWN")
WAITING, ANSWERING = ("REPORTED", "TRIAGED", "RETURNED"), ("HANDLED", "VERIFIED")
MOVES_NOTHING = ("whistle.escalated", "whistle.rated", "whistle.part_reported")
Told = Mapping[str, Any]


# -- what is late is told

def unanswered(log: Log) -> Iterator[str]:
    """No call waits past its time without that a level above knows of it, or is to know soon: of what was accepted after its
    time to be handled."""
    for row in log.rows("whistle"):
        is_late = row["state"] not in (*OVER, "SUSPENDED") and row["due_at"] <= log.now
        if is_late and row["escalated_at"] is None and (row["escalate_at"] is None or row["escalate_at"] <= log.now):
            yield f"whistle {row['id']} is {row['state']}, was due at {row['due_at']}, and no level knows"


def escalations(log: Log, rounds: Sequence[datetime]) -> Iterator[str]:
    """Each level was told once, by the first round of the scheduler after its moment.

    rounds   when it looked
    """
    for row in log.rows("whistle"):
        events = log.of(row["id"])
        told = [(event["at"], event["after"]["level"]) for event in events if event["kind"] == "whistle.escalated"]
        wanted = [*_Levels(_kind(log, row), rounds).of([each for each in events if each["kind"] not in MOVES_NOTHING], log.now)]
        if told != wanted:
            yield f"whistle {row['id']}: levels were told {told}, were to be told {wanted}"


def _kind(log: Log, row: Row) -> str:
    raiser = log.tables.find("organization", row["raiser_id"])
    assert raiser is not None
    return str(raiser["kind"])


class _Levels:
    """When which level is to be told of one call."""

    def __init__(self, level: str, rounds: Sequence[datetime]) -> None:
        self.level, self.rounds, self.said = level, rounds, dict[str, Any]()

    def of(self, events: Sequence[Row], now: datetime) -> Iterator[tuple[datetime, str]]:
        ends = [*(event["at"] for event in events[1:]), now + timedelta(seconds=1)]
        for event, left in zip(events, ends, strict=True):
            self.said |= event["after"]
            due = self._due(self.said["state"], event["at"])
            if due is not None:
                yield from self._between(event["at"], left, due if due > event["at"] else self._wait(event["at"]))

    def _between(self, entered: datetime, left: datetime, due: datetime) -> Iterator[tuple[datetime, str]]:
        for moment in self.rounds[bisect_right(self.rounds, entered):bisect_left(self.rounds, left)]:
            if self.level != LEVELS[-1] and moment >= due:
                self.level, due = LEVELS[LEVELS.index(self.level) + 1], self._wait(moment)
                yield moment, self.level

    def _due(self, state: str, entered: datetime) -> datetime | None:
        """Until when the next step is taken; None: nothing is to come, or the clock stands."""
        if state in WAITING:
            return self._wait(entered)
        if state in ANSWERING:
            return working_days.due(entered, 5)
        name = {"DISPATCHED": "accept_by", "ACCEPTED": "handle_by", "REWORK": "handle_by"}.get(state)
        return datetime.fromisoformat(self.said[name]) if name else None

    def _wait(self, begins: datetime) -> datetime:
        return begins + timedelta(hours=2) if self.said["kind"] == "EMERGENCY" else working_days.due(begins, 1)


# -- figures

COUNTS: Mapping[str, Callable[[Told], Any]] = {
    "RECEIVED": lambda call: True, "DISPATCHED": lambda call: "dispatched" in call,
    "ACCEPTED_IN_TIME": lambda call: "accepted" in call and call["accepted"] <= _moment(call["accept_by"]),
    "HANDLED": lambda call: "handled" in call,
    "HANDLED_IN_TIME": lambda call: "handled" in call and call["handled"] <= _moment(call["handle_by"]),
    "HANDLED_LATE": lambda call: "handled" in call and call["handled"] > _moment(call["handle_by"]),
    "OPEN": lambda call: call["state"] not in OVER, "RETURNED": lambda call: "returned" in call,
    "ESCALATED": lambda call: "escalated" in call, "CLOSED": lambda call: call["state"] == "CLOSED",
    "WITHDRAWN": lambda call: call["state"] == "WITHDRAWN", "RATED": lambda call: "rated" in call,
    "RESPONDED": lambda call: call.get("responded"), "RESOLVED": lambda call: call.get("resolved"),
    "SATISFIED": lambda call: call.get("satisfied")}
NUMBERS = {figure: to_camel_case(figure.lower()) for figure in COUNTS}
RATES = {"closureRate": ("CLOSED", "RECEIVED"), "onTimeRate": ("HANDLED_IN_TIME", "HANDLED"),
         "responseRate": ("RESPONDED", "RATED"), "resolutionRate": ("RESOLVED", "RATED"),
         "satisfactionRate": ("SATISFIED", "RATED")}
MONTHS = [date(YEAR[0].year, number, 1) for number in range(1, 13)]
READ = " ".join((*NUMBERS.values(), *RATES))
ASKED = {"year": f'day: "{MONTHS[0]}", unit: YEAR', **{f"m{month.month}": f'day: "{month}", unit: MONTH' for month in MONTHS},
         **{f"c{category}": f'day: "{MONTHS[0]}", unit: YEAR, category: {category}' for category in CATEGORIES}}
TOLD = ("query($id: ID!) { organization(by: {id: $id}) { "
        + " ".join(f"{name}: whistleFigures({arguments}) {{ {READ} }}" for name, arguments in ASKED.items()) + " } }")


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


def recounted(log: Log) -> Iterator[Told]:
    """Each call, as its events alone tell of it: what was said last, and when what kind of thing happened last."""
    for row in log.rows("whistle"):
        call = dict[str, Any](home=row["home_code"])
        for event in log.of(row["id"]):
            if event["kind"] in ("whistle.dispatched", "whistle.diagnosed"):
                call.pop("accepted", None)  # by who led before
            call |= event["after"] | {event["kind"].removeprefix("whistle."): event["at"]}
        yield call


async def figures(hub: Hub, street: Street, log: Log) -> list[str]:
    """What the bulletins say, of every department and division, is what the log comes to; so are the lists behind it."""
    calls, wrong = [call for call in recounted(log) if _month(call) in MONTHS], list[str]()
    led = {str(log.id(unit.id)): unit for unit in (*street.units, street.own)}
    for lead, unit in led.items():
        if unit.kind == "DEPARTMENT":
            wrong += await _compared(hub, unit, [call for call in calls if call.get("lead_id") == lead])
    for place in street.committees:
        wrong += await _compared(hub, place, [call for call in calls if call["home"].startswith(place.home)])
    return wrong + await _behind(hub, street, calls)


async def _compared(hub: Hub, place: Place, calls: Sequence[Told]) -> list[str]:
    """Of one organisation: the year, its months, and each category of it."""
    wanted = {"year": calls} | {f"m{month.month}": [call for call in calls if _month(call) == month] for month in MONTHS} | {
        f"c{category}": [call for call in calls if call["category"] == category] for category in CATEGORIES}
    told = (await hub.read(place.person, TOLD, id=place.id))["organization"]
    return [f"{place.kind} {place.home}, {name}: {told[name]}, by the log {_counted(its)}" for name, its in wanted.items()
            if told[name] != _counted(its)]


def _month(call: Told) -> date:
    return dates.day(call["reported"]).replace(day=1)


def _counted(calls: Sequence[Told]) -> dict[str, Any]:
    numbers = {figure: sum(bool(counts(call)) for call in calls) for figure, counts in COUNTS.items()}
    rates = {name: _rate(numbers[part], numbers[of]) for name, (part, of) in RATES.items()}
    return {NUMBERS[figure]: number for figure, number in numbers.items()} | rates


def _rate(part: int, of: int) -> float | None:
    return float((Decimal(part) / of).quantize(Decimal("0.0001"), ROUND_HALF_UP)) if of else None


async def _behind(hub: Hub, street: Street, calls: Sequence[Told]) -> list[str]:
    """The list behind each number of a street's month."""
    month, after = MONTHS[4], MONTHS[5]
    starts, ends = (datetime(day.year, day.month, 1, tzinfo=dates.CHINA).isoformat() for day in (month, after))
    text = " ".join(f'{figure}: whistles(first: 1, filter: {{counted: {figure}, withinDivision: "{DISTRICT}", '
                    f'reportedFrom: "{starts}", reportedBefore: "{ends}"}}) {{ totalCount }}' for figure in COUNTS)
    found = await hub.read(street.district, f"{{ {text} }}")
    its = [call for call in calls if _month(call) == month]
    return [f"behind {figure} are {found[figure]['totalCount']}, by the log {wanted}" for figure, counts in COUNTS.items()
            if found[figure]["totalCount"] != (wanted := sum(bool(counts(call)) for call in its))]
