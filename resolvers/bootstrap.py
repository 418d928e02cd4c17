"""The first officer of an installation, whom no officer could appoint."""
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import members, organizations
from db.driver.connection import Connection
from db.log import events
from domain import codes, dates, texts
from domain.refusals import AlreadyAppointed, NotFound
from domain.viewer import OfficeKind


async def appoint(connection: Connection, *, subject: str, name: str, division_code: str, now: datetime) -> None:
    """Make a person an officer of a division, by hand.

    subject        the `sub` of the person's tokens; who is no member yet becomes one
    division_code  padded or not
    raises         NotFound (the division), AlreadyAppointed, BadInput
    writes         member, office, an event for each, in one transaction
    """
    division_code = codes.read("division", division_code)
    subject, name = texts.exact("subject", subject), texts.name("name", name)
    kinds = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
    async with connection.transaction():
        found = await organizations.with_codes(connection, [division_code], kinds[len(division_code)])
        if not found:
            raise NotFound
        organization_id = found[division_code]
        member_id = await members.of_subject(connection, subject)
        told: dict[str, Any] = {"at": now, "actor_id": None, "organization_id": organization_id,
                                "home_code": division_code, "object_version": 1}
        if member_id is None:
            member_id = await _register(connection, subject, name, told)
        office: dict[str, Any] = {"id": uuid7(), "member_id": member_id, "organization_id": organization_id,
                  "kind": str(OfficeKind.OFFICER), "starts_on": dates.day(now), "ends_on": None}
        if await members.holds_office(connection, member_id, organization_id, office["kind"], office["starts_on"], None):
            raise AlreadyAppointed
        await members.appoint(connection, office)
        await events.record(connection, kind="office.appointed", object_type="Office", object_id=office["id"],
                            after={"member_id": str(member_id), "kind": office["kind"]}, **told)


async def _register(connection: Connection, subject: str, name: str, told: dict[str, Any]) -> UUID:
    member_id = uuid7()
    await members.insert(connection, {"id": member_id, "subject": subject, "name": name, "handle": None,
                                      "home_code": told["home_code"]})
    await events.record(connection, kind="member.registered", object_type="Member", object_id=member_id, **told)
    return member_id
