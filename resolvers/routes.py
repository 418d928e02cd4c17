"""The routing table of calls, as officers keep it."""
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from graphql.pyutils import snake_to_camel

from db import organizations, routes
from domain import routes as rules
from domain.faults import Faults
from domain.refusals import NotFound
from domain.routes import HandlerElsewhere, Limit, Placed, Route
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(HandlerElsewhere)
async def set_(write: Write, *, division_id: UUID, category: str, lead_id: UUID, accept_in: Mapping[str, Any],
               handle_in: Mapping[str, Any], assisting_ids: Sequence[UUID] = ()) -> Ids:
    """Say who handles calls of a category within a division, and in what time; instead of what was said of it before.

    accept_in, handle_in   count and unit
    raises                 NotFound, NotAllowed, BadInput, HandlerElsewhere
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
    await check_handlers(write, route, code)
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


async def check_handlers(write: Write, route: Route, area: str, known: Placed | None = None) -> None:
    """Let these organisations handle calls of an area, in these times.

    known    a route that holds there: whom it names may be there, too, where it holds
    raises   NotFound, BadInput, HandlerElsewhere
    """
    rules.check_limits(route.accept, route.handle)
    named = {"lead_id": route.lead_id, **{f"assisting_ids[{n}]": each for n, each in enumerate(route.assisting_ids)}}
    for field, organization_id in named.items():
        found = await organizations.find(write.connection, organization_id)
        if found is None:
            raise NotFound(field)
        rules.check_handler(field, found.kind)
        areas = [area, *([known.division_code] if known and organization_id in known.route.parties else [])]
        if not any(rules.is_near(found.kind, found.ties, each) for each in areas):
            raise HandlerElsewhere(snake_to_camel(field, upper=False), min(areas, key=len))


async def are_near(write: Write, placed: Placed) -> bool:
    """Whether all whom a route names are still where it holds: a unit may have left since."""
    found = [await organizations.find(write.connection, each) for each in placed.route.parties]
    return all(each and rules.is_near(each.kind, each.ties, placed.division_code) for each in found)
