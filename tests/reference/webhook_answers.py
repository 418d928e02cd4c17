"""Webhooks, and what was sent there."""
from collections.abc import Mapping
from typing import Any

from domain.webhooks import Webhook, actions
from tests.reference.answers import Answer, below, object_type, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = Webhook(**{name: row[name] for name in ("state", "organization_id", "home_code", "gives_up_at")})
    return told(actions(world.viewer, known, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"webhooks": rooted("webhook")},
    "Webhook": {"organization": one("organization", "organization_id"), "addedBy": one("member", "added_by"),
                "system": one("system", "system_id"),
                "deliveries": below("delivery", "webhook_id"), "history": below("event", "object_id"),
                "viewerCan": permissions},
    "Delivery": {"webhook": one("webhook", "webhook_id"), "event": one("event", "event_id"),
                 "subjectType": object_type("object_type")},
}
