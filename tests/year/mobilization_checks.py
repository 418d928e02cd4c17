"""What has to hold of the year's mobilisations at its end: who was sent where, who was told, and each shift's numbers."""
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from tests.reference.stored import Row
from tests.year.log import Log

STANDING = ("ASSIGNED", "ACKNOWLEDGED", "SERVED")


@dataclass(frozen=True)
class Size:
    posts: int
    needed: int
    is_cancelled: bool = False


BIG = Size(posts=183, needed=10)
UNITS, PEOPLE = 81, 1_800  # whom the big one calls


@dataclass
class Called:
    """
    days   when what happens, as MOMENTS has it
    sent   by the list: when the shift begins, and who
    """

    id: str
    size: Size
    days: Mapping[str, date]
    sent: Counter[tuple[datetime, UUID]] = field(default_factory=Counter)


def problems(log: Log, called: Sequence[Called]) -> Iterator[str]:
    yield from _sent(log, called)
    yield from _told_once(log, called)
    yield from _at_two_places(log)
    yield from _replaced(log)


def _sent(log: Log, called: Sequence[Called]) -> Iterator[str]:
    """Who was sent by a list is who stood in it: and one of them was as large as a street ever calls."""
    for one in called:
        rows = [row for row in log.rows("assignment") if row["mobilization_id"] == log.id(one.id) and _is_of_list(log, row)]
        if (sent := Counter((row["starts_at"], row["member_id"]) for row in rows)) != one.sent:
            yield f"mobilisation {one.id}: {len(sent)} were sent, of the list {len(one.sent)}"
        posts = sum(row["mobilization_id"] == log.id(one.id) for row in log.rows("mobilization_post"))
        size = posts, len({row["unit_id"] for row in rows}), len({row["member_id"] for row in rows})
        if one.size is BIG and size != (BIG.posts, UNITS, PEOPLE):
            yield f"the biggest has {size} posts, units and members"


def _told_once(log: Log, called: Sequence[Called]) -> Iterator[str]:
    """Of each list, everybody who stands in it by one notice."""
    for one in called:
        told = Counter(row["member_id"] for row in log.rows("notice")
                       if row["kind"] == "MOBILIZED" and row["object_id"] == log.id(one.id))
        everybody = {*told, *(who for _, who in one.sent)}
        yield from (f"{each} was told {told[each]} times of {one.id}" for each in everybody if told[each] != 1)


def shown(log: Log, shifts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each shift has the numbers, and the gap, that the log comes to."""
    states = defaultdict[UUID, Counter[str]](Counter)
    for row in log.rows("assignment"):
        states[row["shift_id"]][log.of(row["id"])[-1]["after"]["state"]] += 1
    cancelled = {event["object_id"] for event in log.of_kind("mobilization.cancelled")}
    over = {row["id"] for row in log.rows("shift") if row["mobilization_id"] in cancelled}
    counted = ((shift, numbers(states[log.id(shift["id"])], shift["needed"], late=True, over=log.id(shift["id"]) in over))
               for shift in shifts)
    yield from (f"shift {shift['id']} is shown as {shift}, by the log {wanted}" for shift, wanted in counted
                if {name: shift[name] for name in wanted} != wanted)


def numbers(states: Counter[str], needed: int, *, late: bool, over: bool) -> dict[str, Any]:
    """What a shift is to be shown as, by the states of those who were sent to it.

    late   whether the time to acknowledge is over
    over   whether it was cancelled
    """
    assigned, served = sum(states[each] for each in STANDING), states["SERVED"]
    acknowledged = assigned - states["ASSIGNED"]
    state = "CANCELLED" if over else "SHORT" if assigned < needed else "FILLED" if acknowledged < needed else "ACKNOWLEDGED"
    return {"state": state, "missing": 0 if over else needed - assigned, "assigned": assigned, "acknowledged": acknowledged,
            "served": served, "gap": state == "SHORT" or (state == "FILLED" and late)}


def _is_of_list(log: Log, row: Row) -> bool:
    """Whether somebody was sent with the list, and not afterwards."""
    return bool(log.of(row["id"])[0]["subject_type"] == "mobilization")


def _at_two_places(log: Log) -> Iterator[str]:
    """Nobody is on two shifts at a time, nor at an activity meanwhile."""
    times = defaultdict[UUID, list[tuple[datetime, datetime]]](list)
    for table, states in (("assignment", STANDING), ("sign_up", ("SIGNED_UP", "ATTENDED"))):
        for row in log.rows(table):
            if row["state"] in states:
                times[row["member_id"]].append((row["starts_at"], row["ends_at"]))
    for member, its in times.items():
        yield from (f"member {member} is at two places at {starts}" for (_, ends), (starts, _) in pairwise(sorted(its))
                    if starts < ends)


def _replaced(log: Log) -> Iterator[str]:
    """Whoever was replaced was by one, at the same shift."""
    known = {row["id"]: row for row in log.rows("assignment")}
    by = Counter(row["replaces_id"] for row in known.values() if row["replaces_id"])
    yield from (f"assignment {each} is replaced {number} times" for each, number in by.items() if number != 1)
    yield from (f"assignment {row['id']} is {row['state']}, replaced by {by[row['id']]}" for row in known.values()
                if (row["state"] == "REPLACED") != (row["id"] in by))
    yield from (f"assignment {row['id']} is at another shift than the one before" for row in known.values()
                if row["replaces_id"] and row["shift_id"] != known[row["replaces_id"]]["shift_id"])
