"""One of everything, with every value that it can have."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from db import rows
from db.driver import connection
from db.log import events
from domain import attached
from resolvers.feed import relay
from tests import city as place
from tests import conferences, files, topics
from tests.api import concepts
from tests.city import COMMUNITY

WHO = "community"
AT = datetime(2026, 3, 1, tzinfo=UTC)


async def fill(one: connection.Connection, city: place.City) -> dict[str, UUID]:
    """The ids by the payloads' names for them."""
    known = await _items(one, city)
    await _changed(one, city, known["demand"])
    known |= await _conference(one, city)
    known |= await _topic(one, city, known)
    known |= await concepts.rich(one, city)
    await one.execute("UPDATE joint_committee SET missed_since = $1, conference_due_at = $2", AT.date(), AT.replace(year=2099))
    await one.execute("UPDATE organization SET address = '一号', longitude = 116, latitude = 39")
    await one.execute("UPDATE station SET proposed_by = 'UNIT'")
    await relay.place_batch(one, 100)
    await one.execute("UPDATE notice SET read_at = $1", AT)
    await one.execute("INSERT INTO notice_muted VALUES ($1, 'CLAIM_LAPSED')", city.members[WHO])
    known["agreement"] = await _agreement(one, city)
    for owner in [each for each in attached.ALL if each.lower() in known]:
        known["attachment"] = await files.add_attachment(one, owner, known[owner.lower()], city.members[WHO], AT,
                                                         attached_for_id=city.community)
    known |= {table: await one.fetchval(f"SELECT id FROM {table}") for table in ("station", "office", "event")}
    return {**known, "item": known["demand"], "jointconference": known["conference"],
            "organization": city.community, "viewer": city.members[WHO],
            "notice": await one.fetchval("SELECT id FROM notice WHERE member_id = $1", city.members[WHO]),
            "seat": city.seat, "committee": city.committee, "member": city.members["member"]}


async def _items(one: connection.Connection, city: place.City) -> dict[str, UUID]:
    """One of each list, each with a share, a claim and a contact."""
    every: dict[str, Any] = {
        "body": "二十个车位", "starts_at": AT, "deadline": AT.replace(year=2050), "closed_at": AT, "address": "星城路 1 号",
        "longitude": 116.1, "latitude": 39.7}
    items = {
        "demand": await place.add_item(one, city.community, COMMUNITY, grid_id=city.grid, **every),
        "resource": await place.add_item(one, city.community, COMMUNITY, list="RESOURCE", **every),
        "project": await place.add_item(one, city.community, COMMUNITY, list="PROJECT", budget_yuan=12, lead_seat_id=city.seat,
                                        **every)}
    for item in items.values():
        await rows.insert(one, "share", {"id": (share := uuid7()), "item_id": item, "organization_id": city.street,
                                         "guest_id": city.street_committee,
                                         "shared_by": city.members["community"], "ends_at": AT.replace(year=2050),
                                         "created_at": AT})
        claim = await place.add_claim(
            one, item, city.school, city.members["unit"], state="CONFIRMED", note="可以",
            during=asyncpg.Range(AT, AT.replace(day=2)), due_at=AT, report="完成",
            reason="无", rating=5, comment="好", answered_at=AT, delivered_at=AT, confirmed_at=AT)
        await rows.insert(one, "contact", {"item_id": item, "name": "王小明", "phone": "13800001234"})
        for kind, of, row_id in (("item.published", "Demand", item), ("claim.proposed", "Claim", claim)):
            await _told(one, kind, of, row_id, subject_id=item, actor_id=city.members["unit"], organization_id=city.school)
    return {**items, "share": share, "claim": claim}


async def _told(one: connection.Connection, kind: str, of: str, row_id: UUID, **more: Any) -> None:
    """An event of a test's request."""
    await events.write(one, [events.new(**{
        "at": AT, "kind": kind, "object_type": of, "object_id": row_id, "object_version": 1, "home_code": COMMUNITY,
        "request_id": "of-a-test", "before": None, "after": {"a": 1}, **more})])


