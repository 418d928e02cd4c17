"""What workbooks show: the three lists, and the routing table of calls."""
from collections.abc import AsyncIterator, Collection
from typing import Any

from db.bulk.merging import NAME
from db.driver.connection import Connection

BATCH = 1_000  # rows fetched at once

_ITEMS = """
    SELECT i.id, i.title, i.body, i.category, i.quantity, i.unit, i.scope, i.home_code AS home, i.address, i.longitude,
           i.latitude, i.starts_at, i.deadline, i.resource_kind, i.urgency, i.budget_yuan, i.state, i.claimed,
           coalesce(o.division_code, o.credit_code) AS publisher, o.name AS publisher_name, g.division_code AS grid
    FROM item i JOIN organization o ON o.id = i.publisher_id LEFT JOIN organization g ON g.id = i.grid_id
    WHERE i.list = $1 AND i.state = ANY($2) ORDER BY i.listed_at, i.id"""


_ROUTES = f"""
    SELECT r.division_code AS division, d.name AS division_name, r.category, {NAME} AS lead, g.name AS lead_name,
           r.accept_in, r.accept_unit, r.handle_in, r.handle_unit, s.codes AS assisting, s.names AS assisting_names
    FROM route r JOIN organization d ON d.id = r.division_id JOIN organization g ON g.id = r.lead_id CROSS JOIN LATERAL (
        SELECT coalesce(array_agg({NAME} ORDER BY a.organization_id), '{{}}') AS codes,
               coalesce(array_agg(g.name ORDER BY a.organization_id), '{{}}') AS names
        FROM route_assisting a JOIN organization g ON g.id = a.organization_id WHERE a.route_id = r.id) s
    WHERE starts_with(r.division_code, $1) ORDER BY r.division_code, r.category"""


async def routes(connection: Connection, within: str) -> list[dict[str, Any]]:
    """The routes of divisions within one, by code, as the workbook's fields."""
    return [dict(row) for row in await connection.fetch(_ROUTES, within)]


async def items(connection: Connection, name: str, states: Collection[str]) -> AsyncIterator[list[dict[str, Any]]]:
    """A list's items in these states, oldest first, some at a time, as the workbook's fields; within a transaction."""
    cursor = await connection.cursor(_ITEMS, name, list(states))
    while rows := await cursor.fetch(BATCH):
        yield [dict(row) for row in rows]


async def count(connection: Connection, states: Collection[str]) -> int:
    number: int = await connection.fetchval("SELECT count(*) FROM item WHERE state = ANY($1)", list(states))
    return number
