"""The reference: graphql-core executes the SDL's own text, field by field, over plain rows."""
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    value_from_ast_untyped,
)

from domain import access, claims, committees, conferences, dates, items, members, resolutions, stations, topics
from domain.process import Process
from domain.refusals import BadInput, NotFound
from domain.terms import Term
from planner import cursors, ids
from tests.reference import agreements
from tests.reference.filters import claim_status
from tests.reference.groups import groups
from tests.reference.pages import Arguments, page
from tests.reference.world import Row, World

SDL = Path(__file__).parents[2] / "sdl" / "subgraph.graphql"
TAGS = {"organization": "or", "station": "st", "joint_committee": "jc", "member": "me", "office": "of", "seat": "se",
        "claim": "cl", "share": "sh", "event": "ev", "notice": "no",
        "joint_conference": "co", "attendance": "at", "agreement": "ag", "topic": "to",
        "resolution": "rs"}
TYPES = {"organization": "Organization", "station": "Station", "joint_committee": "JointCommittee", "member": "Member",
         "office": "Office", "seat": "Seat", "claim": "Claim", "share": "Share", "event": "Event", "notice": "Notice",
         "joint_conference": "JointConference", "attendance": "Attendance", "agreement": "Agreement",
         "topic": "Topic", "resolution": "Resolution"}
LISTS = {"RESOURCE": ("Resource", "re"), "DEMAND": ("Demand", "de"), "PROJECT": ("Project", "pr")}
TABLES = {**{name: table for table, name in TYPES.items()}, **{name: "item" for name, _ in LISTS.values()}}
KEYS = {"Organization": {"id": "id", "divisionCode": "division_code", "creditCode": "credit_code"},
        **{name: {"id": "id"} for name in (*TYPES.values(), "Resource", "Demand", "Project") if name != "Organization"}}
Answer = Callable[[World, Row, Arguments], Any]


def build() -> GraphQLSchema:
    """The SDL's schema with a plain function at each field; federation's directives say nothing to an execution."""
    schema = build_schema(SDL.read_text("utf-8"), assume_valid_sdl=True)
    for name, type_ in schema.type_map.items():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = lambda row, *_: row["typename"] if "typename" in row else type_of(row)
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):  # introspection's types are everybody's
            for field_name, field in type_.fields.items():
                field.resolve = _resolver(ANSWERS.get(name, {}).get(field_name) or (
                    global_id if field_name == "id" else None))
            if "groups" in type_.fields:
                type_.fields["groups"].resolve = partial(_groups, name.removesuffix("Connection"))
        if isinstance(type_, GraphQLScalarType) and name in READERS:
            _read_by(type_, READERS[name])
    return schema


def _groups(type_name: str, page: Any, _: GraphQLResolveInfo[World], by: str) -> Any:
    return groups(type_name, page, by)


def _read_by(type_: GraphQLScalarType, read: Callable[[Any], Any]) -> None:
    type_.coerce_input_value = read
    type_.coerce_input_literal = lambda node: read(value_from_ast_untyped(node))


def _resolver(answer: Answer | None) -> Callable[..., Any]:
    def column(row: Any, info: GraphQLResolveInfo[World], **_: Any) -> Any:
        return row[info.field_name] if info.field_name in row else row[snake_case(info.field_name)]

    if answer is None:
        return column
    return lambda row, info, **arguments: answer(info.context, row, arguments)


def snake_case(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)


def type_of(row: Row) -> str:
    return LISTS[row["list"]][0] if row.table == "item" else TYPES[row.table]


def _moment(value: Any) -> datetime:
    read = datetime.fromisoformat(value)
    if read.tzinfo is None:
        raise ValueError("no offset")
    return read


READERS: Mapping[str, Callable[[Any], Any]] = {"DateTime": _moment, "Date": date.fromisoformat}


# -- single rows

def global_id(_: World, row: Row, __: Arguments) -> str | None:
    return ids.encoder(LISTS[row["list"]][1] if row.table == "item" else TAGS[row.table])(row["id"])


def object_type(column: str) -> Answer:
    return lambda _, row, __: snake_case(row[column]).removeprefix("_").upper()


def one(table: str, column: str) -> Answer:
    return lambda world, row, _: world.seen(world.tables.find(table, row[column])) if row[column] else None


