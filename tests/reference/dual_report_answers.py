"""Registrations, of communities, units and members."""
from collections.abc import Mapping
from typing import Any

from domain.dual_reports import DualReport, actions
from tests.reference import dual_reports
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = DualReport(**{name: row[name] for name in ("state", "member_id", "unit_id", "community_id", "home_code")})
    return told(actions(world.viewer, known))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"dualReports": rooted("dual_report")},
    "Organization": {
        "dualReports": lambda world, row, given: page(world, "dual_report", dual_reports.of(row["id"]), given)},
    "Member": {"dualReports": below("dual_report", "member_id")},
    "DualReport": {
        "member": one("member", "member_id"), "unit": one("organization", "unit_id"),
        "community": one("organization", "community_id"), "succeeds": one("dual_report", "succeeds_id"),
        "history": below("event", "object_id"), "viewerCan": permissions},
}
