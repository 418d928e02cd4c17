"""Members' service, by the log: what was said last of a sign-up or an assignment."""
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from domain import dates
from tests.reference.stored import Row
from tests.year.log import Log

TOLD = ("sign_up.confirmed", "sign_up.missed", "assignment.served", "assignment.missed")
THERE = ("sign_up.confirmed", "assignment.served")


def hours(log: Log, row: Row, before: int | None = None) -> Decimal | None:
    """How long somebody was there; None: it was not there, or nobody has said so.

    before   the event behind which nothing is known yet, by its number
    """
    told = [event for event in log.of(row["id"]) if event["kind"] in TOLD and (before is None or event["seq"] < before)]
    return Decimal(told[-1]["after"]["hours"]) if told and told[-1]["kind"] in THERE else None


def by(log: Log, column: str, year: int, before: int | None = None) -> Mapping[UUID, list[tuple[UUID, Decimal]]]:
    """Of each member, or unit, how long it was at what: an activity or a mobilisation."""
    found = defaultdict[UUID, list[tuple[UUID, Decimal]]](list)
    for table, of in (("sign_up", "activity_id"), ("assignment", "mobilization_id")):
        for row in log.rows(table):
            if dates.day(row["starts_at"]).year == year and (lasted := hours(log, row, before)) is not None:
                found[row[column]].append((row[of], lasted))
    return found
