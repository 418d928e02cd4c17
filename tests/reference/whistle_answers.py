"""Calls, the departments that they were dispatched to, and the routing table."""
from collections.abc import Mapping
from typing import Any

from domain.whistles import Whistle, actions
from tests.reference import whistles
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.organization_answers import place
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World

RULED = ("state", "kind", "category", "raiser_id", "home_code", "level", "lead_id", "assisting_ids", "disputed", "diagnosed_at",
         "system_id")


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(actions(world.viewer, Whistle(**{name: row[name] for name in RULED})))


def limit(name: str) -> Answer:
    return lambda _, row, __: row[f"{name}_unit"] and {"count": row[f"{name}_in"], "unit": row[f"{name}_unit"]}


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"whistles": rooted("whistle"), "routes": rooted("route")},
    "Whistle": {
        "raiser": one("organization", "raiser_id"), "raisedBy": one("member", "raised_by"),
        "lead": one("organization", "lead_id"), "system": one("system", "system_id"),
        "diagnosedBy": one("member", "diagnosed_by"), "escalatedTo": one("organization", "escalated_to_id"),
        "parties": below("whistle_party", "whistle_id"),
        "duplicateOf": one("whistle", "duplicate_of_id"), "duplicates": below("whistle", "duplicate_of_id"),
        "repeatOf": one("whistle", "repeat_of_id"), "repeats": below("whistle", "repeat_of_id"),
        "messages": below("whistle_message", "whistle_id"),
        "acceptLimit": limit("accept"), "handleLimit": limit("handle"), "place": place, "resident": lambda *_: None,
        "overdue": lambda world, row, _: whistles.overdue(world, row),
        "clockStands": lambda _, row, __: row["state"] == "SUSPENDED",
        "history": below("event", "subject_id"), "viewerCan": permissions},
    "WhistleMessage": {"whistle": one("whistle", "whistle_id"), "organization": one("organization", "organization_id"),
                       "writtenBy": one("member", "written_by")},
    "WhistleParty": {"whistle": one("whistle", "whistle_id"), "organization": one("organization", "organization_id")},
    "Route": {"division": one("organization", "division_id"), "lead": one("organization", "lead_id"),
              "acceptIn": limit("accept"), "handleIn": limit("handle"),
              "assisting": lambda world, _, given: page(world, "organization", lambda _: False, given)},
}
