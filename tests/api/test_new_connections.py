"""Every field of the schema is answered on a connection that is new: nothing was written there, nothing read before.

What the driver learns of a database's own types while others write is learnt by one connection alone. The questions are made
from the schema: each field of each type once, by the shortest way to the type.
"""
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_union_type,
)
from uuid_utils.compat import uuid7

from db import rows
from db.driver import connection
from db.log import events
from resolvers.executing.request import Prepared, Request
from resolvers.feed import relay
from schema import graphql
from tests import city as place
from tests import conferences, topics
from tests.api import concepts
from tests.api.client import Client, global_id, mutation
from tests.city import COMMUNITY

SCHEMA = graphql.ours()[0]._schema
WHO = "community"
NEVER = {"Event.before", "Seat.endsOn", "Office.endsOn", "Station.endedOn", "TermPermission.code", "TermPermission.reason",
         "Agreement.reason"}
"""Fields that are null in the city of this test."""


@pytest.fixture
async def rich(client: Client) -> dict[str, UUID]:
    """One of everything, with every value that it can have; the ids by the payloads' names for them."""
    async with client.pool.acquire() as one:
        return await _fill(one, client.city)


async def _fill(one: connection.Connection, city: place.City) -> dict[str, UUID]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    every: dict[str, Any] = {
        "body": "二十个车位", "starts_at": at, "deadline": at.replace(year=2050), "closed_at": at, "address": "星城路 1 号",
        "longitude": 116.1, "latitude": 39.7}
    items = {
        "demand": await place.add_item(one, city.community, COMMUNITY, grid_id=city.grid, **every),
        "resource": await place.add_item(one, city.community, COMMUNITY, list="RESOURCE", **every),
        "project": await place.add_item(one, city.community, COMMUNITY, list="PROJECT", budget_yuan=12, lead_seat_id=city.seat,
                                        **every)}
    for item in items.values():
        await rows.insert(one, "share", {"id": (share := uuid7()), "item_id": item, "organization_id": city.hospital,
                                         "shared_by": city.members["community"], "ends_at": at.replace(year=2050),
                                         "created_at": at})
        claim = await place.add_claim(
            one, item, city.school, city.members["unit"], state="CONFIRMED", note="可以",
            during=asyncpg.Range(at, at.replace(day=2)), task="一", responsible="二", standard="三", due_at=at, report="完成",
            reason="无", rating=5, comment="好", answered_at=at, delivered_at=at, confirmed_at=at)
        await rows.insert(one, "contact", {"item_id": item, "name": "王小明", "phone": "13800001234"})
        for kind, of, row_id in (("item.published", "Demand", item), ("claim.proposed", "Claim", claim)):
            await events.write(one, [events.new(at=at, kind=kind, object_type=of, object_id=row_id, object_version=1,
                                subject_id=item, actor_id=city.members["unit"], organization_id=city.school,
                                home_code=COMMUNITY, request_id="of-a-test", before=None, after={"a": 1})])
    await _changed(one, city, items["demand"], at)
    await rows.insert(one, "seat", {"id": uuid7(), "committee_id": city.street_committee, "kind": "SECRETARY",
                                    "member_id": city.members[WHO], "organization_id": city.community, "starts_on": at})
    conference = await conferences.add_conference(one, city, state="PUBLISHED", reason="无",
                                                  committee_id=city.street_committee)
    attendance = await conferences.add_attendance(one, conference, seat_id=city.seat, presence="SUBSTITUTED")
    await events.write(one, [events.new(
        at=at, kind="conference.called", object_type="JointConference", object_id=conference, object_version=1,
        actor_id=city.members["unit"], organization_id=city.community, home_code=COMMUNITY, request_id="of-a-test",
        before=None, after={"a": 1})])
    topic = await topics.add_topic(
        one, city, stage="SUPERVISED", opinions="赞成", reason="无", body="二十个", item_id=items["demand"], claim_id=claim,
        committee_id=city.street_committee, conference_id=conference)
    resolution = await topics.add_resolution(
        one, city, topic, kind="PROJECT", item_id=items["project"], state="CONFIRMED", report="完成", reason="无",
        published_at=at, committee_id=city.street_committee)
    await topics.add_resolution(one, city, topic, owner_id=None, owner_seat_id=city.seat)
    await one.execute("UPDATE topic SET resolution_id = $1", resolution)
    for kind, of, row_id in (("topic.published", "Topic", topic), ("resolution.overdue", "Resolution", resolution)):
        await events.write(one, [events.new(
            at=at, kind=kind, object_type=of, object_id=row_id, object_version=1, actor_id=None, organization_id=city.community,
            home_code=COMMUNITY, request_id="of-a-test", before=None, after={"a": 1})])
    others = await concepts.rich(one, city)
    await one.execute("UPDATE joint_committee SET missed_since = $1, conference_due_at = $2", at.date(), at.replace(year=2099))
    await one.execute("UPDATE organization SET address = '一号', longitude = 116, latitude = 39")
    await one.execute("UPDATE station SET proposed_by = 'UNIT'")
    await relay.place_batch(one, 100)
    await one.execute("UPDATE notice SET read_at = $1", at)
    await one.execute("INSERT INTO notice_muted VALUES ($1, 'CLAIM_LAPSED')", city.members[WHO])
    agreement = await _agreement(one, city, at)
    others |= {table: await one.fetchval(f"SELECT id FROM {table}") for table in ("station", "office", "event")}
    return {**items, **others, "agreement": agreement, "item": items["demand"], "claim": claim, "share": share,
            "organization": city.community,
            "viewer": city.members[WHO], "conference": conference, "jointconference": conference, "attendance": attendance,
            "topic": topic, "resolution": resolution,
            "notice": await one.fetchval("SELECT id FROM notice WHERE member_id = $1", city.members[WHO]),
            "seat": city.seat, "committee": city.committee, "member": city.members["member"]}


