"""Registering and revising organisations, and stationing units in communities."""
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations
from db.organizations import Organization
from domain import access, codes, dates, texts
from domain import items as item_rules
from domain import organizations as rules
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.refusals import BadInput, NotFound
from resolvers.offices import acting_over
from resolvers.writing import Write

Ids = dict[str, UUID]


async def register(write: Write, *, kind: str, name: str, division_code: str | None = None,
                   credit_code: str | None = None, place: Mapping[str, Any] | None = None,
                   community_codes: Sequence[str] = ()) -> Ids:
    """Register a division, or a unit together with its stations.

    kind             a name of OrganizationKind
    place            address, longitude, latitude
    community_codes  of a unit: where it is stationed, at least one
    raises           BadInput, NotAllowed, CodeTaken
    writes           organization, station, an event for each
    """
    rules.check_codes(kind, division_code, credit_code)
    rules.check_communities(kind, len(community_codes))
    divisions = [division_code] if division_code else list(dict.fromkeys(community_codes))
    access.check_officer_over(write.viewer, divisions, "REGISTER_ORGANIZATION")
    await _check_parent(write, division_code)
    communities = await _communities(write, [] if division_code else divisions)
    row: dict[str, Any] = {"id": uuid7(), "kind": kind, "name": texts.required("input.name", name, texts.TITLE),
           "division_code": division_code, "credit_code": credit_code, **texts.place(place)}
    await organizations.insert(write.connection, row)
    told = {"kind": kind, "name": row["name"], "division_code": division_code, "credit_code": credit_code}
    write.record("organization.registered", object_type="Organization", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, divisions[0]), home_code=divisions[0],
                 after={key: value for key, value in told.items() if value is not None})
    for code, community_id in communities.items():
        await _station(write, row["id"], community_id, code, dates.day(write.now))
    return {"organization": row["id"]}


async def _check_parent(write: Write, division_code: str | None) -> None:
    above = codes.parent(division_code) if division_code else None
    if above and not await organizations.has_code(write.connection, above):
        raise BadInput("input.divisionCode", f"上级区划 {above} 尚未登记。Its parent {above} is not registered.")


async def _communities(write: Write, division_codes: Sequence[str]) -> dict[str, UUID]:
    """The communities with these codes, in their order."""
    found = await organizations.with_codes(write.connection, division_codes, OrganizationKind.COMMUNITY)
    if missing := [code for code in division_codes if code not in found]:
        raise BadInput("input.communityCodes", f"没有代码为 {missing[0]} 的社区。There is no community {missing[0]}.")
    return {code: found[code] for code in division_codes}


async def revise(write: Write, *, organization_id: UUID, expected_version: int | None = None, **given: Any) -> Ids:
    """Change an organisation's name or place.

    expected_version   the version that the reviser saw; None: any
    given              name, place
    raises             NotFound, NotAllowed, StaleVersion, BadInput
    """
    organization = await organizations.locked(write.connection, organization_id)
    if organization is None:
        raise NotFound
    access.check_revise_organization(write.viewer, organization_id, organization.divisions)
    item_rules.check_version(organization.version, expected_version)
    changes = texts.place(given["place"]) if "place" in given else {}
    if "name" in given:
        changes["name"] = texts.required("input.name", given["name"], texts.TITLE)
    if changes:
        version = await organizations.revise(write.connection, organization_id, changes)
        before = {"name": organization.name} if "name" in given else None
        write.record("organization.revised", object_type="Organization", object_id=organization_id,
                     object_version=version, organization_id=await _acting_for(write, organization),
                     home_code=next(iter(organization.divisions), None), before=before,
                     after=changes)
    return {"organization": organization_id}


async def _acting_for(write: Write, organization: Organization) -> UUID | None:
    """The organisation itself when the viewer acts for it, else the viewer's division over it."""
    if organization.id in write.viewer.acts_for:
        return organization.id
    over = next(code for code in organization.divisions if write.viewer.is_officer_over(code))
    return await acting_over(write, over)


async def station(write: Write, *, unit_id: UUID, community_id: UUID, since: date | None = None) -> Ids:
    """Station a unit in a further community.

    since    None: today
    raises   NotFound, NotAllowed, BadInput, AlreadyStationed
    """
    community = await organizations.find(write.connection, community_id)
    unit = await organizations.locked(write.connection, unit_id)
    if community is None or unit is None:
        raise NotFound
    if community.kind != OrganizationKind.COMMUNITY or community.division_code is None:
        raise BadInput("input.communityId", "不是社区。It is no community.")
    if unit.kind not in UNIT_KINDS:
        raise BadInput("input.unitId", "不是单位。It is no unit.")
    access.check_officer_over(write.viewer, [community.division_code], "STATION")
    return {"station": await _station(write, unit_id, community_id, community.division_code,
                                      since or dates.day(write.now))}


async def _station(write: Write, unit_id: UUID, community_id: UUID, community_code: str, since: date) -> UUID:
    station_id = uuid7()
    row = {"unit_id": unit_id, "community_id": community_id, "since": since}
    await organizations.station(write.connection, {"id": station_id, **row})
    write.record("station.added", object_type="Station", object_id=station_id, object_version=1,
                 organization_id=await acting_over(write, community_code), home_code=community_code,
                 after=row)
    return station_id
