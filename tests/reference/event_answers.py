"""Events, what they changed, and the notices of them."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from planner import cursors, ids
from tests.reference.answers import Answer, object_type, one, rooted
from tests.reference.names import TABLES, TYPES
from tests.reference.pages import Arguments, page
from tests.reference.stored import Row
from tests.reference.world import World


def changes(event: Row) -> list[dict[str, Any]]:
    """Of what the data have: an item's columns have names of their own, others the usual ones."""
    before, after = event["before"] or {}, event["after"] or {}
    of_item = event["object_type"] in ("Resource", "Demand", "Project")
    has_place = of_item or event["object_type"] == "Organization"
    named = {"organization_id": "shares.organization", "ends_at": "shares.endsAt"} if of_item else {}
    places = dict.fromkeys(("address", "latitude", "longitude"), "place") if has_place else {}
    told = [{"field": named.get(name, name), "told": True, **{side: value_of(values.get(name)) for side, values in (
        ("before", before), ("after", after))}} for name in {**before, **after} if name != "untold"]
    hidden = dict.fromkeys(places.get(name, name) for name in [*before.get("untold", ()), *after.get("untold", ())])
    return told + [{"field": name, "told": False, "before": None, "after": None} for name in hidden]


def value_of(value: Any) -> dict[str, Any] | None:
    if value is None or isinstance(value, bool):
        return None if value is None else {"typename": "BooleanValue", "text": str(value).lower(), "holds": value}
    if isinstance(value, int | float):
        return {"typename": "NumberValue", "text": str(value), "number": str(value)}
    if "-" in value:
        known = ids.encoder("or")(UUID(value))
        return {"typename": "NodeValue", "text": known, "id": known, "type": "ORGANIZATION"}
    return {"typename": "TextValue", "text": value}


def item_of_notice(world: World, row: Row, _: Arguments) -> Any:
    event = world.tables.find("event", row["event_id"])
    return world.seen(world.tables.find("item", event["subject_id"])) if event else None


def notices_of(world: World, row: Row, arguments: Arguments) -> Any:
    unread = arguments.get("unread")
    return page(world, "notice", lambda each: each["member_id"] == row["id"] and unread in (None, each["read_at"] is None),
                arguments)


def subject_of_notice(world: World, row: Row, _: Arguments) -> Any:
    table = next((table for table, name in TYPES.items() if name == row["object_type"]), "item")
    return world.seen(world.tables.find(table, row["object_id"]))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"events": rooted("event")},
    "Viewer": {"notices": notices_of, **dict.fromkeys(("mutedNotices", "mailedAtOnce", "notMailed"), lambda _, __, ___: [])},
    "Event": {"kind": lambda _, row, __: row["kind"].replace(".", "_").upper(), "objectType": object_type("object_type"),
              "object": lambda world, row, _: world.seen(world.tables.find(TABLES[row["object_type"]], row["object_id"])),
              "changes": lambda _, row, __: changes(row), "imported": lambda _, row, __: False, "wasDueAt": lambda *_: None,
              "cursor": lambda _, row, __: None if row["pos"] is None else cursors.encode_position(row["pos"]),
              "actor": one("member", "actor_id"), "organization": one("organization", "organization_id"),
              "item": one("item", "subject_id")},
    "NodeValue": {"id": lambda _, row, __: row["id"]},
    "Notice": {"subjectType": object_type("object_type"), "subject": subject_of_notice,
               "event": one("event", "event_id"), "claim": one("claim", "object_id"), "item": item_of_notice,
               "createdAt": lambda _, row, __: row["at"]},
}
