"""The routing table of calls, as officers keep it."""
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db import organizations, routes
from db.routes import Placed
from domain import routes as rules
from domain.faults import Faults
from domain.refusals import NotFound
from domain.routes import Limit, Route
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def set_(write: Write, *, division_id: UUID, category: str, lead_id: UUID, accept_in: Mapping[str, Any],
               handle_in: Mapping[str, Any], assisting_ids: Sequence[UUID] = ()) -> Ids:
    """Say who handles calls of a category within a division, and in what time; instead of what was said of it before.

    accept_in, handle_in   count and unit
    raises                 NotFound, NotAllowed, BadInput
    writes                 route, route_assisting, event route.set
    """
    division = await organizations.find(write.connection, division_id)
    if division is None:
        raise NotFound("division_id")
    with Faults() as faults:
        faults.of(rules.check_division, division.kind)
        route = faults.of(read, lead_id, assisting_ids, accept_in, handle_in)
    code = str(division.division_code)
    rules.check_keep(write.viewer, code, rules.SET)
    await check_handlers(write, route)
    [(route_id, version)] = await routes.put(write.connection, [Placed(division_id, code, category, route)], write.now)
    write.record("route.set", object_type="Route", object_id=route_id, object_version=version,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={"division_id": division_id, "category": category, "lead_id": lead_id})
    return {"route": route_id}


@use_case()
async def remove(write: Write, *, route_id: UUID) -> Ids:
    """Remove a route: calls that it knew are dispatched by hand, or by a wider one.

    raises   NotFound, NotAllowed
    writes   route, event route.removed
    """
    held = await routes.locked(write.connection, route_id)
    if held is None:
        raise NotFound("route_id")
    division_id, code, version = held
    rules.check_keep(write.viewer, code, rules.REMOVE)
    await routes.remove(write.connection, route_id)
    write.record("route.removed", object_type="Route", object_id=route_id, object_version=version + 1,
                 organization_id=await acting_over(write, code), home_code=code, before={"division_id": division_id})
    return {"division": division_id}


def read(lead_id: UUID, assisting_ids: Sequence[UUID], accept_in: Mapping[str, Any], handle_in: Mapping[str, Any]) -> Route:
    """raises   BadInput"""
    with Faults() as faults:
        faults.of(rules.check_parties, lead_id, assisting_ids)
        accept = faults.of(limit, "accept_in", accept_in)
        handle = faults.of(limit, "handle_in", handle_in)
    return Route(lead_id, assisting_ids, accept, handle)


def limit(field: str, given: Mapping[str, Any]) -> Limit:
    """raises   BadInput"""
    return rules.limit(field, given["count"], given["unit"])


async def check_handlers(write: Write, route: Route) -> None:
    """Let these organisations handle calls, in these times.

    raises   NotFound, BadInput
    """
    rules.check_limits(route.accept, route.handle)
    named = {"lead_id": route.lead_id, **{f"assisting_ids[{n}]": each for n, each in enumerate(route.assisting_ids)}}
    for field, organization_id in named.items():
        found = await organizations.find(write.connection, organization_id)
        if found is None:
            raise NotFound(field)
        rules.check_handler(field, found.kind)
