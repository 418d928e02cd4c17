"""The floor's reads, one function for each question."""
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from asyncpg import Record

from bench import floor_sql
from bench.floor_sql import Page
from db import viewers
from db.connection import Connection, Pool
from domain import dates
from domain.viewer import Viewer
from planner import ids

Eyes = Viewer
Row = dict[str, Any]

DEMAND, ORGANIZATION, CLAIM, EVENT, MEMBER, COMMITTEE, SEAT = map(
    ids.encoder, ("de", "or", "cl", "ev", "me", "jc", "se"))
ITEM = {"DEMAND": DEMAND, "RESOURCE": ids.encoder("re"), "PROJECT": ids.encoder("pr")}

FULL = ("t.id, t.title, t.state, t.category, t.urgency, t.quantity, t.claimed, t.unit, t.deadline, t.listed_at, "
        "p.id, p.name, p.kind")
SHORT = "t.id, t.title, t.category, t.quantity, t.claimed, t.unit, t.deadline, p.id, p.name"
CLAIMANT = "LEFT JOIN LATERAL (SELECT * FROM organization WHERE id = c.claimant_id LIMIT 1) o ON true"
ACTOR = "LEFT JOIN LATERAL (SELECT * FROM member WHERE id = c.actor_id LIMIT 1) m ON true"

PAGE = Page(FULL, ["DEMAND"], 20)
NESTED = Page("t.id, t.title, t.quantity, t.claimed", ["DEMAND"], 50)
ONE = (f"SELECT {FULL}, t.body, t.version FROM item t {floor_sql.PUBLISHER} WHERE t.id = $1::uuid "
       f"AND t.list = 'DEMAND' AND {floor_sql.seen(2)}")
SEARCH = Page(FULL, ["DEMAND"], 20, asked=3, net="grams(t.words) @> $3::text[]", holds=(
    "t.category = ANY($1::text[]) AND NOT EXISTS (SELECT FROM unnest($2::text[]) w (word) WHERE strpos(t.words, w.word) = 0)"))
CLAIMS = floor_sql.below("claim", "item_id", "c.id, c.state, c.quantity, c.proposed_at, o.id, o.name",
                         "proposed_at DESC, id DESC", 10, f"{CLAIMANT} ORDER BY c.proposed_at DESC, c.id DESC")
HISTORY = floor_sql.below("event", "item_id", "c.id, c.kind, c.at, m.id, m.name", "seq", 20, f"{ACTOR} ORDER BY c.seq")
STREET = Page(f"{SHORT}, t.list", ["RESOURCE", "DEMAND", "PROJECT"], 100)
DEADLINE = "coalesce(t.deadline, 'infinity')"
URGENT = Page(f"{SHORT}, t.urgency", ["DEMAND"], 10, key=DEADLINE, direction="ASC", holds="t.urgency = 'URGENT'")
DESK = {"demands": ("DEMAND", "urgency"), "resources": ("RESOURCE", "resource_kind"), "projects": ("PROJECT", "budget_yuan")}
DESK_PAGES = {name: Page(f"{SHORT}, t.{own}", [list_], 20) for name, (list_, own) in DESK.items()}
COMMITTEE_SQL = ("SELECT j.id, j.name, j.level, o.id, o.name FROM joint_committee j "
                 "JOIN organization o ON o.id = j.organization_id WHERE j.id = $1")
SEATS = ("SELECT s.id, s.kind, s.starts_on, m.id, m.name, o.id, o.name FROM seat s JOIN member m ON m.id = s.member_id "
         "LEFT JOIN organization o ON o.id = s.organization_id WHERE s.committee_id = $1 "
         "ORDER BY s.starts_on DESC, s.id DESC LIMIT 21")


async def eyes(pool: Pool, handle: str) -> Eyes:
    """One of the demo's people."""
    async with pool.acquire() as connection:
        viewer = await viewers.of_subject(connection, f"demo:{handle}", datetime.now(dates.CHINA).date())
    assert viewer is not None
    return viewer


async def page(pool: Pool, sees: Eyes, _: Row) -> Row:
    async with pool.acquire() as connection:
        rows = await PAGE.rows(connection, sees)
    return {"demands": {"nodes": [_full(row) for row in rows[:20]], "pageInfo": {"hasNextPage": len(rows) > 20}}}


def _full(row: Record) -> Row:
    return {"id": DEMAND(row[0]), "title": row[1], "state": row[2], "category": row[3], "urgency": row[4],
            "quantity": row[5], "claimed": row[6], "unit": row[7], "deadline": row[8], "publishedAt": row[9],
            "publisher": {"id": ORGANIZATION(row[10]), "name": row[11], "kind": row[12]}}


