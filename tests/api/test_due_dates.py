"""What a calendar has of projects, claims and resolutions, beside the duties of which it is told."""
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from domain import dates
from resolvers import calendars
from tests import city as place
from tests import projects, topics
from tests.api import agreement_cases
from tests.api.client import Client, global_id
from tests.city import COMMUNITY

OWED = "{ viewer { duties(first: 100) { nodes { kind dueAt subject { id } } } } }"
KINDS = {"ANSWER_CLAIM", "DELIVER_CLAIM", "CARRY_OUT_PROJECT", "REPORT_MILESTONE", "ANSWER_CHECKPOINT", "DO_RESOLUTION"}
TYPES = {"PROJECT": "JointProject", "MILESTONE": "Milestone", "BULLETIN": "Checkpoint"}


async def _add(client: Client, number: int) -> None:
    """Something of each kind, due in some days, of the school, the bank, and the seat."""
    city, add, now = client.city, client.desk.add, client.desk.now()
    day = dates.day(now) + timedelta(days=20 + number)
    led = await add(projects.add_project, city, state="UNDER_WAY", ends_on=day, lead_seat_id=city.seat)
    await add(projects.add_milestone, led, due_on=day)
    await add(projects.add_checkpoint, led, due_on=day)
    for list_ in ("DEMAND", "RESOURCE"):
        item = await add(place.add_item, city.bank, COMMUNITY, list=list_)
        for state in ("PROPOSED", "ACCEPTED", "REWORK", "CONFIRMED"):
            await add(place.add_claim, item, city.school, city.members["unit"], state=state,
                      answer_by=now + timedelta(days=9), due_at=now + timedelta(days=30))
    topic = await add(topics.add_topic, city, stage="PUBLISHED")
    for owner in ({}, {"owner_id": None, "owner_seat_id": city.seat}):
        await add(topics.add_resolution, city, topic, due_on=day, **owner)
    await add(agreement_cases.insert, city, starts_on=day, ends_on=day)


async def _calendar(client: Client, handle: str) -> calendars.Calendar:
    hashed = sha256(handle.encode()).digest()
    await calendars.issue(client.pool, client.city.members[handle], hashed, client.desk.now(), 10)
    client.sent.clear()
    found = await calendars.fetched(client.pool, hashed, client.desk.now(), 10)
    assert found is not None
    return found


@pytest.mark.parametrize("handle", ["unit", "bank", "two-units", "member", "community", "nobody"])
async def test_it_is_told_who_owes_what_as_the_duties_are(client: Client, handle: str) -> None:
    await _add(client, 0)
    owed = (await client.read(handle, OWED))["viewer"]["duties"]["nodes"]
    expected = sorted((each["subject"]["id"], each["dueAt"]) for each in owed if each["kind"] in KINDS)
    found = await _calendar(client, handle)
    told = [(TYPES.get(each.kind, "Claim"), each.id, each.due) for each in found.others if "AGREEMENT" not in each.kind]
    told += [("Resolution", each.id, each.due_on) for each in found.resolutions]
    assert sorted((global_id(type_, key), dates.written(due if isinstance(due, datetime) else dates.next_day_starts(due)))
                  for type_, key, due in told) == expected
    assert bool(expected) == (handle not in ("community", "nobody"))


@pytest.mark.parametrize("size", [1, 10])
async def test_of_so_much_it_is_as_many_statements(client: Client, size: int) -> None:
    for number in range(size):
        await _add(client, number)
    found = await _calendar(client, "unit")
    assert len(found.others) >= 4 * size
    assert len(client.sent) == 9