def division(column: str) -> Answer:
    return lambda world, row, _: row[column] and world.tables.first(
        "organization", lambda each: each["division_code"] == row[column])


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


def node(world: World, _: Row, arguments: Arguments) -> Row | None:
    return by_id(world, arguments["id"])


def nodes(world: World, _: Row, arguments: Arguments) -> list[Row | None]:
    return [by_id(world, each) for each in arguments["ids"]]


def by_id(world: World, text: str, *only: str) -> Row | None:
    try:
        tag, row_id = ids.split(text)
    except NotFound:
        return None
    for table in world.tables.rows:
        row = world.tables.find(table, row_id)
        if row is not None and ids.split(str(global_id(world, row, {})))[0] == tag and (not only or table in only):
            return world.seen(row)
    return None


def lookup(world: World, _: Row, arguments: Arguments) -> Row | None:
    given = {name: value for name, value in arguments.items() if value is not None}
    if len(given) != 1:
        raise BadInput("id", "give one")
    (name, value), = given.items()
    return by_id(world, value, "organization") if name == "id" else world.tables.first(
        "organization", lambda row: row[snake_case(name)] == value)


def entities(world: World, _: Row, arguments: Arguments) -> list[Any]:
    return [_entity(world, each) for each in arguments["representations"]]


def _entity(world: World, representation: Any) -> Row | BadInput | None:
    name = representation.get("__typename") if isinstance(representation, dict) else None
    if not isinstance(name, str) or name not in KEYS:
        return BadInput("representations", "no such type")
    key = next((key for key in KEYS[name] if isinstance(representation.get(key), str)), None)
    if key is None:
        return BadInput("representations", "no key")
    value = representation[key]
    row = by_id(world, value) if key == "id" else world.tables.first(
        "organization", lambda each: each[KEYS[name][key]] == value)
    return row if row is not None and type_of(row) == name else None


# -- objects made of a row

def place(_: World, row: Row, __: Arguments) -> Row | None:
    return row if row["address"] is not None or row["longitude"] is not None else None


def contact(world: World, row: Row, _: Arguments) -> Mapping[str, Any] | None:
    stored = world.tables.contacts.get(row["id"])
    parties = {row["publisher_id"], *(
        claim["claimant_id"] for claim in world.tables.of("claim")
        if claim["item_id"] == row["id"] and claim["state"] in ("ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED"))}
    if stored is None or parties & set(world.viewer.acts_for):
        return stored and {**stored, "masked": False}
    return {"name": f"{stored['name'][0]}**", "phone": f"{stored['phone'][:3]}****{stored['phone'][-4:]}", "masked": True}


def card(_: World, row: Row, __: Arguments) -> Row | None:
    return row if any(row[name] is not None for name in ("task", "responsible", "standard", "due_at")) else None


def slot(_: World, row: Row, __: Arguments) -> Mapping[str, Any] | None:
    return row["during"] and {"startsAt": row["during"].lower, "endsAt": row["during"].upper}


def _ruled(row: Row, open_claims: int = 0) -> items.Item:
    return items.Item(**{name: row[name] for name in (
        "list", "state", "publisher_id", "home_code", "scope", "quantity", "claimed", "deadline", "resource_kind",
        "version")}, open_claims=open_claims)


def item_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    open_claims = sum(claim["item_id"] == row["id"] and claim["state"] in ("PROPOSED", "ACCEPTED", "DELIVERED", "REWORK")
                      for claim in world.tables.of("claim"))
    return [vars(each) for each in access.item_actions(world.viewer, _ruled(row, open_claims), world.now)]


def claim_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    item = world.tables.find("item", row["item_id"])
    assert item is not None
    claim = claims.Claim(**{name: row[name] for name in ("state", "claimant_id", "quantity", "answer_by", "version")})
    return [vars(each) for each in access.claim_actions(world.viewer, claim, _ruled(item), world.now)]


def station_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    unit, community = (world.tables.find("organization", row[side]) for side in ("unit_id", "community_id"))
    assert unit is not None
    assert community is not None
    station = stations.Station(**{name: row[name] for name in ("state", "proposed_by", "unit_id")},
                               unit_home=unit["home_code"], community_code=community["division_code"])
    return [vars(each) for each in access.station_actions(world.viewer, station)]


