"""Micro-wishes."""
from collections.abc import Mapping
from typing import Any

from domain.wishes import Wish, actions
from tests.reference import wishes
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = Wish(**{name: row[name] for name in ("state", "community_id", "scope_code", "holder_id", "due_at")})
    return told(actions(world.viewer, known, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"microWishes": rooted("micro_wish")},
    "MicroWish": {
        "community": one("organization", "community_id"), "publishedBy": one("member", "published_by"),
        "holder": one("member", "holder_id"), "resident": wishes.resident, "history": below("event", "object_id"),
        "viewerCan": permissions},
}