async def _conference(one: connection.Connection, city: place.City) -> dict[str, UUID]:
    """Of the street's committee, whose secretary the viewer is."""
    await rows.insert(one, "seat", {"id": uuid7(), "committee_id": city.street_committee, "kind": "SECRETARY",
                                    "member_id": city.members[WHO], "organization_id": city.community, "starts_on": AT})
    conference = await conferences.add_conference(one, city, state="PUBLISHED", reason="无",
                                                  committee_id=city.street_committee)
    attendance = await conferences.add_attendance(one, conference, seat_id=city.seat, presence="SUBSTITUTED")
    await topics.add_topic(one, city, committee_id=city.street_committee)  # for its secretary to put on an agenda
    await topics.add_resolution(one, city, await topics.add_topic(one, city, stage="PUBLISHED"), owner_id=city.community)
    await _told(one, "conference.called", "JointConference", conference, actor_id=city.members["unit"],
                organization_id=city.community)
    return {"conference": conference, "attendance": attendance}


async def _topic(one: connection.Connection, city: place.City, known: dict[str, UUID]) -> dict[str, UUID]:
    """On the conference's agenda, carried on from the first of its two resolutions."""
    topic = await topics.add_topic(
        one, city, stage="SUPERVISED", opinions="赞成", reason="无", body="二十个", item_id=known["demand"],
        claim_id=known["claim"], committee_id=city.street_committee, conference_id=known["conference"])
    resolution = await topics.add_resolution(
        one, city, topic, kind="PROJECT", item_id=known["project"], state="CONFIRMED", report="完成", reason="无",
        published_at=AT, committee_id=city.street_committee)
    await topics.add_resolution(one, city, topic, owner_id=None, owner_seat_id=city.seat)
    await one.execute("UPDATE topic SET resolution_id = $1", resolution)
    for kind, of, row_id in (("topic.published", "Topic", topic), ("resolution.overdue", "Resolution", resolution)):
        await _told(one, kind, of, row_id, actor_id=None, organization_id=city.community)
    return {"topic": topic, "resolution": resolution}


async def _changed(one: connection.Connection, city: place.City, demand: UUID) -> None:
    """Events that tell of a value of each type, before and after, the first by the clock."""
    said = {"title": "车位", "quantity": 2, "category": "HEALTH", "deadline": AT.isoformat(),
            "publisher_id": str(city.community)}
    for kind, of, row_id, columns in (("item.published", "Demand", demand, {**said, "was_due_at": AT.isoformat()}),
                                      ("member.deactivated", "Member", city.members[WHO], {"active": True}),
                                      ("seat.taken", "Seat", city.seat, {"starts_on": "2026-03-01"})):
        before = {name: value for name, value in columns.items() if name != "was_due_at"}
        await _told(one, kind, of, row_id, object_version=2, actor_id=city.members["unit"], organization_id=city.community,
                    before=before, after=columns)


async def _agreement(one: connection.Connection, city: place.City) -> UUID:
    """One that is over, and one that goes on from it, with a claim while it holds."""
    row: dict[str, Any] = {
        "host_id": city.community, "unit_id": city.school, "home_code": COMMUNITY, "title": "共建", "body": "",
        "proposed_by": "UNIT", "proposed_at": AT, "signed_at": AT.replace(year=2020),
        "host_offers": "场地", "unit_offers": "义诊"}
    await rows.insert(one, "agreement", {
        **row, "id": (older := uuid7()), "state": "TERMINATED", "reason": "搬迁", "over_at": AT,
        "starts_on": AT, "ends_on": AT})
    await rows.insert(one, "agreement", {
        **row, "id": (newer := uuid7()), "state": "SIGNED", "starts_on": AT.replace(day=2), "ends_on": AT.replace(year=2090),
        "renews_id": older, "remind_at": AT.replace(year=2089), "ends_at": AT.replace(year=2090)})
    await events.write(one, [events.new(
        at=AT, kind="agreement.signed", object_type="Agreement", object_id=newer, object_version=1, actor_id=None,
        organization_id=city.school, home_code=COMMUNITY, after={"state": "SIGNED"})])
    return newer
