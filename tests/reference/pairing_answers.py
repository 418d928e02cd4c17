"""Pairings, from either end."""
from collections.abc import Mapping
from typing import Any

from domain.pairings import Pairing, actions
from tests.reference import pairings
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = Pairing(**{name: row[name] for name in (
        "state", "proposed_by", "host_id", "partner_id", "home_code", "ends_at")})
    return told(actions(world.viewer, known, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"pairings": rooted("pairing")},
    "Organization": {"pairings": lambda world, row, given: page(world, "pairing", pairings.of(row["id"]), given)},
    "Member": {"pairings": below("pairing", "leader_id")},
    "Pairing": {
        "host": one("organization", "host_id"), "partner": one("organization", "partner_id"),
        "leader": one("member", "leader_id"),
        "inForce": lambda world, row, _: pairings.in_force(world, row), "history": below("event", "object_id"),
        "viewerCan": permissions},
}
