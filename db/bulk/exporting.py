"""What workbooks show: the three lists, the routing table of calls, and what is admitted."""
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from db import visibility
from db.bulk.merging import NAME
from db.driver.connection import Connection
from domain import admissions
from domain.viewer import Viewer

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


_SEEN = visibility.Numbered(admissions.SIGHT)
_ADMISSIONS = f"""
    SELECT {NAME} AS department, g.name AS department_name, a.home_code AS division, d.name AS division_name, a.title, a.basis,
           a.category, a.funded_per, a.asked_yuan, a.approved_yuan, a.voucher, a.starts_on, a.ends_on, a.decided_at,
           e.name AS decider_name, a.state, a.ends_at, a.reason
    FROM admission a JOIN organization g ON g.id = a.department_id JOIN organization d ON d.id = a.division_id
    JOIN organization e ON e.id = a.decider_id
    WHERE starts_with(a.home_code, $1) AND a.state = ANY($2) AND {{seen}} ORDER BY a.home_code, a.ends_on, a.id"""


async def listed_admissions(connection: Connection, within: str, states: Collection[str], viewer: Viewer | None,
                            now: datetime) -> list[dict[str, Any]]:
    """The admissions for divisions within one, as the workbook's fields, with the moments at which they were decided and end.

    viewer  who is to see them; None: anybody
    """
    seen, values = ("true", []) if viewer is None else (_SEEN.sql("a", 3), _SEEN.values(viewer, now))
    found = await connection.fetch(_ADMISSIONS.format(seen=seen), within, list(states), *values)
    return [dict(row) for row in found]


async def items(connection: Connection, name: str, states: Collection[str]) -> AsyncIterator[list[dict[str, Any]]]:
    """A list's items in these states, oldest first, some at a time, as the workbook's fields; within a transaction."""
    cursor = await connection.cursor(_ITEMS, name, list(states))
    while rows := await cursor.fetch(BATCH):
        yield [dict(row) for row in rows]


async def count(connection: Connection, states: Collection[str]) -> int:
    number: int = await connection.fetchval("SELECT count(*) FROM item WHERE state = ANY($1)", list(states))
    return number
