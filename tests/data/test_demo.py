"""The demo is loaded once, whole or not at all, and then left alone."""
from db.driver.connection import Connection, Pool
from hub.demo import loading
from tests import emptying
from tests.data.demo import TODAY, sizes

TOLD = ("SELECT title, state, claimed, listed_at, deadline, longitude FROM item ORDER BY 1, 4",
        "SELECT proposed_at, state, quantity, rating FROM claim ORDER BY 1",
        "SELECT title, state, reported_at, due_at, reference FROM whistle ORDER BY 1, 3, 2")


async def test_a_second_time_changes_nothing(connected: Connection) -> None:
    await loading.load(connected, today=TODAY)
    before = await sizes(connected)
    assert await loading.load(connected, today=TODAY, scale=2) == loading.Loaded()
    assert await sizes(connected) == before


async def test_where_divisions_are_already_it_uses_them(connected: Connection) -> None:
    await connected.execute("INSERT INTO organization (id, kind, name, division_code, created_at) "
                            "VALUES (gen_random_uuid(), 'PROVINCE', '北京市', '11', '2026-01-01')")
    assert (await loading.load(connected, today=TODAY)).was_empty
    assert await connected.fetchval("SELECT count(*) FROM organization WHERE division_code = '11'") == 1


async def test_where_somebody_works_already_it_stays_away(connected: Connection) -> None:
    await connected.execute("INSERT INTO member (id, subject, name, created_at) "
                            "VALUES (gen_random_uuid(), 'someone', '某人', '2026-01-01')")
    before = await sizes(connected)
    assert not (await loading.load(connected, today=TODAY)).was_empty
    assert await sizes(connected) == before


async def test_the_same_day_gives_the_same_demo_and_scale_multiplies(connected: Connection, pool: Pool) -> None:
    demo = await loading.load(connected, today=TODAY)
    first = [await connected.fetch(statement) for statement in TOLD]
    await emptying.anew(pool)
    assert await loading.load(connected, today=TODAY) == demo
    assert [await connected.fetch(statement) for statement in TOLD] == first
    await emptying.anew(pool)
    larger = await loading.load(connected, scale=3, today=TODAY)
    assert larger.items - 2 == 3 * (demo.items - 2)  # one asked of paired units first, one of the project under way: once
    assert larger.claims > 2 * demo.claims
    assert larger.organizations == demo.organizations
