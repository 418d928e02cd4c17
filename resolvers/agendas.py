"""How an agenda fills itself: what was left, what is late, each with its source."""
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import resolutions, topics
from db.driver.connection import Connection
from domain.topics import PROCESS, TopicStage

CARRIED, OF_RESOLUTION = "topic.carried", "resolution.carried"


@dataclass(frozen=True)
class Agenda:
    """Of a conference of a committee; `day` is the conference's."""

    conference_id: UUID
    committee_id: UUID
    organization_id: UUID
    home_code: str
    day: date


async def fill(connection: Connection, agenda: Agenda, now: datetime) -> list[dict[str, Any]]:
    """Take on an agenda what earlier conferences left and what is late, and is on none.

    returns   what an event says of each, as `resolvers.writing.traces.event` has it
    writes    topic, resolution.carried_over
    """
    await topics.lock_committee(connection, agenda.committee_id)
    left = await topics.carry(connection, agenda.conference_id, agenda.committee_id)
    events = [_event(CARRIED, "Topic", each.id, each.version, agenda, {
        "stage": each.stage, "conference_id": agenda.conference_id, "carried_over": each.carried_over}) for each in left]
    found = await topics.late(connection, agenda.conference_id, agenda.committee_id, agenda.home_code, agenda.day, now)
    for each in found:
        row = _row(agenda, each, now)
        await topics.insert(connection, row)
        events.append(_event(PROCESS.begins[TopicStage.PROPOSED], "Topic", row["id"], 1, agenda, row))
    carried = [row_id for row_id in (*(each.resolution_id for each in left), *(each.resolution_id for each in found)) if row_id]
    return [*events, *_of_resolutions(await resolutions.carry(connection, carried), agenda)] if carried else events


async def fill_next(connection: Connection, agenda: Agenda, now: datetime) -> list[dict[str, Any]]:
    """The same of the committee's next agenda: where one before it still collects, that takes it, and this one's time comes.

    returns, writes   as `fill`
    """
    await topics.lock_committee(connection, agenda.committee_id)
    waits = await topics.collects_before(connection, agenda.committee_id, agenda.day)
    return [] if waits else await fill(connection, agenda, now)


def _row(agenda: Agenda, late: topics.Late, now: datetime) -> dict[str, Any]:
    return {"id": uuid7(), "committee_id": agenda.committee_id, "organization_id": agenda.organization_id,
            "home_code": agenda.home_code, "stage": TopicStage.PROPOSED, "conference_id": agenda.conference_id,
            "collected_at": now, **vars(late)}


def _of_resolutions(versions: dict[UUID, int], agenda: Agenda) -> Iterator[dict[str, Any]]:
    for resolution_id, version in versions.items():
        yield _event(OF_RESOLUTION, "Resolution", resolution_id, version, agenda, {})


def _event(kind: str, type_: str, object_id: UUID, version: int, agenda: Agenda, after: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "object_type": type_, "object_id": object_id, "object_version": version,
            "organization_id": agenda.organization_id, "home_code": agenda.home_code,
            "after": {name: value for name, value in after.items() if value is not None and name != "id"}}