async def _changed(one: connection.Connection, city: place.City, demand: UUID, at: datetime) -> None:
    """Events that tell of a value of each type, before and after, the first by the clock."""
    said = {"title": "车位", "quantity": 2, "category": "HEALTH", "deadline": at.isoformat(),
            "publisher_id": str(city.community)}
    for kind, of, row_id, columns in (("item.published", "Demand", demand, {**said, "was_due_at": at.isoformat()}),
                                      ("member.deactivated", "Member", city.members[WHO], {"active": True}),
                                      ("seat.taken", "Seat", city.seat, {"starts_on": "2026-03-01"})):
        before = {name: value for name, value in columns.items() if name != "was_due_at"}
        await events.write(one, [events.new(at=at, kind=kind, object_type=of, object_id=row_id, object_version=2,
                                            actor_id=city.members["unit"], organization_id=city.community, home_code=COMMUNITY,
                                            request_id="of-a-test", before=before, after=columns)])


async def _agreement(one: connection.Connection, city: place.City, at: datetime) -> UUID:
    """One that is over, and one that goes on from it, with a claim while it holds."""
    row: dict[str, Any] = {
        "host_id": city.community, "unit_id": city.school, "home_code": COMMUNITY, "title": "共建", "body": "",
        "proposed_by": "UNIT", "proposed_at": at, "signed_at": at.replace(year=2020),
        "host_offers": "场地", "unit_offers": "义诊"}
    await rows.insert(one, "agreement", {
        **row, "id": (older := uuid7()), "state": "TERMINATED", "reason": "搬迁", "over_at": at,
        "starts_on": at, "ends_on": at})
    await rows.insert(one, "agreement", {
        **row, "id": (newer := uuid7()), "state": "SIGNED", "starts_on": at.replace(day=2), "ends_on": at.replace(year=2090),
        "renews_id": older, "remind_at": at.replace(year=2089), "ends_at": at.replace(year=2090)})
    await events.write(one, [events.new(
        at=at, kind="agreement.signed", object_type="Agreement", object_id=newer, object_version=1, actor_id=None,
        organization_id=city.school, home_code=COMMUNITY, after={"state": "SIGNED"})])
    return newer


# -- the questions

Way = tuple[str, ...]
"""Fields with their arguments, and type conditions, from a root down to a type."""
ARGUMENTS: dict[str, Callable[[dict[str, UUID]], str]] = {
    "Query.node": lambda known: f'id: "{global_id("Claim", known["claim"])}"',
    "Query.nodes": lambda known: f'ids: ["{global_id("Claim", known["claim"])}"]',
    "JointCommittee.conferenceFigures": lambda _: 'day: "2026-03-01", unit: YEAR',
    "Query.organization": lambda _: f'divisionCode: "{COMMUNITY}"',
    "Query.committee": lambda known: f'id: "{global_id("JointCommittee", known["committee"])}"',
    "Query._entities": lambda known: f'representations: [{{__typename: "Claim", id: "{global_id("Claim", known["claim"])}"}}]',
    "Subscription.itemChanged": lambda known: f'id: "{global_id("Demand", known["demand"])}"',
}


