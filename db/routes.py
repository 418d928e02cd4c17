"""The routing table of calls."""
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.driver.connection import Connection
from domain.routes import Limit, Placed, Route

_ASSISTING = "ARRAY(SELECT a.organization_id FROM route_assisting a WHERE a.route_id = r.id ORDER BY a.organization_id)"
_ROUTE = f"r.lead_id, {_ASSISTING} AS assisting_ids, r.accept_in, r.accept_unit, r.handle_in, r.handle_unit"
_OF = (f"SELECT r.division_id, r.division_code, r.category, {_ROUTE} FROM route r "
       "WHERE r.category = $1 AND r.division_code = ANY($2) ORDER BY length(r.division_code) DESC LIMIT 1")
_SET = """
    INSERT INTO route (id, division_id, division_code, category, lead_id, accept_in, accept_unit, handle_in, handle_unit,
                       set_at)
    SELECT *, $10 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::int[], $7::text[], $8::int[],
                              $9::text[])
    ON CONFLICT (category, division_code) DO UPDATE SET lead_id = excluded.lead_id, accept_in = excluded.accept_in,
        accept_unit = excluded.accept_unit, handle_in = excluded.handle_in, handle_unit = excluded.handle_unit,
        set_at = excluded.set_at, version = route.version + 1
    RETURNING id, division_code, category, version"""


async def of(connection: Connection, category: str, codes: Sequence[str]) -> Placed | None:
    """The most specific route of a category; None: there is none.

    codes   of the divisions around where the call is at home, its own among them
    """
    row = await connection.fetchrow(_OF, category, codes)
    return None if row is None else Placed(row["division_id"], row["division_code"], row["category"], _route(dict(row)))


def _route(row: Mapping[str, Any]) -> Route:
    return Route(row["lead_id"], row["assisting_ids"], Limit(row["accept_in"], row["accept_unit"]),
                 Limit(row["handle_in"], row["handle_unit"]))


async def put(connection: Connection, placed: Sequence[Placed], now: datetime) -> list[tuple[UUID, int]]:
    """Set routes, each instead of the one that its division has for its category; returns their ids and versions.

    placed   each division and category once
    writes   route, route_assisting
    """
    rows = await connection.fetch(
        _SET, [uuid7() for _ in placed], [each.division_id for each in placed], [each.division_code for each in placed],
        [each.category for each in placed], [each.route.lead_id for each in placed],
        [each.route.accept.count for each in placed], [each.route.accept.unit for each in placed],
        [each.route.handle.count for each in placed], [each.route.handle.unit for each in placed], now)
    by_key = {(row["division_code"], row["category"]): (row["id"], row["version"]) for row in rows}
    put = [by_key[each.key] for each in placed]
    assisting = [(route_id, each) for (route_id, _), one in zip(put, placed, strict=True) for each in one.route.assisting_ids]
    await connection.execute("DELETE FROM route_assisting WHERE route_id = ANY($1)", [route_id for route_id, _ in put])
    await connection.execute(
        "INSERT INTO route_assisting (route_id, organization_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])",
        [route_id for route_id, _ in assisting], [each for _, each in assisting])
    return put


async def of_divisions(connection: Connection, codes: Collection[str]) -> dict[tuple[str, str], Route]:
    """The routes of these divisions, by code and category."""
    rows = await connection.fetch(f"SELECT r.division_code, r.category, {_ROUTE} FROM route r WHERE r.division_code = ANY($1)",
                                  list(codes))
    return {(row["division_code"], row["category"]): _route(dict(row)) for row in rows}


async def locked(connection: Connection, route_id: UUID) -> tuple[UUID, str, int] | None:
    """The division of a route, its code and the route's version, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(
        "SELECT division_id, division_code, version FROM route WHERE id = $1 FOR UPDATE", route_id)
    return (row["division_id"], row["division_code"], row["version"]) if row else None


async def remove(connection: Connection, route_id: UUID) -> None:
    await connection.execute("DELETE FROM route WHERE id = $1", route_id)
