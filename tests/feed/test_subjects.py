"""A table becomes a subject by its declaration alone: who sees its objects sees their events, and hears of them."""
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from db import rows, visibility
from db.driver.connection import Connection
from db.log import audience, events
from domain import items, sight, subjects, trail
from domain.event import Kind, Readers
from domain.sight import Sight, Subject
from domain.words import Words
from tests import city as place
from tests.city import City

CALL = Subject("call", Sight(own="raised_by", private=frozenset({"DRAFT"}), downward="open_to", home="home_code",
                             upward={12: "home", 9: "street"}))
SUBJECTS = {**subjects.ALL, "call": CALL}
TABLE = """DROP TABLE IF EXISTS call; CREATE TEMP TABLE call (
    id uuid, raised_by uuid, state text, open_to text, home_code text, home text, street text)"""


@pytest.fixture
async def city(connected: Connection, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(subjects, "ALL", SUBJECTS)
    monkeypatch.setattr(trail, "KINDS", {**trail.KINDS, "call.raised": Kind(Words("呼叫", "A call."), "call", Readers.SUBJECT)})
    await connected.execute(TABLE)
    return await place.build(connected)


async def _raised(connection: Connection, by: UUID | None, **call: Any) -> UUID:
    """The event of a call, for which an organisation acted."""
    call = {"id": uuid4(), "home": call["home_code"], "street": call["home_code"][:9], **call}
    await rows.insert(connection, "call", call)
    event = events.new("call.raised", at=place.CREATED, actor_id=None, organization_id=by, object_type="Call",
                       object_id=call["id"], object_version=1)
    await events.write(connection, [event])
    return UUID(str(event["id"]))


async def _sees(connection: Connection, city: City, handle: str, event: UUID) -> bool:
    values = visibility.parameters(city.viewer(handle))
    condition = visibility.event(SUBJECTS.values())
    names = [name for name in visibility.PARAMETERS if f"{{{name}}}" in condition]
    sql = condition.format(t="e", now="$2", **{name: f"${number}::{visibility.PARAMETERS[name]}"
                                              for number, name in enumerate(names, 3)})
    return bool(await connection.fetchval(f"SELECT EXISTS (SELECT FROM event e WHERE e.id = $1 AND $2::timestamptz IS NOT NULL "
                                          f"AND ({sql}))", event, place.CREATED, *(values[name] for name in names)))


@pytest.mark.parametrize("state", ["DRAFT", "RAISED"])
@pytest.mark.parametrize(("home", "open_to"), [
    (place.COMMUNITY, place.COMMUNITY), (place.FAR_COMMUNITY, place.FAR_STREET), (place.STREET, place.DISTRICT)])
async def test_who_sees_the_object_sees_its_event_and_is_told(connected: Connection, city: City, state: str, home: str,
                                                              open_to: str) -> None:
    call = {"raised_by": city.hospital, "state": state, "open_to": open_to, "home_code": home}
    event = await _raised(connected, None, **call)
    keys = await connected.fetchval(f"SELECT {audience.of_subjects(SUBJECTS.values())} FROM event WHERE id = $1", event)
    subject_id = await connected.fetchval("SELECT subject_id FROM event WHERE subject_type = 'call'")
    told = audience.of_event(keys, "call", subject_id, None, None)
    seen = {handle for handle in city.members if await _sees(connected, city, handle, event)}
    assert seen == {handle for handle in city.members if city.viewers.get(handle)
                    and sight.sees(_sight(), city.viewer(handle), SimpleNamespace(**call), {}, place.CREATED)}
    assert {"hospital"} <= seen
    assert all(audience.of_viewer(city.viewer(handle)) & told for handle in seen)
    assert audience.of_row("call", subject_id) in told


def _sight() -> Sight:
    assert CALL.sight
    return CALL.sight


async def test_the_event_of_an_object_that_is_no_more_is_whose_it_was(connected: Connection, city: City) -> None:
    event = await _raised(connected, city.bank, raised_by=city.hospital, state="DRAFT", open_to="11", home_code=place.COMMUNITY)

    async def sees() -> list[bool]:
        return [await _sees(connected, city, handle, event) for handle in ("hospital", "bank", "unit")]

    assert await sees() == [True, False, False]
    await connected.execute("DELETE FROM call")
    assert await sees() == [False, True, False]


def test_every_kind_stands_in_the_history_of_a_declared_subject() -> None:
    assert {each for kind in trail.KINDS.values() for each in (kind.subject, *kind.others)} <= subjects.ALL.keys()
    with_sight = {name for name, each in subjects.ALL.items() if each.sight}
    assert all((kind.readers is Readers.DIVISION) is (each not in with_sight) for kind in trail.KINDS.values()
               for each in (kind.subject, *kind.others))


async def test_one_list_of_columns_serves_all_that_write_and_read_events(connected: Connection) -> None:
    columns = {row["name"]: row["type"] for row in await connected.fetch(
        "SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute "
        "WHERE attrelid = 'event'::regclass AND attnum > 0 AND NOT attisdropped")}
    assert columns.keys() == {*events.COLUMNS.split(", "), "hash", "form"}
    short = {"timestamp with time zone": "timestamptz", "integer": "int"}
    assert {name: short.get(columns[name], columns[name]) for name in events.TYPES} == events.TYPES
    proposal = [row["name"] for row in await connected.fetch(
        "SELECT attname AS name FROM pg_attribute JOIN pg_type t ON t.typrelid = attrelid WHERE t.typname = 'proposal' "
        "AND attname LIKE 'event\\_%' ORDER BY attnum")]
    assert proposal == [f"event_{name}" for name in events.TYPES]


def test_items_and_all_others_are_declared_once() -> None:
    assert subjects.ALL["item"] is items.SUBJECT
