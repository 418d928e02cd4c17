"""The demo's past: it came about by the use cases, one after the other, and keeps the rules that everybody else has to keep."""
from db.driver.connection import Connection
from domain.claims import HOLDING
from hub.demo import loading
from resolvers import attachments
from resolvers.feed import relay
from tests.data.demo import counts, placed

FURTHER = ["whistle.joined", "topic.added", "topic.carried", "topic.resolved", "resolution.carried",
           "commitment.given", "commitment.checked"]
"""Kinds of events that are left beside another's of the same write."""
ROUTED = ("e.kind = 'whistle.dispatched' AND EXISTS (SELECT FROM event t WHERE t.kind = 'whistle.triaged' "
          "AND t.object_id = e.object_id AND t.object_version = e.object_version - 1 AND t.at = e.at)")
"""An event that is left beside that of the triage which knew the lead."""


async def test_everything_came_about_by_a_use_case(reading: Connection, demo: loading.Loaded) -> None:
    """Each write of a person has its kept answer, unless the clock has forgotten it, and each row the event of who made it."""
    recent = "> (SELECT max(at) FROM event) - interval '29 days'"
    keys = await reading.fetchval(f"SELECT count(*) FROM idempotency_key WHERE created_at {recent} AND operation <> $1",
                                    attachments.begin.name)  # the event is the attaching
    assert keys == await reading.fetchval(
        f"SELECT count(*) FROM event e WHERE actor_id IS NOT NULL AND at {recent} AND kind <> ALL($1) AND NOT ({ROUTED})",
        FURTHER) > 0
    for table, kind in (("member", "member.registered"), ("office", "office.appointed"), ("seat", "seat.taken"),
                        ("joint_committee", "committee.founded"), ("station", "station.added"), ("claim", "claim.proposed"),
                        ("card", "card.proposed"),
                        ("joint_conference", "conference.planned"), ("agreement", "agreement.proposed"),
                        ("resolution", "resolution.made"), ("pairing", "pairing.proposed pairing.made"),
                        ("dual_report", "dual_report.proposed"),
                        ("admission", "admission.proposed"), ("opinion", "opinion.asked"),
                        ("activity", "activity.published"),
                        ("sign_up", "sign_up.made"),
                        ("yearly_report", "yearly_report.issued"),
                        ("team", "team.formed"),
                        ("team_member", "team_member.joined team_member.invited team_member.requested"),
                        ("micro_wish", "wish.published"),
                        ("whistle", "whistle.reported"), ("whistle_message", "whistle.messaged whistle_inside.noted"),
                        ("system", "system.registered"), ("webhook", "webhook.added"), ("route", "route.set"),
                        ("joint_project", "project.formed"), ("expense", "expense.recorded"), ("community_fund", "fund.set"),
                        ("commitment_list", "commitment_list.adopted"), ("commitment", "commitment.given"),
                        ):
        assert await reading.fetchval(
            f"SELECT count(*) FROM {table} t WHERE NOT EXISTS ("
            "SELECT FROM event e WHERE e.object_id = t.id AND e.kind = ANY($1))", kind.split()) == 0
    assert await reading.fetchval("SELECT bool_and((slot IS NOT NULL) = (i.resource_kind IS NOT DISTINCT FROM 'VENUE')) "
                                    "FROM (SELECT item_id, during AS slot FROM claim) c JOIN item i ON i.id = c.item_id")
    by_clock = await counts(reading, "SELECT kind, count(*) FROM event WHERE actor_id IS NULL AND kind ~ '^(item|claim)' "
                                        "GROUP BY kind")
    assert by_clock.keys() == {"item.expired", "item.widened", "claim.lapsed", "claim.overdue"}


async def test_claims_hold_what_items_say_is_claimed(reading: Connection, demo: loading.Loaded) -> None:
    assert await reading.fetch(
        "SELECT i.title FROM item i WHERE i.claimed <> (SELECT coalesce(sum(c.quantity), 0) FROM claim c "
        "WHERE c.item_id = i.id AND c.state = ANY($1))", list(HOLDING)) == []


