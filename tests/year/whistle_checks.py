"""What has to hold of calls at the year's end, worked out anew from the log: who was told when, and what they came to."""
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from strawberry.utils.str_converters import to_camel_case

from domain import dates, working_days
from tests.api.client import global_id
from tests.reference.stored import Row
from tests.year.calls import Call
from tests.year.concept import CATEGORIES
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import DISTRICT, YEAR, Place, Street

LEVELS = ("GRID", "COMMUNITY", "STREET", "DISTRICT")
OVER = ("CLOSED", "WITHDRAWN")
WAITING, ANSWERING = ("REPORTED", "TRIAGED", "RETURNED"), ("HANDLED", "VERIFIED")
WORKING, STEPS = ("ACCEPTED", "REWORK"), {"REPORTED": 0, "TRIAGED": 1, "RETURNED": 1, "DISPATCHED": 2, "ACCEPTED": 3}
"""And the steps that calls wait for, in their order."""
UNHANDLED = (*WAITING, "DISPATCHED", *WORKING)
MOVES_NOTHING = ("whistle.escalated", "whistle.rated", "whistle.part_reported", "whistle.answered", "whistle.resident_erased")
REPEATED_WITHIN = timedelta(days=30)
Told = Mapping[str, Any]


# -- what is late is told

def unanswered(log: Log) -> Iterator[str]:
    """No call waits past its time without that a level above knows of it, or is to know soon: of what was accepted after its
    time to be handled."""
    for row in log.rows("whistle"):
        is_late = row["state"] not in (*OVER, "SUSPENDED", "LINKED") and row["due_at"] <= log.now
        if is_late and row["escalated_at"] is None and (row["escalate_at"] is None or row["escalate_at"] <= log.now):
            yield f"whistle {row['id']} is {row['state']}, was due at {row['due_at']}, and no level knows"


def escalations(log: Log, rounds: Sequence[datetime]) -> Iterator[str]:
    """Each level was told once, by the first round of the scheduler after its moment.

    rounds   when it looked
    """
    dues = _Dues(log)
    for row in log.rows("whistle"):
        told = [(event["at"], event["after"]["level"]) for event in log.of(row["id"]) if event["kind"] == "whistle.escalated"]
        wanted = [*_told(_kind(log, row), rounds, [*dues.of(row["id"])], log.now)]
        if told != wanted:
            yield f"whistle {row['id']}: levels were told {told}, were to be told {wanted}"


def _kind(log: Log, row: Row) -> str:
    raiser = log.tables.find("organization", row["raiser_id"])
    assert raiser is not None
    return str(raiser["kind"])


