"""Systems as the officers over their division keep them."""
import asyncio
from typing import Any

import pytest

from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.systems import MOST, TooManySystems
from resolvers import members, systems
from resolvers.writing.results import Payload
from tests import city as place
from tests.api import system_cases
from tests.desk import Desk

NEW: dict[str, Any] = {"name": "物业报修", "allow": ["whistles"]}


async def test_so_many_of_an_organisation(desk: Desk) -> None:
    """Also of those that come at once; closed ones do not count, nor another's."""
    of = {"organization_id": desk.city.community, **NEW}
    answers = await asyncio.gather(*(desk.send("community", systems.register, **of) for _ in range(MOST + 5)))
    made = [each.ids["system"] for each in answers if isinstance(each, Payload)]
    assert len(made) == MOST
    assert [each for each in answers if not isinstance(each, Payload)] == [TooManySystems(MOST)] * 5
    await desk.ids("street", systems.register, **{**of, "organization_id": desk.city.street})
    await desk.ids("community", systems.close, system_id=made[0])
    await desk.ids("community", systems.register, **of)


async def test_what_was_refused_left_no_member(desk: Desk) -> None:
    for _ in range(MOST):
        await desk.add(system_cases.add, desk.city)
    await desk.refused(TooManySystems, "community", systems.register, organization_id=desk.city.community, **NEW)


@pytest.mark.parametrize("handle", ["neighbour", "unit", "member", "far-street", "nobody"])
async def test_who_is_no_officer_over_it_keeps_none(desk: Desk, handle: str) -> None:
    await desk.refused(NotAllowed, handle, systems.register, organization_id=desk.city.community, **NEW)


@pytest.mark.parametrize(("use_case", "given"), [
    (systems.replace_key, {}), (systems.allow, {"cost": 500}), (systems.close, {})])
async def test_who_sees_it_and_is_no_officer_does_nothing_with_it(desk: Desk, use_case: Any, given: dict[str, Any]) -> None:
    """A grid's people see their grid's systems; the community's officers keep them."""
    system = await desk.add(system_cases.add, desk.city, organization="grid")
    await desk.add(place.add_office, desk.city.members["nobody"], desk.city.grid, "GRID_HEAD")
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    await desk.refused(NotAllowed, "nobody", use_case, system_id=system, **given)
    await desk.ids("community", use_case, system_id=system, **given)


async def test_a_unit_has_no_systems(desk: Desk) -> None:
    """They act for divisions."""
    await desk.fails(NotFound, "community", systems.register, organization_id=desk.city.school, **NEW)


@pytest.mark.parametrize(("field", "wrong"), [
    ("name", {"name": "?"}), ("allow", {"allow": []}), ("cost", {"cost": 99}), ("cost", {"cost": 1_000_001})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, wrong: dict[str, Any]) -> None:
    given = {"organization_id": desk.city.community, **NEW, **wrong}
    assert field in await desk.fails(BadInput, "community", systems.register, **given)
    if field != "name":
        system = await desk.add(system_cases.add, desk.city)
        assert field in await desk.fails(BadInput, "community", systems.allow, system_id=system, **wrong)


async def test_what_is_left_out_stays(desk: Desk) -> None:
    system = await desk.add(system_cases.add, desk.city, allow=["demands"], cost=700)
    await desk.ids("community", systems.allow, system_id=system, cost=800)
    await desk.ids("community", systems.allow, system_id=system, allow=["viewer", "claims", "viewer"])
    row = await desk.row("system", system)
    assert (row["allow"], row["cost"], row["version"]) == (["claims", "viewer"], 800, 3)


async def test_who_deactivates_its_member_closes_it(desk: Desk) -> None:
    """Both ways to its end are one: no key is left, and both say so."""
    ids = await desk.ids("community", systems.register, organization_id=desk.city.community, **NEW)
    await desk.ids("community", members.deactivate, member_id=ids["system"])
    row = await desk.row("system", ids["system"])
    assert (row["state"], row["closed_at"] is None) == ("CLOSED", False)
    assert await desk.pool.fetchval("SELECT count(*) FROM system_key") == 0
    kinds = await desk.pool.fetch("SELECT kind FROM event ORDER BY seq")
    assert [each["kind"] for each in kinds][-2:] == ["member.deactivated", "system.closed"]
    await desk.refused(WrongState, "community", systems.replace_key, system_id=ids["system"])


async def test_a_person_is_no_system(desk: Desk) -> None:
    await desk.fails(NotFound, "community", systems.close, system_id=desk.city.members["unit"])


async def test_those_for_whom_it_acts_are_told(desk: Desk) -> None:
    """By whoever is above; and not who did it."""
    ids = await desk.ids("street", systems.register, organization_id=desk.city.community, **NEW)
    await desk.ids("district", systems.allow, system_id=ids["system"], cost=500)
    await desk.ids("community", systems.close, system_id=ids["system"])
    told = await desk.pool.fetch("SELECT kind FROM notice WHERE member_id = $1 AND kind LIKE 'SYSTEM%' ORDER BY event_id",
                                 desk.city.members["community"])
    assert sorted(each["kind"] for each in told) == ["SYSTEM_CHANGED", "SYSTEM_REGISTERED"]
