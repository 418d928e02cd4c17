"""The routing table of calls."""
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db.driver.connection import Connection
from domain.routes import Limit, Route

_ASSISTING = "ARRAY(SELECT a.organization_id FROM route_assisting a WHERE a.route_id = r.id ORDER BY a.organization_id)"
_OF = (f"SELECT r.lead_id, {_ASSISTING} AS assisting_ids, r.accept_in, r.accept_unit, r.handle_in, r.handle_unit FROM route r "
       "WHERE r.category = $1 AND r.division_code = ANY($2) ORDER BY length(r.division_code) DESC LIMIT 1")
_SET = """
    INSERT INTO route (id, division_id, division_code, category, lead_id, accept_in, accept_unit, handle_in, handle_unit,
                       set_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (category, division_code) DO UPDATE SET lead_id = excluded.lead_id, accept_in = excluded.accept_in,
        accept_unit = excluded.accept_unit, handle_in = excluded.handle_in, handle_unit = excluded.handle_unit,
        set_at = excluded.set_at, version = route.version + 1 RETURNING id, version"""


async def of(connection: Connection, category: str, codes: Sequence[str]) -> Route | None:
    """The most specific route of a category; None: there is none.

    codes   of the divisions around where the call is at home, its own among them
    """
    row = await connection.fetchrow(_OF, category, codes)
    if row is None:
        return None
    return Route(row["lead_id"], row["assisting_ids"], Limit(row["accept_in"], row["accept_unit"]),
                 Limit(row["handle_in"], row["handle_unit"]))


async def put(connection: Connection, division_id: UUID, division_code: str, category: str, route: Route,
              now: datetime) -> tuple[UUID, int]:
    """Set the route of a category in a division, instead of the one that there is; returns its id and version.

    writes   route, route_assisting
    """
    row = await connection.fetchrow(
        _SET, uuid7(), division_id, division_code, category, route.lead_id, route.accept.count, route.accept.unit,
        route.handle.count, route.handle.unit, now)
    assert row is not None
    await connection.execute("DELETE FROM route_assisting WHERE route_id = $1", row["id"])
    await connection.execute("INSERT INTO route_assisting (route_id, organization_id) SELECT $1, unnest($2::uuid[])",
                             row["id"], route.assisting_ids)
    return row["id"], row["version"]


async def locked(connection: Connection, route_id: UUID) -> tuple[UUID, str, int] | None:
    """The division of a route, its code and the route's version, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(
        "SELECT division_id, division_code, version FROM route WHERE id = $1 FOR UPDATE", route_id)
    return (row["division_id"], row["division_code"], row["version"]) if row else None


async def remove(connection: Connection, route_id: UUID) -> None:
    await connection.execute("DELETE FROM route WHERE id = $1", route_id)
