"""Registering and revising organisations."""
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations
from db.organizations import Organization
from domain import access, codes, dates, texts
from domain import items as item_rules
from domain import organizations as rules
from domain.actions import Action
from domain.faults import Faults
from domain.languages import Bilingual
from domain.organizations import CodeTaken, OrganizationKind
from domain.refusals import BadInput, NotFound, StaleVersion
from resolvers import stations
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case

IDENTITY = frozenset({"name", "credit_code"})  # by which others know it
CODES = frozenset({"credit_code", "no_credit_code_reason"})


class Revision(TypedDict, total=False):
    """What a reviser may send; what is absent stays as it is."""

    name: str | None
    credit_code: str | None
    no_credit_code_reason: str | None
    place: Mapping[str, Any] | None


@use_case(CodeTaken)
async def register(write: Write, *, kind: str, name: str, division_code: str | None = None,
                   credit_code: str | None = None, no_credit_code_reason: str | None = None,
                   place: Mapping[str, Any] | None = None, community_codes: Sequence[str] = ()) -> Ids:
    """Register a division, or a unit together with its stations.

    kind             a name of OrganizationKind
    no_credit_code_reason  of a unit without one
    place            address, longitude, latitude
    community_codes  of a unit: where it is stationed, at least one; the first is its home
    raises           BadInput, NotAllowed, CodeTaken
    writes           organization, station, an event for each
    """
    with Faults() as faults:
        known = faults.of(rules.settle_codes, kind, division_code, credit_code, no_credit_code_reason)
        faults.of(rules.check_communities, kind, len(community_codes))
        stationed = [faults.of(codes.of_kind, f"community_codes[{number}]", OrganizationKind.COMMUNITY, code)
                     for number, code in enumerate(community_codes)]
        name, where = faults.of(texts.name, "name", name), faults.of(texts.place, place)
    divisions = [known.division_code] if known.division_code else list(dict.fromkeys(stationed))
    access.check_officer_over(write.viewer, divisions, Action.REGISTER_ORGANIZATION)
    await _check_parent(write, known.division_code)
    communities = await _communities(write, [] if known.division_code else divisions)
    row: dict[str, Any] = {"id": uuid7(), "kind": kind, "name": name, **vars(known),
           "home_code": None if known.division_code else divisions[0], "created_at": write.now, **where}
    await organizations.insert(write.connection, row)
    told = {"kind": kind, "name": row["name"], **vars(known)}
    write.record("organization.registered", object_type="Organization", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, divisions[0]), home_code=divisions[0],
                 after={key: value for key, value in told.items() if value is not None})
    for code, community_id in communities.items():
        await stations.add(write, row["id"], divisions[0], community_id, code, dates.day(write.now))
    return {"organization": row["id"]}


async def _check_parent(write: Write, division_code: str | None) -> None:
    above = codes.parent(division_code) if division_code else None
    if above and not await organizations.has_code(write.connection, above):
        raise BadInput("division_code", Bilingual(f"上级区划 {above} 尚未登记。", f"Its parent {above} is not registered."))


async def _communities(write: Write, division_codes: Sequence[str]) -> dict[str, UUID]:
    """The communities with these codes, in their order."""
    found = await organizations.with_codes(write.connection, division_codes, OrganizationKind.COMMUNITY)
    if missing := [code for code in division_codes if code not in found]:
        raise BadInput("community_codes", Bilingual(f"没有代码为 {'、'.join(missing)} 的社区。",
                                                    f"There is no community {', '.join(missing)}."))
    return {code: found[code] for code in division_codes}


@use_case(StaleVersion, CodeTaken)
async def revise(write: Write, *, organization_id: UUID, expected_version: int | None = None, **given: Unpack[Revision]) -> Ids:
    """Change what an organisation is, its name or credit code, or where it is.

    expected_version   the version that the reviser saw; None: any
    raises             NotFound, NotAllowed, StaleVersion, CodeTaken, BadInput
    """
    organization = await organizations.locked(write.connection, organization_id)
    if organization is None:
        raise NotFound("organization_id")
    access.check_revise_organization(write.viewer, organization_id, organization.home_code,
                                     identity=bool((IDENTITY | CODES) & given.keys()))
    item_rules.check_version(organization.version, expected_version)
    changes = _changes(organization, given)
    if changes:
        version = await organizations.revise(write.connection, organization_id, changes)
        before = {name: getattr(organization, name) for name in sorted(IDENTITY & given.keys())}
        write.record("organization.revised", object_type="Organization", object_id=organization_id,
                     object_version=version, organization_id=await _acting_for(write, organization),
                     home_code=organization.home_code, before=before or None, after=changes)
    return {"organization": organization_id}


def _changes(organization: Organization, given: Revision) -> dict[str, Any]:
    """raises   BadInput"""
    with Faults() as faults:
        place = faults.of(texts.place, given["place"]) if "place" in given else {}
        named = {"name": faults.of(texts.name, "name", given["name"])} if "name" in given else {}
        known = faults.of(rules.settle_codes, organization.kind, organization.division_code, given.get(
            "credit_code", organization.credit_code), given.get("no_credit_code_reason")) if CODES & given.keys() else None
    return {**place, **named, **({name: getattr(known, name) for name in sorted(CODES)} if known else {})}


async def _acting_for(write: Write, organization: Organization) -> UUID | None:
    """The organisation itself when the viewer acts for it, else the viewer's division over it."""
    if organization.id in write.viewer.acts_for:
        return organization.id
    return await acting_over(write, str(organization.home_code))