class _Dues:
    """Until when the next step with a call is to be taken."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.linked = {event["at"]: event["object_id"] for event in log.of_kind("whistle.linked")
                       if event["before"]["state"] != "LINKED"}

    def of(self, call: UUID, before: datetime | None = None) -> Iterator[tuple[datetime, datetime | None, str]]:
        """From each moment on that changes it; None: nothing is to come, or its clock stands. With the kind of the call.

        before   of what happened before this alone; None: of all
        """
        said, due = dict[str, Any](), None
        for event in self.log.of(call):
            at, is_joined = event["at"], event["kind"] == "whistle.joined"
            if event["kind"] in MOVES_NOTHING or (before and at >= before):
                continue
            said |= event["after"] or {}
            was, due = due, self._joined(said["state"], due, at) if is_joined else _due(said, at)
            if not is_joined or due != was:
                yield at, due, said["kind"]

    def _joined(self, state: str, due: datetime | None, at: datetime) -> datetime | None:
        """The earlier one of it and what was linked to it, as far as that is no step behind; unless it is handled, or its clock
        stands."""
        if state in (*ANSWERING, "SUSPENDED"):
            return due
        *_, (_, other, _) = self.of(self.linked[at], at)
        its = self._said(self.linked[at], at)
        if state in WORKING:
            other = _moment(its["handle_by"]) if its["state"] in ("DISPATCHED", *WORKING) else None
        elif STEPS[its["state"]] < STEPS[state]:
            other = None
        return min(filter(None, (due, other)))

    def _said(self, call: UUID, before: datetime) -> Told:
        """What its events say, of what happened before."""
        said = dict[str, Any]()
        for event in self.log.of(call):
            if event["at"] < before and event["kind"] not in MOVES_NOTHING:
                said |= event["after"] or {}
        return said


def _due(said: Told, entered: datetime) -> datetime | None:
    if said["state"] in WAITING:
        return _wait(said["kind"], entered)
    if said["state"] in ANSWERING:
        return working_days.due(entered, 5)
    name = {"DISPATCHED": "accept_by", "ACCEPTED": "handle_by", "REWORK": "handle_by"}.get(said["state"])
    return _moment(said[name]) if name else None


def _wait(kind: str, begins: datetime) -> datetime:
    return begins + timedelta(hours=2) if kind == "EMERGENCY" else working_days.due(begins, 1)


def _told(level: str, rounds: Sequence[datetime], dues: Sequence[tuple[datetime, datetime | None, str]],
          now: datetime) -> Iterator[tuple[datetime, str]]:
    """When which level is to be told of one call.

    level   that raised it
    """
    ends = [*(at for at, _, _ in dues[1:]), now + timedelta(seconds=1)]
    for (entered, due, kind), left in zip(dues, ends, strict=True):
        if due is not None and due <= entered:
            due = _wait(kind, entered)
        for moment in rounds[bisect_right(rounds, entered):bisect_left(rounds, left)]:
            if level != LEVELS[-1] and due is not None and moment >= due:
                level, due = LEVELS[LEVELS.index(level) + 1], _wait(kind, moment)
                yield moment, level


# -- figures

COUNTS: Mapping[str, Callable[[Told], Any]] = {
    "RECEIVED": lambda call: True, "DISPATCHED": lambda call: "dispatched" in call,
    "ACCEPTED_IN_TIME": lambda call: "accepted" in call and call["accepted"] <= _moment(call["accept_by"]),
    "HANDLED": lambda call: "handled" in call and call["alone"],
    "HANDLED_IN_TIME": lambda call: "handled" in call and call["alone"] and call["handled"] <= _moment(call["handle_by"]),
    "HANDLED_LATE": lambda call: "handled" in call and call["alone"] and call["handled"] > _moment(call["handle_by"]),
    "OPEN": lambda call: call["state"] not in OVER, "RETURNED": lambda call: "returned" in call,
    "ESCALATED": lambda call: "escalated" in call and call["alone"], "CLOSED": lambda call: call["state"] == "CLOSED",
    "WITHDRAWN": lambda call: call["state"] == "WITHDRAWN", "RATED": lambda call: "rated" in call,
    "RESPONDED": lambda call: call.get("responded"), "RESOLVED": lambda call: call.get("resolved"),
    "SATISFIED": lambda call: call.get("satisfied"), "REPEATS": lambda call: call["repeats"],
    "OVERDUE": lambda call: call["overdue"]}
NUMBERS = {figure: to_camel_case(figure.lower()) for figure in COUNTS}
RATES = {"closureRate": ("CLOSED", "RECEIVED"), "onTimeRate": ("HANDLED_IN_TIME", "HANDLED"),
         "responseRate": ("RESPONDED", "RATED"), "resolutionRate": ("RESOLVED", "RATED"),
         "satisfactionRate": ("SATISFIED", "RATED")}
MONTHS = [date(YEAR[0].year, number, 1) for number in range(1, 13)]
READ = " ".join((*NUMBERS.values(), *RATES))
ASKED = {"year": f'day: "{MONTHS[0]}", unit: YEAR', **{f"m{month.month}": f'day: "{month}", unit: MONTH' for month in MONTHS},
         **{f"c{category}": f'day: "{MONTHS[0]}", unit: YEAR, category: {category}' for category in CATEGORIES}}
HALVES = [[*ASKED][0::2], [*ASKED][1::2]]  # not more fields at once than may be asked for
TOLD = ["query($id: ID!) { organization(by: {id: $id}) { "
        + " ".join(f"{name}: whistleFigures({ASKED[name]}) {{ {READ} }}" for name in half) + " } }" for half in HALVES]


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)


ALONE = {"whistle.linked": False, "whistle.unlinked": True, "whistle.withdrawn": True}
"""Whether a call is answered for itself from then on, not with one that it is linked to."""


def recounted(log: Log, raised: Mapping[str, Call]) -> Iterator[Told]:
    """Each call, as its events alone tell of it: what was said last, and when what kind of thing happened last.

    raised   by ID
    """
    repeats, dues = repeated(log, raised), _Dues(log)
    for row in log.rows("whistle"):
        call = dict[str, Any](home=row["home_code"], alone=True, repeats=repeats.get(row["id"]))
        for event in log.of(row["id"]):
            if event["kind"] in ("whistle.dispatched", "whistle.diagnosed"):
                call.pop("accepted", None)  # by who led before
            call |= (event["after"] or {}) | {event["kind"].removeprefix("whistle."): event["at"]}
            call["alone"] = ALONE.get(event["kind"], call["alone"])
        *_, (_, due, _) = dues.of(row["id"])
        call["overdue"] = due is not None and due <= log.now and call["state"] in UNHANDLED
        yield call


@dataclass(frozen=True)
class _Came:
    """A call as it was raised.

    closed, erased   None: it is not, and its resident is not
    settled          when its category was, with its triage
    """

    id: UUID
    call: Call
    at: datetime
    settled: datetime
    closed: datetime | None
    erased: datetime | None

    def whose(self, at: datetime) -> str:
        """The phone number of its resident, as long as that is kept; or who raised it."""
        is_known = self.call.resident and not (self.erased and self.erased < at)
        return self.call.resident["phone"] if self.call.resident and is_known else self.call.raiser.id

    def repeats(self, other: "_Came") -> bool:
        return bool(other.closed and self.at - REPEATED_WITHIN < other.closed <= self.at
                    and self.whose(self.settled) == other.whose(self.settled))


def repeated(log: Log, raised: Mapping[str, Call]) -> Mapping[UUID, UUID]:
    """Calls that came again, each with the one before: for the same resident, or by the same raiser for nobody, in the same
    division and category, and closed within 30 days before."""
    same = defaultdict[tuple[str, str], list[_Came]](list)
    for row in log.rows("whistle"):
        events = log.of(row["id"])
        at = {event["kind"]: event["at"] for event in events}
        category = [event["after"]["category"] for event in events if "category" in (event["after"] or {})][-1]
        same[row["home_code"], category].append(_Came(
            row["id"], raised[global_id("Whistle", row["id"])], events[0]["at"], at.get("whistle.triaged", events[0]["at"]),
            at.get("whistle.closed"), at.get("whistle.resident_erased")))
    found = dict[UUID, UUID]()
    for calls in same.values():
        for one in calls:
            before = [(other.closed, other.id) for other in calls if other.closed and one.repeats(other)]
            if before:
                found[one.id] = max(before)[1]
    return found


async def figures(hub: Hub, street: Street, log: Log) -> list[str]:
    """What the bulletins say, of every department and division, is what the log comes to; so are the lists behind it."""
    calls, wrong = [call for call in recounted(log, hub.calls.of) if _month(call) in MONTHS], list[str]()
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
    told = {name: found for text in TOLD
            for name, found in (await hub.read(place.person, text, id=place.id))["organization"].items()}
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
