"""Yearly reports of members and units."""
from collections.abc import Mapping
from typing import Any

from domain.yearly_reports import YearlyReport, actions
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World

RULED = ("state", "year", "member_id", "unit_id", "community_id", "contest_until")


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(actions(world.viewer, YearlyReport(**{name: row[name] for name in RULED}), world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"yearlyReports": rooted("yearly_report")},
    "YearlyReport": {
        "member": one("member", "member_id"), "unit": one("organization", "unit_id"),
        "community": one("organization", "community_id"), "hours": lambda _, row, __: str(row["hours"]),
        "dutyHours": lambda _, row, __: str(row["duty_hours"]), "history": below("event", "object_id"),
        "viewerCan": permissions},
}
