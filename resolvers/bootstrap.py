"""The first officer of an installation, whom no officer could appoint."""
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import members, organizations
from domain import codes, dates, texts
from domain.faults import Faults
from domain.members import AlreadyAppointed
from domain.refusals import NotFound
from domain.viewer import OfficeKind
from resolvers.writing.by_hand import ByHand


async def appoint(hand: ByHand, *, subject: str, name: str, division_code: str) -> None:
    """Make a person an officer of a division, by hand.

    subject        the `sub` of the person's tokens; who is no member yet becomes one
    division_code  padded or not
    raises         NotFound (the division), AlreadyAppointed, BadInput
    writes         member, office, an event for each
    """
    with Faults() as faults:
        division_code = faults.of(codes.read, "division", division_code)
        subject, name = faults.of(texts.exact, "subject", subject), faults.of(texts.name, "name", name)
    organization_id, division_code = await division(hand, division_code)
    member_id = await members.of_subject(hand.connection, subject)
    if member_id is None:
        member_id = await _register(hand, subject, name, organization_id, division_code)
    office: dict[str, Any] = {"id": uuid7(), "member_id": member_id, "organization_id": organization_id,
                              "kind": str(OfficeKind.OFFICER), "starts_on": dates.day(hand.now), "ends_on": None}
    if await members.holds_office(hand.connection, member_id, organization_id, office["kind"], office["starts_on"], None):
        raise AlreadyAppointed
    await members.appoint(hand.connection, office)
    hand.record("office.appointed", object_type="Office", object_id=office["id"], object_version=1,
                organization_id=organization_id, home_code=division_code,
                after={name: value for name, value in office.items() if name != "id"})


async def division(hand: ByHand, division_code: str) -> tuple[UUID, str]:
    """A division that a code names, padded or not: its id, and its code.

    raises   NotFound, BadInput
    """
    code = codes.read("division", division_code)
    kinds = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
    found = await organizations.with_codes(hand.connection, [code], kinds[len(code)])
    if not found:
        raise NotFound("division")
    return found[code], code


async def _register(hand: ByHand, subject: str, name: str, organization_id: UUID, division_code: str) -> UUID:
    member_id = uuid7()
    await members.insert(hand.connection, {"id": member_id, "subject": subject, "name": name, "handle": None,
                                           "home_code": division_code, "created_at": hand.now})
    hand.record("member.registered", object_type="Member", object_id=member_id, object_version=1,
                organization_id=organization_id, home_code=division_code)
    return member_id
