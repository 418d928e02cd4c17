"""The floor's reads, one function for each question."""
from datetime import datetime
from typing import Any

from bench import floor_sql
from bench.floor_sql import Page
from db import viewers
from db.connection import Connection, Pool
from domain import dates
from domain.viewer import Viewer
from planner import ids

Eyes = Viewer
Row = dict[str, Any]


def _id(tag: str, column: str) -> str:
    return ids.sql(tag, column)


def _moment(column: str) -> str:
    """A moment as JSON has it: the driver's object of it costs more than PostgreSQL's text."""
    return f"replace({column}::timestamp::text, ' ', 'T') || 'Z'"


FULL = (f"{_id('de', 't.id')}, t.title, t.state, t.category, t.urgency, t.quantity, t.claimed, t.unit, "
        f"{_moment('t.deadline')}, {_moment('t.listed_at')}, {_id('or', 'p.id')}, p.name, p.kind")
SHORT = f"t.title, t.category, t.quantity, t.claimed, t.unit, {_moment('t.deadline')}, {_id('or', 'p.id')}, p.name"
ITEM = "CASE t.list " + " ".join(
    f"WHEN '{name}' THEN {_id(tag, 't.id')}" for name, tag in
    (("DEMAND", "de"), ("RESOURCE", "re"), ("PROJECT", "pr"))) + " END"
CLAIMANT = "LEFT JOIN LATERAL (SELECT * FROM organization WHERE id = c.claimant_id LIMIT 1) o ON true"
ACTOR = "LEFT JOIN LATERAL (SELECT * FROM member WHERE id = c.actor_id LIMIT 1) m ON true"

PAGE = Page(FULL, ["DEMAND"], 20)
NESTED = Page(f"t.id, {_id('de', 't.id')}, t.title, t.quantity, t.claimed", ["DEMAND"], 50)
ONE = (f"SELECT {FULL}, t.body, t.version FROM item t {floor_sql.PUBLISHER} WHERE t.id = $1::uuid "
       f"AND t.list = 'DEMAND' AND {floor_sql.seen(2)}")
SEARCH = Page(FULL, ["DEMAND"], 20, asked=3, net="grams(t.words) @> $3::text[]", holds=(
    "t.category = ANY($1::text[]) AND NOT EXISTS (SELECT FROM unnest($2::text[]) w (word) WHERE strpos(t.words, w.word) = 0)"))
CLAIMS = floor_sql.below(
    "claim", "item_id", f"{_id('cl', 'c.id')}, c.state, c.quantity, {_moment('c.proposed_at')}, {_id('or', 'o.id')}, o.name",
    "proposed_at DESC, id DESC", 10, f"{CLAIMANT} ORDER BY c.proposed_at DESC, c.id DESC")
SHORT_CLAIMS = floor_sql.below(
    "claim", "item_id", f"{_id('cl', 'c.id')}, c.state, c.quantity, {_id('or', 'o.id')}, o.name",
    "proposed_at DESC, id DESC", 10, f"{CLAIMANT} ORDER BY c.proposed_at DESC, c.id DESC")
HISTORY = floor_sql.below(
    "event", "item_id", f"{_id('ev', 'c.id')}, c.kind, {_moment('c.at')}, {_id('me', 'm.id')}, m.name", "seq", 20,
    f"{ACTOR} ORDER BY c.seq")
STREET = Page(f"t.id, {ITEM}, {SHORT}", ["RESOURCE", "DEMAND", "PROJECT"], 100)
DEADLINE = "coalesce(t.deadline, 'infinity')"
URGENT = Page(f"{ITEM}, {SHORT}, t.urgency", ["DEMAND"], 10, key=DEADLINE, direction="ASC", holds="t.urgency = 'URGENT'")
DESK = {"demands": ("DEMAND", "t.urgency", "urgency"), "resources": ("RESOURCE", "t.resource_kind", "resourceKind"),
        "projects": ("PROJECT", "t.budget_yuan::text", "budgetYuan")}
DESK_PAGES = {name: Page(f"{ITEM}, {SHORT}, {own}", [list_], 20) for name, (list_, own, _) in DESK.items()}
COMMITTEE_SQL = (f"SELECT {_id('jc', 'j.id')}, j.name, j.level, {_id('or', 'o.id')}, o.name FROM joint_committee j "
                 "JOIN organization o ON o.id = j.organization_id WHERE j.id = $1")