def _types(type_: GraphQLOutputType) -> list[GraphQLObjectType]:
    named = get_named_type(type_)
    if isinstance(named, GraphQLInterfaceType) or is_union_type(named):
        return list(SCHEMA.get_possible_types(named))
    return [named] if isinstance(named, GraphQLObjectType) else []


def _fields(type_: GraphQLObjectType) -> dict[str, GraphQLField]:
    """Those that can be asked for: lists whose rows are of no groups have none."""
    return {name: field for name, field in type_.fields.items() if name != "groups" or _grouping(type_.name)}


def _grouping(connection_type: str) -> str | None:
    """By what a list can be grouped, first of all."""
    catalogue, row = graphql.ours()[1], connection_type.removesuffix("Connection")
    return next(iter((catalogue.abstracts.get(row) or catalogue.objects[row]).groups), None)


def _called(parent: str, name: str, field: GraphQLField, known: dict[str, UUID]) -> str:
    if name == "groups":
        return f"groups(by: {_grouping(parent)})"
    if any(map(is_required_argument, field.args.values())) or f"{parent}.{name}" in ARGUMENTS:
        return f"{name}({ARGUMENTS[f'{parent}.{name}'](known)})"
    return name


def _ways(root: GraphQLObjectType, known: dict[str, UUID]) -> dict[str, Way]:
    """The shortest way to each type that can be reached."""
    found: dict[str, Way] = {root.name: ()}
    waiting = deque([root])
    while waiting:
        parent = waiting.popleft()
        for name, field in _fields(parent).items():
            if f"{parent.name}.{name}" in ARGUMENTS or get_named_type(field.type).name == "Node":
                continue  # one object is given there, of which some fields are null; or any object, of some type
            several = _types(field.type)
            for below in several:
                if below.name not in found:
                    step = [_called(parent.name, name, field, known)]
                    found[below.name] = (*found[parent.name], *step, *([f"... on {below.name}"] if several[1:] else []))
                    waiting.append(below)
    return found


def _questions(root: GraphQLObjectType, known: dict[str, UUID]) -> Iterator[tuple[str, Way, str]]:
    """For each field of each type its name, the way to it, and the field as it is asked for."""
    for type_name, way in _ways(root, known).items():
        parent = SCHEMA.get_type(type_name)
        assert isinstance(parent, GraphQLObjectType)
        for name, field in _fields(parent).items():
            below = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
            yield f"{type_name}.{name}", way, _called(type_name, name, field, known) + below


def _whole(parent: GraphQLObjectType, name: str) -> str:
    """A field with what an object has of itself; contacts are for queries alone."""
    field = parent.fields[name]
    types = _types(field.type)
    if get_named_type(field.type).name == "Node":
        return f"{name} {{ __typename id }}"  # of each type, fields of one name have types of their own
    if not types:
        return name + ("" if is_leaf_type(get_named_type(field.type)) else " { __typename }")
    return f"{_called(parent.name, name, field, {})} {{ __typename {' '.join(map(_own, types))} }}"


def _own(type_: GraphQLObjectType) -> str:
    """Under names that are of the type alone: fields of one name may be of several types."""
    def called(name: str) -> str:
        return _called(type_.name, name, type_.fields[name], {}) if name == "groups" else name

    below = {name: "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
             for name, field in _fields(type_).items() if name != "contact" and (
                 name == "groups" or not any(map(is_required_argument, field.args.values())))}
    if "viewerCan" in below:
        below["viewerCan"] = " { action allowed }"
    return f"... on {type_.name} {{ {' '.join(f'{type_.name}_{name}: {called(name)}{more}' for name, more in below.items())} }}"


def _snake(name: str) -> str:
    return {"JointCommittee": "committee"}.get(name, name.lower())


def _asked(way: Way, field: str) -> str:
    return "".join(f"{{ {step} " for step in way) + f"{{ {field} }}" + " }" * len(way)


def _values(data: Any, path: list[str]) -> Iterator[Any]:
    """What is at the end of a path: all of it, where there are lists on the way."""
    if isinstance(data, list):
        for each in data:
            yield from _values(each, path)
    elif not path:
        yield data
    elif data and path[0] in data:
        yield from _values(data[path[0]], path[1:])


