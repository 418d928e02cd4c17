"""Organisations and where units are stationed."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db import rows
from db.driver import faults
from db.driver.connection import Connection
from domain.organizations import CodeTaken


@dataclass(frozen=True)
class Organization:
    """An organisation as the rules need it.

    home_code   the code of the division whose officers decide over it: its own, or where a unit was registered
    stations    of a unit, the codes of the communities where it is stationed for sure, first station first
    """

    id: UUID
    kind: str
    name: str
    division_code: str | None
    credit_code: str | None
    home_code: str | None
    version: int
    stations: list[str]

    @property
    def divisions(self) -> list[str]:
        """Its own code, or its stations' communities."""
        return [self.division_code] if self.division_code else self.stations

    @property
    def ties(self) -> list[str]:
        """The same, and of a department where it was registered: that it is a district's is said by nothing else."""
        return [*self.divisions, *([self.home_code] if self.kind == "DEPARTMENT" and self.home_code else [])]


_FOUND = ("SELECT g.id, g.kind, g.name, g.division_code, g.credit_code, coalesce(g.division_code, g.home_code) AS home_code, "
          "g.version, ARRAY(SELECT c.division_code FROM station s JOIN organization c ON c.id = s.community_id "
          "WHERE s.unit_id = g.id AND s.state = 'CONFIRMED' ORDER BY s.since, s.id) AS stations "
          "FROM organization g WHERE g.id = $1")


async def find(connection: Connection, organization_id: UUID) -> Organization | None:
    row = await connection.fetchrow(_FOUND, organization_id)
    return Organization(**row) if row else None


async def locked(connection: Connection, organization_id: UUID) -> Organization | None:
    """The same, held against others' changes until the transaction ends."""
    row = await connection.fetchrow(_FOUND + " FOR NO KEY UPDATE", organization_id)
    return Organization(**row) if row else None


async def with_codes(connection: Connection, division_codes: Sequence[str], kind: str) -> dict[str, UUID]:
    """The organisations of a kind that have these codes: code to id."""
    found = await connection.fetch(
        "SELECT division_code, id FROM organization WHERE division_code = ANY($1) AND kind = $2", division_codes, kind)
    return {row["division_code"]: row["id"] for row in found}


async def has_code(connection: Connection, division_code: str) -> bool:
    """Whether a division with this code is registered."""
    return bool(await connection.fetchval("SELECT true FROM organization WHERE division_code = $1", division_code))


async def nearest_over(connection: Connection, organization_ids: Collection[UUID], division_code: str) -> UUID | None:
    """Of these organisations, the lowest division that is `division_code` or contains it."""
    organization_id: UUID | None = await connection.fetchval(
        "SELECT id FROM organization WHERE id = ANY($1) AND starts_with($2, division_code) "
        "ORDER BY length(division_code) DESC LIMIT 1", list(organization_ids), division_code)
    return organization_id


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add an organisation.

    raises   CodeTaken
    """
    with faults.refusing(organization_division_code_key=lambda: CodeTaken(row["division_code"]),
                         organization_credit_code_key=lambda: CodeTaken(row["credit_code"])):
        await rows.insert(connection, "organization", row)


async def revise(connection: Connection, organization_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked organisation; returns its new version.

    raises   CodeTaken
    """
    with faults.refusing(organization_credit_code_key=lambda: CodeTaken(changes["credit_code"])):
        return await rows.revise(connection, "organization", organization_id, changes)