SEATS = (f"SELECT {_id('se', 's.id')}, s.kind, s.starts_on::text, {_id('me', 'm.id')}, m.name, {_id('or', 'o.id')}, o.name "
         "FROM seat s JOIN member m ON m.id = s.member_id "
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
    return {"demands": {"nodes": [_full(*row) for row in rows[:20]], "pageInfo": {"hasNextPage": len(rows) > 20}}}


def _full(id: str, title: str, state: str, category: str, urgency: str, quantity: int, claimed: int, unit: str,
          deadline: str | None, listed_at: str, publisher: str, name: str, kind: str) -> Row:
    return {"id": id, "title": title, "state": state, "category": category, "urgency": urgency, "quantity": quantity,
            "claimed": claimed, "unit": unit, "deadline": deadline, "publishedAt": listed_at,
            "publisher": {"id": publisher, "name": name, "kind": kind}}


async def nested(pool: Pool, sees: Eyes, _: Row) -> Row:
    async with pool.acquire() as connection:
        rows = (await NESTED.rows(connection, sees))[:50]
        found = await connection.fetch(CLAIMS, [row[0] for row in rows])
    claims: list[list[Row]] = [[] for _ in rows]
    for place, id, state, quantity, at, claimant, name in found:
        claims[place - 1].append({"id": id, "state": state, "quantity": quantity, "proposedAt": at,
                                  "claimant": {"id": claimant, "name": name}})
    return {"demands": {"nodes": [
        {"id": id, "title": title, "quantity": quantity, "claimed": claimed, "claims": {"nodes": below}}
        for (_, id, title, quantity, claimed), below in zip(rows, claims, strict=True)]}}


async def one(pool: Pool, sees: Eyes, asked: Row) -> Row:
    async with pool.acquire() as connection:
        row = await connection.fetchrow(ONE, ids.decode(asked["id"], ("de",)), *floor_sql.viewed(sees))
    return {"item": row and {**_full(*row[:13]), "body": row[13], "version": row[14]}}


async def search(pool: Pool, sees: Eyes, asked: Row) -> Row:
    words = asked["words"].lower().split()
    grams = {word[at:at + 2] for word in words for at in range(max(1, len(word) - 1))}
    async with pool.acquire() as connection:
        rows = await SEARCH.rows(connection, sees, asked["categories"], words, sorted(grams))
    nodes = [{"id": id, "title": title, "state": state, "category": category, "urgency": urgency, "quantity": quantity,
              "claimed": claimed, "unit": unit, "deadline": deadline, "publisher": {"id": publisher, "name": name}}
             for id, title, state, category, urgency, quantity, claimed, unit, deadline, _, publisher, name, _ in rows[:20]]
    return {"demands": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 20}}}


async def desk(pool: Pool, sees: Eyes, asked: Row) -> Row:
    committee_id, division = ids.decode(asked["committee"], ("jc",)), asked["division"]
    async with pool.acquire() as connection:
        committee = await connection.fetchrow(COMMITTEE_SQL, committee_id)
        seats = await connection.fetch(SEATS, committee_id)
        urgent = await URGENT.rows(connection, sees, division=division)
        lists = {name: await _desk_list(connection, name, sees, division) for name in DESK}
    nodes = [{"id": id, "kind": kind, "startsOn": starts_on, "member": {"id": member, "name": named},
              "organization": organization and {"id": organization, "name": name}}
             for id, kind, starts_on, member, named, organization, name in seats[:20]]
    return {"committee": committee and {
        "id": committee[0], "name": committee[1], "level": committee[2],
        "organization": {"id": committee[3], "name": committee[4]}, "seats": {"nodes": nodes}},
        "urgent": {"nodes": [_short(*row, own="urgency") for row in urgent[:10]]}, **lists}


async def _desk_list(connection: Connection, name: str, sees: Eyes, division: str) -> Row:
    rows = await DESK_PAGES[name].rows(connection, sees, division=division)
    return {"nodes": [_short(*row, own=DESK[name][2]) for row in rows[:20]]}


def _short(id: str, title: str, category: str, quantity: int, claimed: int, unit: str, deadline: str | None,
           publisher: str, name: str, special: Any, *, own: str) -> Row:
    return {"id": id, "title": title, "category": category, "quantity": quantity, "claimed": claimed, "unit": unit,
            "deadline": deadline, "publisher": {"id": publisher, "name": name}, own: special}


async def street(pool: Pool, sees: Eyes, asked: Row) -> Row:
    async with pool.acquire() as connection:
        rows = await STREET.rows(connection, sees, division=asked["division"])
        more, rows = len(rows) > 100, rows[:100]
        keys = [row[0] for row in rows]
        found, told = await connection.fetch(SHORT_CLAIMS, keys), await connection.fetch(HISTORY, keys)
    claims: list[list[Row]] = [[] for _ in rows]
    for place, id, state, quantity, claimant, name in found:
        claims[place - 1].append({"id": id, "state": state, "quantity": quantity, "claimant": {"id": claimant, "name": name}})
    history: list[list[Row]] = [[] for _ in rows]
    for place, id, kind, at, actor, name in told:
        history[place - 1].append({"id": id, "kind": kind, "at": at, "actor": actor and {"id": actor, "name": name}})
    nodes = [{"id": id, "title": title, "category": category, "quantity": quantity, "claimed": claimed,
              "deadline": deadline, "publisher": {"id": publisher, "name": name},
              "claims": {"nodes": own_claims}, "history": {"nodes": own_history}}
             for (_, id, title, category, quantity, claimed, _, deadline, publisher, name), own_claims, own_history
             in zip(rows, claims, history, strict=True)]
    return {"items": {"nodes": nodes, "pageInfo": {"hasNextPage": more}}}