def conference_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code")
    conference = conferences.Conference(**{name: row[name] for name in ruled})
    return [vars(each) for each in conferences.actions(world.viewer, conference)]


def topic_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("stage", "committee_id", "organization_id", "home_code", "raised_for_id", "open_to", "collected_at")
    left = sum(each["topic_id"] == row["id"] and each["state"] != "CONFIRMED" for each in world.tables.of("resolution"))
    return [vars(each) for each in topics.actions(world.viewer, topics.Topic(
        **{name: row[name] for name in ruled}, open_resolutions=left))]


def resolution_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code", "owner_id", "open_to")
    seat = world.tables.find("seat", row["owner_seat_id"])
    holder = seat["member_id"] if seat and world.is_current(seat) else None
    return [vars(each) for each in resolutions.actions(world.viewer, world.viewer.member_id, resolutions.Resolution(
        **{name: row[name] for name in ruled}, owner_member_id=holder))]


def term_state(world: World, row: Row, _: Arguments) -> str:
    return "CURRENT" if world.is_current(row) else "UPCOMING" if row["starts_on"] > world.today else "ENDED"


def _term_permissions(world: World, row: Row, declared: Process, organization: Row | None) -> list[dict[str, Any]]:
    assert organization is not None
    term = Term(starts_on=row["starts_on"], ends_on=row["ends_on"],
                division_code=organization["division_code"] or organization["home_code"])
    return [vars(each) for each in access.term_actions(world.viewer, declared, term, world.today)]


def office_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return _term_permissions(world, row, members.OFFICE, world.tables.find("organization", row["organization_id"]))


def seat_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    committee = world.tables.find("joint_committee", row["committee_id"])
    assert committee is not None
    return _term_permissions(world, row, committees.SEAT, world.tables.find("organization", committee["organization_id"]))


# -- lists

def rooted(table: str, **columns: str) -> Answer:
    return lambda world, _, arguments: page(
        world, table, lambda row: all(row[name] == value for name, value in columns.items()), arguments)


def below(table: str, column: str, parent: str = "id") -> Answer:
    return lambda world, row, arguments: page(
        world, table, lambda each: row[parent] is not None and each[column] == row[parent], arguments)


def committees_of(world: World, row: Row, arguments: Arguments) -> Any:
    seated = {seat["committee_id"] for seat in world.tables.of("seat") if seat["organization_id"] == row["id"]}
    return page(world, "joint_committee", lambda each: each["organization_id"] == row["id"] or each["id"] in seated,
                arguments)


def viewers_committees(world: World, row: Row, arguments: Arguments) -> Any:
    seated = {seat["committee_id"] for seat in world.tables.of("seat")
              if seat["member_id"] == row["id"] and world.is_current(seat)}
    return page(world, "joint_committee", lambda each: each["id"] in seated, arguments)


def viewers_organizations(world: World, _: Row, arguments: Arguments) -> Any:
    return page(world, "organization", lambda each: each["id"] in world.viewer.acts_for, arguments)


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


