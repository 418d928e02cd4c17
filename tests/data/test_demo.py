"""The demo: whole, believable, and true to the rules that everybody else has to keep."""
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from db import viewers
from db.driver.connection import Connection, Pool
from domain import claims, codes, compositions, credit_codes, items
from domain.claims import HOLDING
from domain.viewer import OfficeKind, Viewer
from hub.demo import data, loading, organizations
from hub.files.store import Store
from resolvers import attachments
from resolvers.feed import relay

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon of it
SIX = ("unit", "community", "member", "street-member", "street", "district")
FIRST = "110111007001"  # the community of `community`


@pytest.fixture
async def demo(connected: Connection, tmp_path: Path) -> loading.Loaded:
    return await loading.load(connected, today=TODAY, files=Store(str(tmp_path)))


async def _tables(connected: Connection) -> dict[str, int]:
    names = [row[0] for row in await connected.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return {name: await connected.fetchval(f"SELECT count(*) FROM {name}") for name in names}


async def _counts(connected: Connection, statement: str) -> dict[str, int]:
    return {row[0]: row[1] for row in await connected.fetch(statement)}


async def _viewers(connected: Connection) -> Mapping[str, Viewer]:
    found = {handle: await viewers.of_subject(connected, f"demo:{handle}", NOW) for handle in SIX}
    assert None not in found.values()
    return {handle: viewer for handle, viewer in found.items() if viewer}


async def test_it_is_all_there(connected: Connection, demo: loading.Loaded) -> None:
    tables = await _tables(connected)
    assert demo.was_empty
    assert demo.items == tables["item"] >= 300
    assert (demo.claims, demo.members) == (tables["claim"], tables["member"])
    by_list = await _counts(connected, "SELECT list, count(*) FROM item GROUP BY 1")
    assert by_list.keys() == set(items.List)
    assert min(by_list.values()) >= 50
    assert tables["share"] >= 10
    assert 0 < await connected.fetchval("SELECT count(*) FROM share WHERE guest_id IS NOT NULL") < tables["share"]
    assert await connected.fetchval("SELECT count(DISTINCT scope) FROM item WHERE community_days IS NOT NULL") > 1
    assert tables["contact"] >= 200
    kinds = await _counts(connected, "SELECT kind, count(*) FROM organization GROUP BY 1")
    assert kinds["STREET"] == 1 + 16 + 19
    assert kinds["COMMUNITY"] == 7 + 175 + 215
    assert demo.committees == kinds["STREET"] + kinds["COMMUNITY"]
    assert 0 < await connected.fetchval("SELECT count(*) FROM attachment WHERE object_type = 'Agreement'") < tables["agreement"]


async def test_its_files_are_there(connected: Connection, demo: loading.Loaded, tmp_path: Path) -> None:
    files = await connected.fetch("SELECT id, digest FROM attachment")
    assert files
    for file in files[:5]:
        content = b"".join([part async for part in Store(str(tmp_path)).read(file["id"], file["digest"])])
        assert sha256(content).hexdigest() == file["digest"]


FURTHER = ["topic.added", "topic.carried", "topic.resolved", "resolution.carried", "commitment.given", "commitment.checked"]
"""Kinds of events that are left beside another's of the same write."""
ROUTED = ("e.kind = 'whistle.dispatched' AND EXISTS (SELECT FROM event t WHERE t.kind = 'whistle.triaged' "
          "AND t.object_id = e.object_id AND t.object_version = e.object_version - 1 AND t.at = e.at)")
"""An event that is left beside that of the triage which knew the lead."""


async def test_everything_came_about_by_a_use_case(connected: Connection, demo: loading.Loaded) -> None:
    """Each write of a person has its kept answer, unless the clock has forgotten it, and each row the event of who made it."""
    recent = "> (SELECT max(at) FROM event) - interval '29 days'"
    keys = await connected.fetchval(f"SELECT count(*) FROM idempotency_key WHERE created_at {recent} AND operation <> $1",
                                    attachments.begin.name)  # the event is the attaching
    assert keys == await connected.fetchval(
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
                        ("whistle", "whistle.reported"), ("route", "route.set"),
                        ("joint_project", "project.formed"), ("expense", "expense.recorded"), ("community_fund", "fund.set"),
                        ("commitment_list", "commitment_list.adopted"), ("commitment", "commitment.given"),
                        ):
        assert await connected.fetchval(
            f"SELECT count(*) FROM {table} t WHERE NOT EXISTS ("
            "SELECT FROM event e WHERE e.object_id = t.id AND e.kind = ANY($1))", kind.split()) == 0
    assert await connected.fetchval("SELECT bool_and((slot IS NOT NULL) = (i.resource_kind IS NOT DISTINCT FROM 'VENUE')) "
                                    "FROM (SELECT item_id, during AS slot FROM claim) c JOIN item i ON i.id = c.item_id")
    by_clock = await _counts(connected, "SELECT kind, count(*) FROM event WHERE actor_id IS NULL AND kind ~ '^(item|claim)' "
                                        "GROUP BY kind")
    assert by_clock.keys() == {"item.expired", "item.widened", "claim.lapsed", "claim.overdue"}


async def test_a_second_time_changes_nothing(connected: Connection, demo: loading.Loaded) -> None:
    before = await _tables(connected)
    assert await loading.load(connected, today=TODAY, scale=2) == loading.Loaded()
    assert await _tables(connected) == before


async def test_where_divisions_are_already_it_uses_them(connected: Connection) -> None:
    await connected.execute("INSERT INTO organization (id, kind, name, division_code, created_at) "
                            "VALUES (gen_random_uuid(), 'PROVINCE', '北京市', '11', '2026-01-01')")
    assert (await loading.load(connected, today=TODAY)).was_empty
    assert await connected.fetchval("SELECT count(*) FROM organization WHERE division_code = '11'") == 1


async def test_where_somebody_works_already_it_stays_away(connected: Connection) -> None:
    await connected.execute("INSERT INTO member (id, subject, name, created_at) "
                            "VALUES (gen_random_uuid(), 'someone', '某人', '2026-01-01')")
    before = await _tables(connected)
    assert not (await loading.load(connected, today=TODAY)).was_empty
    assert await _tables(connected) == before


async def test_the_same_day_gives_the_same_demo(connected: Connection, demo: loading.Loaded) -> None:
    columns = ("SELECT title, state, claimed, listed_at, deadline, longitude FROM item ORDER BY 1, 4",
               "SELECT proposed_at, state, quantity, rating FROM claim ORDER BY 1")
    first = [await connected.fetch(statement) for statement in columns]
    tables = [table for table in await _tables(connected) if table != "migration"]
    await connected.execute(f"TRUNCATE {', '.join(tables)}")
    await loading.load(connected, today=TODAY)
    assert [await connected.fetch(statement) for statement in columns] == first


async def test_it_reads_well(connected: Connection, demo: loading.Loaded) -> None:
    texts = await connected.fetch("SELECT title, body, address, category FROM item")
    titles = Counter(row["title"] for row in texts)
    assert [title for title, times in titles.items() if times > 1] == []
    assert not [row for row in texts if any(sign in f"{row['title']}{row['body']}{row['address']}" for sign in "{}|")]
    assert min(len(row["body"]) for row in texts) >= 20
    assert {row["category"] for row in texts} == set(items.Category)
    assert len(data.texts()) >= 120
    assert len({text.body for text in data.texts()}) == len(data.texts())


async def test_every_kind_of_state_scope_and_kind_occurs(connected: Connection, demo: loading.Loaded) -> None:
    async def found(column: str, table: str) -> set[object]:
        rows = await connected.fetch(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        return {row[0] for row in rows}
    assert await found("state", "item") == set(items.ItemState)
    assert await found("state", "claim") == set(claims.ClaimState)
    assert await found("state", "card") >= {"PROPOSED", "AGREED", "DECLINED"}
    assert await found("number", "card") >= {1, 2}
    assert await found("urgency", "item") == set(items.Urgency)
    assert await found("scope", "item") >= {"PAIRED", "COMMUNITY", "STREET", "DISTRICT", "CITY"}
    assert await found("resource_kind", "item") >= {"VENUE", "SERVICE", "EXPERTISE", "EQUIPMENT", "ACTIVITY"}
    assert await found("rating", "claim") == {3, 4, 5}
    assert await connected.fetchval("SELECT count(*) FROM item WHERE grid_id IS NOT NULL") >= 3
    assert await connected.fetchval("SELECT count(*) FROM item WHERE lead_seat_id IS NOT NULL") >= 10
    assert await connected.fetchval("SELECT count(*) FROM claim WHERE during IS NOT NULL") >= 1


async def test_claims_hold_what_items_say_is_claimed(connected: Connection, demo: loading.Loaded) -> None:
    assert await connected.fetch(
        "SELECT i.title FROM item i WHERE i.claimed <> (SELECT coalesce(sum(c.quantity), 0) FROM claim c "
        "WHERE c.item_id = i.id AND c.state = ANY($1))", list(HOLDING)) == []


async def test_claims_keep_the_rules(connected: Connection, demo: loading.Loaded) -> None:
    assert await connected.fetch("SELECT FROM claim c JOIN item i ON i.id = c.item_id "
                                 "WHERE c.claimant_id = i.publisher_id OR i.state = 'DRAFT'") == []
    assert await connected.fetch("SELECT FROM claim c JOIN item i ON i.id = c.item_id JOIN organization o ON o.id "
                                 "= c.claimant_id WHERE i.list <> 'RESOURCE' AND o.division_code IS NOT NULL") == []
    unseen = ("SELECT FROM claim c JOIN item i ON i.id = c.item_id JOIN organization o ON o.id = c.claimant_id "
              "WHERE NOT coalesce(starts_with(o.division_code, i.scope_code), false) AND NOT EXISTS ("
              "SELECT FROM station s JOIN organization d ON d.id = s.community_id "
              "WHERE s.unit_id = o.id AND starts_with(d.division_code, i.scope_code))")
    assert await connected.fetch(unseen) == []
    assert await connected.fetch(
        "SELECT FROM claim c JOIN item i ON i.id = c.item_id WHERE c.proposed_at < i.listed_at "
        "OR NOT (c.proposed_at <= coalesce(c.answered_at, 'infinity') AND coalesce(c.answered_at, '-infinity') "
        "<= coalesce(c.delivered_at, 'infinity') AND coalesce(c.delivered_at, '-infinity') "
        "<= coalesce(c.confirmed_at, 'infinity')) OR (c.state <> 'LAPSED' AND c.answered_at > c.answer_by)") == []


async def test_nothing_lies_ahead_but_what_is_planned(connected: Connection, demo: loading.Loaded) -> None:
    midnight = "'2026-11-22 00:00+08'"
    assert await connected.fetchval(f"SELECT max(at) <= {midnight} FROM event")
    assert await connected.fetchval(f"SELECT max(listed_at) < {midnight} FROM item")
    assert await connected.fetchval(f"SELECT bool_and(deadline > {midnight}) FROM item WHERE state = 'PUBLISHED'")
    assert await connected.fetchval("SELECT bool_and(deadline < closed_at) FROM item WHERE state = 'EXPIRED'")
    assert await connected.fetchval(
        f"SELECT bool_and(answer_by > {midnight}::timestamptz + '2 days') FROM claim WHERE state = 'PROPOSED'")


async def test_calls_are_in_every_state_with_time_left_but_for_some(connected: Connection, demo: loading.Loaded) -> None:
    """At the street of `street` each; those that are overdue are known higher up, by the clock."""
    states = await _counts(connected, "SELECT state, count(*) FROM whistle WHERE street = '110111007' GROUP BY 1")
    assert states.keys() == {"REPORTED", "DISPATCHED", "RETURNED", "ACCEPTED", "SUSPENDED", "HANDLED", "CLOSED"}
    late = await connected.fetch("SELECT state, level FROM whistle WHERE due_at < '2026-11-22 00:00+08'")
    assert {(row["state"], row["level"]) for row in late} == {
        ("ACCEPTED", "DISTRICT"), ("REPORTED", "STREET")}
    assert await connected.fetchval("SELECT count(*) FROM whistle WHERE due_at > '2026-11-22 00:00+08'") > 3 * len(late)
    assert await connected.fetchval("SELECT count(*) FROM route") >= 1
    assert 0 < await connected.fetchval("SELECT count(*) FROM whistle_resident") < await connected.fetchval(
        "SELECT count(*) FROM whistle")


async def test_everything_lies_in_its_district(connected: Connection, demo: loading.Loaded) -> None:
    around = {"110111": (115.98, 39.72), "341181": (119.00, 32.69), "140403": (113.12, 36.20)}
    rows = await connected.fetch("SELECT district, longitude, latitude FROM item")
    assert {row["district"] for row in rows} == around.keys()
    for row in rows:
        longitude, latitude = around[row["district"]]
        assert abs(row["longitude"] - longitude) < 0.2
        assert abs(row["latitude"] - latitude) < 0.2


async def test_the_trail_tells_how_everything_came_about(connected: Connection, demo: loading.Loaded) -> None:
    assert await connected.fetchval("SELECT count(*) FROM event WHERE pos IS NOT NULL") == 0
    assert await connected.fetchval("SELECT bool_and(seq_at) FROM (SELECT at >= lag(at) OVER (ORDER BY seq) AS seq_at "
                                    "FROM event) AS ordered")
    last = ("SELECT DISTINCT ON (object_id) object_id, object_version, after->>'state' AS state, kind FROM event "
            "WHERE kind <> 'item.shared' ORDER BY object_id, seq DESC")
    for table in ("item", "claim"):
        assert await connected.fetch(
            f"SELECT t.id FROM {table} t LEFT JOIN ({last}) e ON e.object_id = t.id "
            "WHERE (e.object_version, e.state) IS DISTINCT FROM (t.version, t.state)") == []
    assert await connected.fetch(
        "SELECT FROM event e WHERE e.kind LIKE 'claim.%' AND (e.after->>'item_claimed')::int "
        "NOT BETWEEN 0 AND (SELECT quantity FROM item WHERE id = e.subject_id)") == []
    assert await connected.fetch(
        "SELECT FROM item i LEFT JOIN LATERAL (SELECT (e.after->>'item_claimed')::int AS claimed FROM event e "
        "WHERE e.subject_id = i.id AND e.after ? 'item_claimed' ORDER BY seq DESC LIMIT 1) told ON true "
        "WHERE i.claimed <> coalesce(told.claimed, 0)") == []


async def test_the_trail_names_no_contact(connected: Connection, demo: loading.Loaded) -> None:
    assert await connected.fetchval("SELECT count(*) FROM event e JOIN contact c ON c.item_id = e.subject_id "
                                    "WHERE e.after::text LIKE '%' || c.phone || '%' "
                                    "OR e.after::text LIKE '%' || c.name || '%'") == 0


async def test_the_relay_can_place_it(connected: Connection, pool: Pool, demo: loading.Loaded) -> None:
    placed = 0
    while newly := await relay.place_batch(connected, 500):
        placed += newly
    assert placed == await connected.fetchval("SELECT count(*) FROM event")
    assert (await relay.verify(connected)).broken is None


async def test_the_six_have_the_rights_of_their_roles(connected: Connection, demo: loading.Loaded) -> None:
    six = await _viewers(connected)
    ids = {row["key"]: row["id"] for row in await connected.fetch(
        "SELECT coalesce(division_code, name) AS key, id FROM organization")}
    assert six["unit"].acts_for == {ids["星城中学"]: {OfficeKind.LIAISON}}
    assert six["unit"].units == {ids["星城中学"]}
    assert FIRST in six["unit"].belongs_to
    assert six["community"].acts_for == {ids[FIRST]: {OfficeKind.SECRETARY}}
    assert six["community"].officer_of == {FIRST}
    assert six["member"].acts_for == {}
    assert six["member"].belongs_to == {FIRST}
    assert six["street-member"].acts_for == {}
    assert six["street-member"].belongs_to == {"110111007"}
    assert six["street"].officer_of == {"110111007"}
    assert six["district"].officer_of == {"110111"}
    assert await connected.fetchval("SELECT s.kind FROM seat s JOIN member m ON m.id = s.member_id "
                                    "WHERE m.handle = 'member'") == "PART_TIME"


async def test_one_street_has_all_that_a_committee_is_made_of(connected: Connection, demo: loading.Loaded) -> None:
    """1+1+X+N; what the others lack is a first secretary."""
    found = await connected.fetch(
        "SELECT o.division_code AS code, array_agg(s.kind) FILTER (WHERE s.kind <> 'PART_TIME') AS leaders, "
        "array_agg(u.kind) FILTER (WHERE s.kind = 'PART_TIME') AS units FROM joint_committee c "
        "JOIN organization o ON o.id = c.organization_id JOIN seat s ON s.committee_id = c.id "
        "JOIN organization u ON u.id = s.organization_id WHERE c.level = 'STREET' GROUP BY o.division_code")
    whole = {row["code"] for row in found if {*row["leaders"]} == {"SECRETARY", "FIRST_SECRETARY"}
             and {*row["units"]} & compositions.PUBLIC_BODIES and {*row["units"]} & compositions.ENTERPRISES}
    assert whole == {organizations.STREETS[0]}
    assert [row["leaders"] for row in found if row["code"] not in whole] == [["SECRETARY"]] * (len(found) - 1)
    assert len(found) > 1


async def test_the_six_have_something_to_do_at_once(connected: Connection, demo: loading.Loaded) -> None:
    """A demand of the community with much left that the unit sees, and a resource for the community to claim."""
    open_demands = await connected.fetch(
        "SELECT quantity - claimed AS remaining FROM item JOIN organization o ON o.id = publisher_id "
        "WHERE list = 'DEMAND' AND state = 'PUBLISHED' AND o.division_code = $1", FIRST)
    assert len(open_demands) >= 3
    assert max(row["remaining"] for row in open_demands) >= 10
    assert await connected.fetchval(
        "SELECT count(*) FROM item WHERE list = 'RESOURCE' AND state = 'PUBLISHED' AND claimed < quantity "
        "AND scope_code = '110111007'") >= 10


def test_the_units_codes_are_in_order() -> None:
    units = data.units()
    assert [unit.name for unit in units if not credit_codes.is_valid(unit.credit_code)] == []
    assert len({unit.credit_code for unit in units}) == len({unit.name for unit in units}) == len(units) >= 60
    divisions = data.divisions()
    assert [unit.name for unit in units if not set(unit.communities) <= divisions.keys()] == []
    assert {"星城中学", "星城小学", "星城幼儿园", "燕化医院星城分院", "工商银行星城分行", "星城物业"} <= {
        unit.name for unit in units}


def test_every_division_has_its_parent() -> None:
    divisions = data.divisions()
    assert [code for code in divisions if codes.parent(code) not in {None, *divisions}] == []
    assert divisions["341181003006"] == "曙光社区居委会"


@pytest.mark.parametrize(("name", "expected"), [("曙光社区居委会", "曙光社区"), ("长亭村委会", "长亭村"),
                                                ("星城街道", "星城街道")])
def test_short_names(name: str, expected: str) -> None:
    assert organizations.short(name) == expected


async def test_scale_multiplies_items_and_claims(connected: Connection, demo: loading.Loaded, pool: Pool) -> None:
    tables = [table for table in await _tables(connected) if table != "migration"]
    await connected.execute(f"TRUNCATE {', '.join(tables)}")
    larger = await loading.load(connected, scale=3, today=TODAY)
    assert larger.items - 2 == 3 * (demo.items - 2)  # one asked of paired units first, one of the project under way: once
    assert larger.claims > 2 * demo.claims
    assert larger.organizations == demo.organizations
