"""The floor's reads, one function for each question: it sends the hub's statements and puts their rows together by hand.

Each function knows its statements' columns, and which of their parameters come from the request: the others are as
they were when the hub planned the question (`bench.floor_plans`). Python's way to make lists of rows is to unpack them in
place: a call for each row would cost more than its dict.
"""
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from asyncpg import Record

from db import viewers
from db.driver.connection import Connection, Pool
from domain import trail
from domain.viewer import Viewer
from planner import ids

Eyes = Viewer
Row = dict[str, Any]
Statement = tuple[str, Sequence[Any]]
"""SQL, and its parameters; of a list below others without the parents' keys, which come before them."""
Sent = Sequence[Statement]


async def eyes(connection: Connection, handle: str) -> Eyes:
    """One of the demo's people."""
    viewer = await viewers.of_subject(connection, f"demo:{handle}", datetime.now(UTC))
    assert viewer is not None
    return viewer


async def page(pool: Pool, sent: Sent, _: Row) -> Row:
    (sql, values), = sent
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        rows = await connection.fetch(sql, *values)
    nodes = [{"id": id, "title": title, "state": state, "category": category, "urgency": urgency, "quantity": quantity,
              "claimed": claimed, "unit": unit, "deadline": deadline, "publishedAt": published_at,
              "publisher": {"id": publisher, "name": name, "kind": kind}}
             for id, title, state, category, urgency, quantity, claimed, unit, deadline, published_at, publisher, name, kind
             in rows[:20]]
    return {"demands": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 20}}}


async def nested(pool: Pool, sent: Sent, _: Row) -> Row:
    (sql, values), (claims_sql, limited) = sent
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        rows = (await connection.fetch(sql, *values))[:50]
        found = await connection.fetch(claims_sql, [row[4] for row in rows], *limited)
    claims: list[list[Row]] = [[] for _ in rows]
    for place, id, state, quantity, proposed_at, claimant, name in found:
        claims[place - 1].append({"id": id, "state": state, "quantity": quantity, "proposedAt": proposed_at,
                                  "claimant": {"id": claimant, "name": name}})
    return {"demands": {"nodes": [
        {"id": id, "title": title, "quantity": quantity, "claimed": claimed, "claims": {"nodes": below[:10]}}
        for (id, title, quantity, claimed, _), below in zip(rows, claims, strict=True)]}}


async def one(pool: Pool, sent: Sent, asked: Row) -> Row:
    (sql, (_, *seen)), = sent
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        row, = await connection.fetch(sql, ids.decode(asked["id"], ("de",)), *seen)
    (id, title, body, state, category, urgency, quantity, claimed, unit, deadline, published_at, version,
     publisher, name, kind) = row
    return {"item": id and {
        "id": id, "title": title, "body": body, "state": state, "category": category, "urgency": urgency,
        "quantity": quantity, "claimed": claimed, "unit": unit, "deadline": deadline, "publishedAt": published_at,
        "version": version, "publisher": {"id": publisher, "name": name, "kind": kind}}}


async def search(pool: Pool, sent: Sent, asked: Row) -> Row:
    (sql, (_, _, _, province, _, city, (of_district, *_), *others)), = sent
    words, district = asked["words"].split(), of_district[:7]
    grams = sorted({word[at:at + 2] for word in words for at in range(len(word) - 1)})
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        rows = await connection.fetch(
            sql, asked["categories"], [f"%{word}%" for word in words], [f"D{province}{gram}" for gram in grams], province,
            [f"D{city}{gram}" for gram in grams], city, [f"{district}{gram}" for gram in grams], *others)
    nodes = [{"id": id, "title": title, "state": state, "category": category, "urgency": urgency, "quantity": quantity,
              "claimed": claimed, "unit": unit, "deadline": deadline, "publisher": {"id": publisher, "name": name}}
             for id, title, state, category, urgency, quantity, claimed, unit, deadline, publisher, name in rows[:20]]
    return {"demands": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 20}}}


async def desk(pool: Pool, sent: Sent, asked: Row) -> Row:
    (committee_sql, _), (seats_sql, limited), (urgent_sql, (urgency, _, limit)), *lists = sent
    division = asked["division"]
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        committee, = await connection.fetch(committee_sql, ids.decode(asked["committee"], ("jc",)))
        seats = await connection.fetch(seats_sql, [committee[5]], *limited)
        urgent = await connection.fetch(urgent_sql, urgency, division, limit)
        demands, resources, projects = [await connection.fetch(sql, division, limit) for sql, (_, limit) in lists]
    return {"committee": _committee(committee, seats), "urgent": {"nodes": _items(urgent[:10], "urgency")},
            "demands": {"nodes": _items(demands[:20], "urgency")},
            "resources": {"nodes": _items(resources[:20], "resourceKind")},
            "projects": {"nodes": _items(projects[:20], "budgetYuan")}}


def _committee(row: Record, seats: Sequence[Record]) -> Row | None:
    id, name, level, organization, named, _ = row
    return id and {
        "id": id, "name": name, "level": level, "organization": {"id": organization, "name": named},
        "seats": {"nodes": [
            {"id": id, "kind": kind, "startsOn": starts_on, "member": {"id": member, "name": name},
             "organization": organization and {"id": organization, "name": named}}
            for _, id, kind, starts_on, member, name, organization, named in seats[:20]]}}


def _items(rows: Sequence[Record], own: str) -> list[Row]:
    """
    own   what only items of this list have, as the response names it
    """
    return [{"id": id, "title": title, "category": category, "quantity": quantity, "claimed": claimed, "unit": unit,
             "deadline": deadline, "publisher": {"id": publisher, "name": name}, own: value}
            for id, title, category, quantity, claimed, unit, deadline, publisher, name, value in rows]


async def street(pool: Pool, sent: Sent, asked: Row) -> Row:
    (sql, (_, limit)), (claims_sql, claims_limited), (history_sql, history_limited) = sent
    with pool.lent(pool.idle() or await pool.wait()) as connection:
        found = await connection.fetch(sql, asked["division"], limit)
        rows = found[:100]
        keys = [row[9] for row in rows]
        claims_found = await connection.fetch(claims_sql, keys, *claims_limited)
        history_found = await connection.fetch(history_sql, keys, *history_limited)
    claims: list[list[Row]] = [[] for _ in rows]
    for place, id, state, quantity, claimant, name in claims_found:
        claims[place - 1].append({"id": id, "state": state, "quantity": quantity, "claimant": {"id": claimant, "name": name}})
    history: list[list[Row]] = [[] for _ in rows]
    for place, id, kind, at, actor, name in history_found:
        history[place - 1].append({"id": id, "kind": trail.name(kind), "at": at,
                                   "actor": actor and {"id": actor, "name": name}})
    nodes = [{"id": resource if list_ == "RESOURCE" else demand if list_ == "DEMAND" else project, "title": title,
              "category": category, "quantity": quantity, "claimed": claimed, "deadline": deadline,
              "publisher": {"id": publisher, "name": name}, "claims": {"nodes": own_claims[:10]},
              "history": {"nodes": own_history[:20]}}
             for (list_, resource, title, category, quantity, claimed, deadline, publisher, name, _, demand, project),
             own_claims, own_history in zip(rows, claims, history, strict=True)]
    return {"items": {"nodes": nodes, "pageInfo": {"hasNextPage": len(found) > 100}}}
