"""Systems."""
from collections.abc import Mapping
from typing import Any

from domain.systems import System, actions
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(actions(world.viewer, System(state=row["state"], home_code=row["home_code"])))


def name(world: World, row: Row, _: Arguments) -> str:
    member = world.tables.find("member", row["id"])
    assert member is not None
    return str(member["name"])


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"systems": rooted("system")},
    "System": {"name": name, "member": one("member", "id"), "organization": one("organization", "organization_id"),
               "registeredBy": one("member", "registered_by"), "history": below("event", "object_id"),
               "viewerCan": permissions},
}