async def nested(pool: Pool, sees: Eyes, _: Row) -> Row:
    async with pool.acquire() as connection:
        rows = (await NESTED.rows(connection, sees))[:50]
        claims = _by_parent(await connection.fetch(CLAIMS, [row[0] for row in rows]), _claim)
    return {"demands": {"nodes": [
        {"id": DEMAND(row[0]), "title": row[1], "quantity": row[2], "claimed": row[3], "claims": {"nodes": claims[row[0]]}}
        for row in rows]}}


def _claim(row: Record) -> Row:
    return {"id": CLAIM(row[1]), "state": row[2], "quantity": row[3], "proposedAt": row[4],
            "claimant": {"id": ORGANIZATION(row[5]), "name": row[6]}}


def _by_parent(rows: Iterable[Record], made: Callable[[Record], Row]) -> defaultdict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(made(row))
    return found


async def one(pool: Pool, sees: Eyes, asked: Row) -> Row:
    async with pool.acquire() as connection:
        row = await connection.fetchrow(ONE, ids.decode(asked["id"], ("de",)), *floor_sql.viewed(sees))
    return {"item": row and {**_full(row), "body": row[13], "version": row[14]}}


async def search(pool: Pool, sees: Eyes, asked: Row) -> Row:
    words = asked["words"].lower().split()
    grams = {word[at:at + size] for word in words for at in range(len(word)) for size in (1, 2)}
    async with pool.acquire() as connection:
        rows = await SEARCH.rows(connection, sees, asked["categories"], words, sorted(grams))
    nodes = [{"id": DEMAND(row[0]), "title": row[1], "state": row[2], "category": row[3], "urgency": row[4],
              "quantity": row[5], "claimed": row[6], "unit": row[7], "deadline": row[8],
              "publisher": {"id": ORGANIZATION(row[10]), "name": row[11]}} for row in rows[:20]]
    return {"demands": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 20}}}


async def desk(pool: Pool, sees: Eyes, asked: Row) -> Row:
    committee_id, division = ids.decode(asked["committee"], ("jc",)), asked["division"]
    async with pool.acquire() as connection:
        committee = await connection.fetchrow(COMMITTEE_SQL, committee_id)
        seats = await connection.fetch(SEATS, committee_id)
        urgent = await URGENT.rows(connection, sees, division=division)
        lists = {name: await _desk_list(connection, name, sees, division) for name in DESK}
    nodes = [{"id": SEAT(row[0]), "kind": row[1], "startsOn": row[2], "member": {"id": MEMBER(row[3]), "name": row[4]},
              "organization": row[5] and {"id": ORGANIZATION(row[5]), "name": row[6]}} for row in seats[:20]]
    return {"committee": committee and {
        "id": COMMITTEE(committee[0]), "name": committee[1], "level": committee[2],
        "organization": {"id": ORGANIZATION(committee[3]), "name": committee[4]}, "seats": {"nodes": nodes}},
        "urgent": {"nodes": [{**_short(row, DEMAND), "urgency": row[9]} for row in urgent[:10]]}, **lists}


async def _desk_list(connection: Connection, name: str, sees: Eyes, division: str) -> Row:
    list_, own = DESK[name]
    key = {"urgency": "urgency", "resource_kind": "resourceKind", "budget_yuan": "budgetYuan"}[own]
    rows = await DESK_PAGES[name].rows(connection, sees, division=division)
    encoded = ITEM[list_]
    return {"nodes": [{**_short(row, encoded), key: str(row[9]) if name == "projects" and row[9] is not None else row[9]}
                      for row in rows[:20]]}


def _short(row: Record, encoded: Callable[[Any], str | None]) -> Row:
    return {"id": encoded(row[0]), "title": row[1], "category": row[2], "quantity": row[3], "claimed": row[4],
            "unit": row[5], "deadline": row[6], "publisher": {"id": ORGANIZATION(row[7]), "name": row[8]}}


async def street(pool: Pool, sees: Eyes, asked: Row) -> Row:
    async with pool.acquire() as connection:
        rows = await STREET.rows(connection, sees, division=asked["division"])
        keys = [row[0] for row in rows[:100]]
        claims = _by_parent(await connection.fetch(CLAIMS, keys), _short_claim)
        history = _by_parent(await connection.fetch(HISTORY, keys), _event)
    nodes = [{"id": ITEM[row[9]](row[0]), "title": row[1], "category": row[2], "quantity": row[3], "claimed": row[4],
              "deadline": row[6], "publisher": {"id": ORGANIZATION(row[7]), "name": row[8]},
              "claims": {"nodes": claims[row[0]]}, "history": {"nodes": history[row[0]]}} for row in rows[:100]]
    return {"items": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 100}}}


def _short_claim(row: Record) -> Row:
    return {"id": CLAIM(row[1]), "state": row[2], "quantity": row[3],
            "claimant": {"id": ORGANIZATION(row[5]), "name": row[6]}}


def _event(row: Record) -> Row:
    return {"id": EVENT(row[1]), "kind": row[2], "at": row[3],
            "actor": row[4] and {"id": MEMBER(row[4]), "name": row[5]}}