async def test_claims_keep_the_rules(reading: Connection, demo: loading.Loaded) -> None:
    assert await reading.fetch("SELECT FROM claim c JOIN item i ON i.id = c.item_id "
                                 "WHERE c.claimant_id = i.publisher_id OR i.state = 'DRAFT'") == []
    assert await reading.fetch("SELECT FROM claim c JOIN item i ON i.id = c.item_id JOIN organization o ON o.id "
                                 "= c.claimant_id WHERE i.list <> 'RESOURCE' AND o.division_code IS NOT NULL") == []
    unseen = ("SELECT FROM claim c JOIN item i ON i.id = c.item_id JOIN organization o ON o.id = c.claimant_id "
              "WHERE NOT coalesce(starts_with(o.division_code, i.scope_code), false) AND NOT EXISTS ("
              "SELECT FROM station s JOIN organization d ON d.id = s.community_id "
              "WHERE s.unit_id = o.id AND starts_with(d.division_code, i.scope_code))")
    assert await reading.fetch(unseen) == []
    assert await reading.fetch(
        "SELECT FROM claim c JOIN item i ON i.id = c.item_id WHERE c.proposed_at < i.listed_at "
        "OR NOT (c.proposed_at <= coalesce(c.answered_at, 'infinity') AND coalesce(c.answered_at, '-infinity') "
        "<= coalesce(c.delivered_at, 'infinity') AND coalesce(c.delivered_at, '-infinity') "
        "<= coalesce(c.confirmed_at, 'infinity')) OR (c.state <> 'LAPSED' AND c.answered_at > c.answer_by)") == []


async def test_nothing_lies_ahead_but_what_is_planned(reading: Connection, demo: loading.Loaded) -> None:
    midnight = "'2026-11-22 00:00+08'"
    assert await reading.fetchval(f"SELECT max(at) <= {midnight} FROM event")
    assert await reading.fetchval(f"SELECT max(listed_at) < {midnight} FROM item")
    assert await reading.fetchval(f"SELECT bool_and(deadline > {midnight}) FROM item WHERE state = 'PUBLISHED'")
    assert await reading.fetchval("SELECT bool_and(deadline < closed_at) FROM item WHERE state = 'EXPIRED'")
    assert await reading.fetchval(
        f"SELECT bool_and(answer_by > {midnight}::timestamptz + '2 days') FROM claim WHERE state = 'PROPOSED'")


async def test_the_trail_tells_how_everything_came_about(reading: Connection, demo: loading.Loaded) -> None:
    assert await reading.fetchval("SELECT count(*) FROM event WHERE pos IS NOT NULL") == 0
    assert await reading.fetchval("SELECT bool_and(seq_at) FROM (SELECT at >= lag(at) OVER (ORDER BY seq) AS seq_at "
                                    "FROM event) AS ordered")
    last = ("SELECT DISTINCT ON (object_id) object_id, object_version, after->>'state' AS state, kind FROM event "
            "WHERE kind <> 'item.shared' ORDER BY object_id, seq DESC")
    for table in ("item", "claim"):
        assert await reading.fetch(
            f"SELECT t.id FROM {table} t LEFT JOIN ({last}) e ON e.object_id = t.id "
            "WHERE (e.object_version, e.state) IS DISTINCT FROM (t.version, t.state)") == []
    assert await reading.fetch(
        "SELECT FROM event e WHERE e.kind LIKE 'claim.%' AND (e.after->>'item_claimed')::int "
        "NOT BETWEEN 0 AND (SELECT quantity FROM item WHERE id = e.subject_id)") == []
    assert await reading.fetch(
        "SELECT FROM item i LEFT JOIN LATERAL (SELECT (e.after->>'item_claimed')::int AS claimed FROM event e "
        "WHERE e.subject_id = i.id AND e.after ? 'item_claimed' ORDER BY seq DESC LIMIT 1) told ON true "
        "WHERE i.claimed <> coalesce(told.claimed, 0)") == []


async def test_the_trail_names_no_contact(reading: Connection, demo: loading.Loaded) -> None:
    assert await reading.fetchval("SELECT count(*) FROM event e JOIN contact c ON c.item_id = e.subject_id "
                                    "WHERE e.after::text LIKE '%' || c.phone || '%' "
                                    "OR e.after::text LIKE '%' || c.name || '%'") == 0


async def test_the_relay_can_place_it(reading: Connection, demo: loading.Loaded) -> None:
    async with placed(reading) as count:
        assert count == await reading.fetchval("SELECT count(*) FROM event")
        assert (await relay.verify(reading)).broken is None
