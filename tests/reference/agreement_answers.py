"""Agreements, and what is claimed while one holds."""
from collections.abc import Mapping
from typing import Any

from domain.agreements import Agreement, actions
from tests.reference import agreements
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = Agreement(**{name: row[name] for name in (
        "state", "proposed_by", "host_id", "unit_id", "home_code", "starts_on", "ends_on", "ends_at", "passes_on_at")})
    return told(actions(world.viewer, known, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"agreements": rooted("agreement")},
    "Organization": {
        "agreements": lambda world, row, given: page(world, "agreement", agreements.of(row["id"]), given)},
    "Agreement": {
        "host": one("organization", "host_id"), "unit": one("organization", "unit_id"), "renews": one("agreement", "renews_id"),
        "inForce": lambda world, row, _: agreements.in_force(world, row), "nextReminderAt": lambda _, row, __: row["remind_at"],
        "claims": lambda world, row, given: page(world, "claim", lambda each: agreements.claimed(world, row, each), given),
        "history": below("event", "object_id"), "viewerCan": permissions},
}
