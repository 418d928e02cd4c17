"""What links events: a form for each list of columns that there has been, and a chain that has several."""
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from db.driver import connection
from db.driver.connection import Connection
from db.log import events, links
from db.server import migrate
from resolvers.feed import relay

AT = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
EVENT = events.Event(
    id=UUID(int=1), at=AT, kind="claim.proposed", actor_id=UUID(int=2), organization_id=UUID(int=3), object_type="Claim",
    object_id=UUID(int=4), object_version=1, subject_type="item", subject_id=UUID(int=5), home_code="110111007001",
    request_id="r-1", before=None, after={"state": "PROPOSED", "数": [1, 2.5]}, seq=7, pos=None)
GIVEN = {
    1: "39ca422de29755d966f0074afca5b1b631b6ad21ce4200b84f8c91ea1c140617",
    2: "80221ec3684df778de13f773e938f4a39b48ee8793bcb2297abffa21daa817dd"}
FIRST = """INSERT INTO event (id, at, kind, object_type, object_id, object_version, item_id, home_code, after)
           VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, '110111', '{"state": "PUBLISHED"}')"""


@pytest.mark.parametrize("form", links.FORMS)
def test_a_form_stays_as_it_is(form: int) -> None:
    """What a form says may never change: the links that have it would hold no more. New columns are a new form."""
    assert links.link(events.ORIGIN, 9, EVENT, form).hex() == GIVEN[form]


def test_the_form_of_today_says_every_column() -> None:
    assert links.FORMS[links.FORM](EVENT).keys() | {"pos"} == {*events.COLUMNS.split(", "), "form"}


@pytest.fixture
async def old(server: str, tmp_path: Path, worker_id: str) -> AsyncIterator[Connection]:
    """A database of before there were subjects."""
    for file in migrate.FOLDER.glob("*.sql"):
        if file.name < "0008":
            shutil.copy(file, tmp_path)
    name, admin = f"sandan_linked_{worker_id}", await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    one = await connection.connect(connection.with_database(server, name))
    await migrate.migrate(one, tmp_path)
    yield one
    await one.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


async def _place_as_before(one: Connection, number: int) -> None:
    """Place the first events as the relay did then, by the form that is written out here."""
    link = events.ORIGIN
    rows = await one.fetch("SELECT * FROM event ORDER BY seq LIMIT $1", number)
    for pos, row in enumerate(rows, 1):
        subject = {"subject_type": "item" if row["item_id"] else "?", "subject_id": row["item_id"] or row["object_id"]}
        event = events.Event(**subject, **{name: row[name] for name in events.COLUMNS.split(", ") if name not in subject})
        link = links.link(link, pos, event, 1)
        await one.execute("UPDATE event SET pos = $2, hash = $3 WHERE seq = $1", row["seq"], pos, link)


async def test_events_linked_before_go_on_being_verified_beside_new_ones(old: Connection) -> None:
    item, office = UUID(int=8), UUID(int=9)
    for version, (kind, object_type, object_id, item_id) in enumerate([
            ("item.published", "Demand", item, item), ("claim.proposed", "Claim", UUID(int=10), item),
            ("office.appointed", "Office", office, None), ("item.revised", "Demand", item, item)], 1):
        await old.execute(FIRST, AT, kind, object_type, object_id, version, item_id)
    await _place_as_before(old, 3)
    await migrate.migrate(old)
    found = await old.fetch("SELECT subject_type, subject_id, form FROM event ORDER BY seq")
    assert [tuple(row) for row in found] == [("item", item, 1), ("item", item, 1), ("office", office, 1), ("item", item, None)]
    assert await relay.place_batch(old, 10) == 1
    assert await old.fetchval("SELECT form FROM event WHERE pos = 4") == links.FORM
    verified = await relay.verify(old)
    assert (verified.events, verified.broken) == (4, None)


@pytest.mark.parametrize(("damage", "broken"), [
    ("subject_id = gen_random_uuid() WHERE pos = 1", 1), ("subject_type = 'call' WHERE pos = 1", 1),
    ("form = 2 WHERE pos = 1", 1), ("form = 3 WHERE pos = 2", 2), ("form = 1 WHERE pos = 2", 2),
    ("subject_type = 'seat' WHERE pos = 2", 2)])
async def test_no_form_lets_a_subject_be_changed(old: Connection, damage: str, broken: int) -> None:
    item = UUID(int=8)
    for version in (1, 2):
        await old.execute(FIRST, AT, "item.revised", "Demand", item, version, item)
    await _place_as_before(old, 1)
    await migrate.migrate(old)
    await relay.place_batch(old, 10)
    await old.execute(f"ALTER TABLE event DISABLE TRIGGER USER; UPDATE event SET {damage}")
    assert (await relay.verify(old)).broken == broken
