"""Requests for opinions."""
from collections.abc import Mapping
from typing import Any

from domain.opinions import Opinion, actions
from tests.reference import opinions
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(actions(world.viewer, Opinion(**{name: row[name] for name in ("state", "asker_id", "community_id")})))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"opinions": rooted("opinion")},
    "OpinionRequest": {
        "asker": one("organization", "asker_id"), "community": one("organization", "community_id"),
        "unit": one("organization", "unit_id"), "member": one("member", "member_id"),
        "overdue": lambda world, row, _: opinions.overdue(world, row), "history": below("event", "object_id"),
        "viewerCan": permissions},
}