ITEM: Mapping[str, Answer] = {
    "publisher": one("organization", "publisher_id"), "home": division("home_code"), "place": place,
    "remaining": lambda _, row, __: row["quantity"] - row["claimed"], "claimStatus": lambda _, row, __: claim_status(row),
    "publishedAt": lambda _, row, __: None if row["state"] == "DRAFT" else row["listed_at"],
    "claims": below("claim", "item_id"), "history": below("event", "subject_id"), "shares": below("share", "item_id"),
    "viewerCan": item_permissions, "contact": contact,
}
ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {
        "viewer": lambda world, _, __: world.tables.find("member", world.viewer.member_id), "node": node, "nodes": nodes,
        "organization": lookup, "organizations": rooted("organization"), "resources": rooted("item", list="RESOURCE"),
        "demands": rooted("item", list="DEMAND"), "projects": rooted("item", list="PROJECT"), "items": rooted("item"),
        "claims": rooted("claim"), "committee": lambda world, _, given: by_id(world, given["id"], "joint_committee"),
        "committees": rooted("joint_committee"), "conferences": rooted("joint_conference"), "agreements": rooted("agreement"),
        "topics": rooted("topic"), "resolutions": rooted("resolution"),
        "events": rooted("event"), "_entities": entities},
    "Viewer": {"member": lambda _, row, __: row, "organizations": viewers_organizations, "committees": viewers_committees,
               "notices": notices_of, "mutedNotices": lambda _, __, ___: []},
    "Organization": {
        "place": place, "homeCode": lambda _, row, __: row["division_code"] or row["home_code"],
        "parent": division("parent_code"), "children": below("organization", "parent_code", "division_code"),
        "stations": below("station", "unit_id"), "stationed": below("station", "community_id"), "committees": committees_of,
        "offices": below("office", "organization_id"), "items": below("item", "publisher_id"),
        "claims": below("claim", "claimant_id"),
        "agreements": lambda world, row, given: page(world, "agreement", agreements.of(row["id"]), given)},
    "Station": {"unit": one("organization", "unit_id"), "community": one("organization", "community_id"),
                "viewerCan": station_permissions},
    "Member": {"offices": below("office", "member_id"), "seats": below("seat", "member_id")},
    "Office": {"member": one("member", "member_id"), "organization": one("organization", "organization_id"),
               "state": term_state, "viewerCan": office_permissions},
    "JointCommittee": {"organization": one("organization", "organization_id"), "seats": below("seat", "committee_id"),
                       "conferences": below("joint_conference", "committee_id"),
                       "conferenceDueOn": lambda _, row, __: row["conference_due_at"] and (
                           dates.day(row["conference_due_at"]) - timedelta(days=1)),
                       "topics": below("topic", "committee_id"), "resolutions": below("resolution", "committee_id")},
    "Topic": {
        "committee": one("joint_committee", "committee_id"), "conference": one("joint_conference", "conference_id"),
        "raisedBy": one("member", "raised_by"), "raisedFor": one("organization", "raised_for_id"),
        "item": one("item", "item_id"),
        "claim": one("claim", "claim_id"), "carriedFrom": one("resolution", "resolution_id"),
        "resolutions": below("resolution", "topic_id"), "history": below("event", "subject_id"),
        "viewerCan": topic_permissions},
    "Resolution": {
        "topic": one("topic", "topic_id"), "committee": one("joint_committee", "committee_id"),
        "owner": one("organization", "owner_id"), "ownerSeat": one("seat", "owner_seat_id"), "item": one("item", "item_id"),
        "overdue": lambda world, row, _: row["state"] == "OPEN" and row["due_on"] < world.today,
        "history": below("event", "subject_id"), "viewerCan": resolution_permissions},
    "JointConference": {
        "committee": one("joint_committee", "committee_id"), "organization": one("organization", "organization_id"),
        "minutes": lambda world, row, _: row["minutes"] if row["state"] == "PUBLISHED" or world.sees_inside(row) else None,
        "attendance": below("attendance", "conference_id"), "agenda": below("topic", "conference_id"),
        "history": below("event", "subject_id"),
        "viewerCan": conference_permissions},
    "Attendance": {"seat": one("seat", "seat_id"), "attendee": lambda _, row, __: row["name"]},
    "Seat": {"committee": one("joint_committee", "committee_id"), "member": one("member", "member_id"),
             "organization": one("organization", "organization_id"), "state": term_state, "viewerCan": seat_permissions},
    "Resource": ITEM, "Demand": {**ITEM, "grid": one("organization", "grid_id")},
    "Project": {**ITEM, "leadSeat": one("seat", "lead_seat_id"),
                "budgetYuan": lambda _, row, __: None if row["budget_yuan"] is None else str(row["budget_yuan"])},
    "Claim": {"item": one("item", "item_id"), "claimant": one("organization", "claimant_id"),
              "proposedBy": one("member", "proposed_by"), "slot": slot, "card": card, "viewerCan": claim_permissions,
              "history": below("event", "object_id")},
    "Agreement": {
        "host": one("organization", "host_id"), "unit": one("organization", "unit_id"), "renews": one("agreement", "renews_id"),
        "inForce": lambda world, row, _: agreements.in_force(world, row), "nextReminderAt": lambda _, row, __: row["remind_at"],
        "claims": lambda world, row, given: page(world, "claim", lambda each: agreements.claimed(world, row, each), given),
        "history": below("event", "object_id"), "viewerCan": agreements.permissions},
    "Share": {"organization": one("organization", "organization_id"), "sharedBy": one("member", "shared_by")},
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