def _path(way: Way, name: str) -> list[str]:
    return [step.partition("(")[0] for step in way if not step.startswith("...")] + [name.partition(".")[2]]


def _check(name: str, way: Way, answer: dict[str, Any]) -> None:
    assert "errors" not in answer, (name, answer)
    found = [value for value in _values(answer["data"], _path(way, name)) if value is not None]
    assert found or name in NEVER or name.startswith("PageInfo."), f"{name} was never there: {answer}"


# -- asked

@asynccontextmanager
async def _alone(database: str, client: Client) -> AsyncIterator[Client]:
    """Whose pool has one new connection."""
    pool = await connection.open_pool(database, size=1)
    yield replace(client, pool=pool)
    await pool.close()


async def test_each_field_of_each_type(client: Client, database: str, rich: dict[str, UUID]) -> None:
    assert SCHEMA.query_type
    asked = list(_questions(SCHEMA.query_type, rich))
    for name, way, field in asked:
        async with _alone(database, client) as alone:
            _check(name, way, await alone.send(WHO, _asked(way, field)))
    assert {name for name, _, _ in asked} > {"Claim.viewerCan", "Demand.contact", "ClaimPermission.reason", "Share.endsAt"}


async def test_each_field_by_its_key(client: Client, database: str, rich: dict[str, UUID]) -> None:
    """As a gateway asks for it."""
    for entity in graphql.NODES:
        type_ = SCHEMA.get_type(entity.__name__)
        assert isinstance(type_, GraphQLObjectType)
        key = {"__typename": type_.name, "id": global_id(type_.name, rich[_snake(type_.name)])}
        for name in type_.fields:
            asked = f"... on {type_.name} {{ {_whole(type_, name)} }}"
            query = f"query($k: [_Any!]!) {{ _entities(representations: $k) {{ {asked} }} }}"
            async with _alone(database, client) as alone:
                answer = await alone.send(WHO, query, k=[key])
            assert "errors" not in answer, (type_.name, name, answer)
            assert answer["data"]["_entities"][0] is not None


async def test_each_field_of_what_is_pushed(client: Client, database: str, rich: dict[str, UUID]) -> None:
    assert SCHEMA.subscription_type
    asked, found = set(), set()
    for name, field in SCHEMA.subscription_type.fields.items():
        payload = get_named_type(field.type)
        assert isinstance(payload, GraphQLObjectType)
        for below in payload.fields:
            asked.add((name, below))
            query = f"subscription {{ {_called('Subscription', name, field, rich)} {{ {_whole(payload, below)} }} }}"
            async with _alone(database, client) as alone:
                messages = await alone.pushed(WHO, query)
            assert not any("errors" in each for each in messages), (query, messages)
            found |= {(name, below) for each in messages if each["data"][name][below] is not None}
    assert found == asked


async def test_each_field_of_a_payload(client: Client, database: str, rich: dict[str, UUID]) -> None:
    """Read after its write, on another connection than that one's."""
    for name, act in client.operations.mutating.acts.items():
        payload = SCHEMA.get_type(act.payload)
        assert isinstance(payload, GraphQLObjectType)
        for field in payload.fields:
            text = mutation(name, f"... on {payload.name} {{ {_whole(payload, field)} }}")
            async with _alone(database, client) as alone:
                answer = await _payload(alone, text, payload.name, {**rich, "item": rich[field]})
            assert answer[field] is not None, (payload.name, field)


async def _payload(alone: Client, text: str, payload: str, known: dict[str, UUID]) -> Any:
    document = alone.operations.planning.documents.get(text)
    prepared = Prepared(document, document.operation(None).node, {}, None, alone.context(WHO), Request(text))
    [field] = prepared.operation.selection_set.selections
    assert isinstance(field, FieldNode)
    plan, run = alone.operations.planning.plan(prepared, payload, field.selection_set, given=known, wrote=True)
    data = await alone.operations.planning.read(prepared, plan, run)
    assert not prepared.errors, (text, prepared.errors)
    return data


async def test_the_payload_that_a_write_reads_itself(client: Client, database: str, rich: dict[str, UUID]) -> None:
    claimed = "... on ClaimItemPayload { claim { viewerCan { action allowed reason } item { id } } }"
    async with _alone(database, client) as alone:
        answer = await alone.write("bank", "claimItem", claimed, itemId=global_id("Demand", rich["demand"]), quantity=1)
    assert [each["action"] for each in answer["claim"]["viewerCan"] if each["allowed"]] == ["WITHDRAW"]
