"""The demo's calls: in every state, with messages, duplicates and one that came again; what a hotline brought in; what waits at
webhooks."""
from db import deliveries
from db.driver.connection import Connection
from domain.systems import SystemSight
from domain.whistles import WhistleState
from hub.demo import loading
from tests.data.demo import FIRST, NOW, counts, placed


async def test_they_are_in_every_state_with_time_left_but_for_some(reading: Connection, demo: loading.Loaded) -> None:
    """At the street of `street` each; those that are overdue are known higher up, by the clock."""
    states = await counts(reading, "SELECT state, count(*) FROM whistle WHERE street = '110111007' GROUP BY 1")
    assert states.keys() == set(WhistleState)
    late = await reading.fetch("SELECT state, level FROM whistle WHERE due_at < '2026-11-22 00:00+08'")
    known = {(row["state"], row["level"]) for row in late}
    assert ("ACCEPTED", "DISTRICT") in known
    assert {level for _, level in known} == {"STREET", "DISTRICT"}
    assert {state for state, level in known if level == "DISTRICT"} == {"ACCEPTED"}
    assert await reading.fetchval("SELECT count(*) FROM whistle WHERE due_at > '2026-11-22 00:00+08'") > 3 * len(late)
    assert await reading.fetchval("SELECT count(*) FROM route") >= 1
    assert 0 < await reading.fetchval("SELECT count(*) FROM whistle_resident") < await reading.fetchval(
        "SELECT count(*) FROM whistle")


async def test_what_the_people_with_handles_find(reading: Connection, demo: loading.Loaded) -> None:
    """At the community of `community`: a call with messages of both sides and a note that it does not see, to which another is
    linked; and one that came again after it was closed."""
    own = f"SELECT id FROM whistle WHERE home_code = '{FIRST}'"
    threads = await reading.fetch(
        "SELECT array_agg(o.kind ORDER BY m.written_at) AS by, array_agg(m.internal ORDER BY m.written_at) AS internal "
        "FROM whistle_message m JOIN organization o ON o.id = m.organization_id "
        f"WHERE m.whistle_id IN ({own} AND state = 'ACCEPTED') GROUP BY m.whistle_id")
    assert {(*row["by"], *row["internal"]) for row in threads} == {
        ("DEPARTMENT", "COMMUNITY", "STREET", False, False, True)}
    assert await reading.fetchval(
        "SELECT count(*) FROM whistle d JOIN whistle o ON o.id = d.duplicate_of_id "
        f"WHERE d.state = 'LINKED' AND d.id IN ({own}) AND o.state = 'ACCEPTED' AND o.reported_at < d.reported_at") >= 1
    assert await reading.fetchval(
        "SELECT count(*) FROM whistle r JOIN whistle c ON c.id = r.repeat_of_id "
        f"WHERE r.id IN ({own}) AND c.state = 'CLOSED' AND r.title = c.title") >= 1


async def test_a_hotline_raised_some_under_its_own_references(reading: Connection, demo: loading.Loaded) -> None:
    (hotline,) = await reading.fetch(
        "SELECT s.*, o.division_code FROM system s JOIN organization o ON o.id = s.organization_id")
    assert (hotline["state"], hotline["sight"], hotline["division_code"]) == ("ACTIVE", SystemSight.OWN, "110111007")
    calls = await reading.fetch("SELECT * FROM whistle WHERE system_id = $1 ORDER BY reported_at", hotline["id"])
    assert [(row["state"], row["raised_by"], row["reference"][-4:]) for row in calls] == [
        (state, hotline["id"], number) for state, number in (("CLOSED", "0001"), ("ACCEPTED", "0002"), ("REPORTED", "0003"))]
    assert await reading.fetchval("SELECT count(*) FROM whistle WHERE reference IS NOT NULL") == len(calls)
    assert await reading.fetchval("SELECT count(*) FROM event WHERE actor_id = $1", hotline["id"]) > len(calls)


async def test_webhooks_wait_and_send_nothing(reading: Connection, demo: loading.Loaded) -> None:
    """What each would be sent is there; the hotline's are the steps of others with its own calls."""
    assert await counts(reading, "SELECT state, count(*) FROM webhook GROUP BY 1") == {"PAUSED": 2}
    async with placed(reading):
        while await deliveries.queue(reading, 500):
            pass
        told = await reading.fetch(
            "SELECT e.kind FROM delivery d JOIN webhook w ON w.id = d.webhook_id JOIN event e ON e.id = d.event_id "
            "JOIN whistle c ON c.id = e.subject_id AND c.system_id = w.system_id AND c.reference LIKE '%-0001' ORDER BY d.pos")
        assert [row["kind"] for row in told] == [
            f"whistle.{step}" for step in ("triaged", "dispatched", "accepted", "handled", "closed")]
        assert {row["host"] for row in await reading.fetch(
            "SELECT w.host FROM webhook w WHERE EXISTS (SELECT FROM delivery d WHERE d.webhook_id = w.id)")} == {
                "hotline.example.cn", "desk.example.cn"}
        assert await deliveries.due(reading, NOW, (), 10) == []
