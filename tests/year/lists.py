"""What one event says of many assignments, for each of them: a list that calls them, all that a unit acknowledges, a shift that
is confirmed, all that are released."""
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.reference.stored import Row

AHEAD = ("ASSIGNED", "ACKNOWLEDGED")


@dataclass
class _Sent:
    """An assignment, as far as it has been told: its row says who is sent where, which nothing changes."""

    row: Row
    state: str = ""
    version: int = 0


def each(events: Sequence[Row], rows: Sequence[Row], absent: Collection[UUID]) -> Iterator[Row]:
    """What those events say of each assignment, as if it had one of its own.

    events   of the whole log, in their order
    rows     the assignments
    absent   those of whom it was said with their shift that they were not there: no event says so
    """
    sent, among = {row["id"]: _Sent(row) for row in rows}, defaultdict[UUID, list[_Sent]](list)
    for one in sent.values():
        among[one.row["mobilization_id"]].append(one)
        among[one.row["shift_id"]].append(one)
    for event in events:
        if event["object_type"] == "Assignment":
            one = sent[event["object_id"]]
            one.state, one.version = (event["after"] or {}).get("state", one.state), event["object_version"]
        elif event["kind"] in _TELL:
            for one in among[event["object_id"]]:
                if told := _TELL[event["kind"]](event, one, absent):
                    kind, after = told
                    one.version += 1
                    yield Row("event", {**event, "kind": kind, "object_type": "Assignment", "object_id": one.row["id"],
                                        "object_version": one.version, "before": {"state": one.state} if one.state else None,
                                        "after": after}.items())
                    one.state = after["state"]


Told = tuple[str, Mapping[str, Any]] | None


def _called(event: Row, one: _Sent, _: Collection[UUID]) -> Told:
    """Who was sent by the list is who was sent at that moment."""
    return ("assignment.made", {"state": "ASSIGNED"}) if one.row["assigned_at"] == event["at"] else None


def _acknowledged(event: Row, one: _Sent, _: Collection[UUID]) -> Told:
    """All of a unit's people, or of who acted, that are ahead."""
    row = one.row
    its = row["unit_id"] == event["organization_id"] if event["organization_id"] else row["member_id"] == event["actor_id"]
    its = its and one.state == "ASSIGNED" and row["starts_at"] > event["at"]
    return ("assignment.acknowledged", {"state": "ACKNOWLEDGED"}) if its else None


def _confirmed(_: Row, one: _Sent, absent: Collection[UUID]) -> Told:
    """All of a shift of whom it was not said before: they were there for all of it, but for some."""
    if one.state not in AHEAD:
        return None
    if one.row["id"] in absent:
        return "assignment.missed", {"state": "ABSENT", "hours": None}
    seconds = Decimal((one.row["ends_at"] - one.row["starts_at"]).total_seconds())
    return "assignment.served", {"state": "SERVED", "hours": f"{seconds / 3600:.2f}"}


def _released(_event: Row, one: _Sent, _: Collection[UUID]) -> Told:
    return ("assignment.released", {"state": "RELEASED"}) if one.state in AHEAD else None


_TELL: Mapping[str, Callable[[Row, _Sent, Collection[UUID]], Told]] = {
    "mobilization.called": _called, "mobilization.acknowledged": _acknowledged, "shift.confirmed": _confirmed,
    "mobilization.cancelled": _released}
