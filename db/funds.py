"""The money of joint projects, and communities' yearly funds: each sum is kept by one guarded UPDATE, CHECKs stand behind."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from db import rows
from db.driver import faults
from db.driver.connection import Connection
from domain.funds import VoucherUsed


@dataclass(frozen=True)
class Fund:
    """A community's fund of a year, as the rules need it."""

    id: UUID
    organization_id: UUID
    home_code: str


@dataclass(frozen=True)
class Funding:
    """Money of a locked project from one source."""

    planned: Decimal
    granted: Decimal
    spent: Decimal
    fund_id: UUID | None


@dataclass(frozen=True)
class Changed:
    """A row after a sum of it was changed: that sum, and its version."""

    sum: Decimal
    version: int


_FUND = "SELECT id, organization_id, home_code FROM community_fund WHERE id = $1"
_SET = ("INSERT INTO community_fund (id, organization_id, home_code, year, yuan, set_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (organization_id, year) DO UPDATE SET yuan = excluded.yuan, set_at = excluded.set_at, "
        "version = community_fund.version + 1 WHERE community_fund.granted <= excluded.yuan RETURNING id, version")


async def granted_of(connection: Connection, project_id: UUID) -> Decimal:
    """What is granted of a locked project's budget: a statement of its own, which sees what others did before."""
    granted: Decimal = await connection.fetchval("SELECT coalesce(sum(granted), 0) FROM funding WHERE project_id = $1",
                                                 project_id)
    return granted


async def plan(connection: Connection, project_id: UUID, fundings: Sequence[Mapping[str, Any]]) -> None:
    """Put a budget in the place of another, of which nothing is granted.

    writes   funding
    """
    await connection.execute("DELETE FROM funding WHERE project_id = $1", project_id)
    for funding in fundings:
        await rows.insert(connection, "funding", funding)


async def fund(connection: Connection, fund_id: UUID) -> Fund | None:
    row = await connection.fetchrow(_FUND, fund_id)
    return Fund(**row) if row else None


async def project_of(connection: Connection, funding_id: UUID) -> UUID | None:
    """The project of a funding, which is to be held before it."""
    project_id: UUID | None = await connection.fetchval("SELECT project_id FROM funding WHERE id = $1", funding_id)
    return project_id


async def funding(connection: Connection, funding_id: UUID) -> Funding:
    """Of a locked project."""
    row = await connection.fetchrow("SELECT planned, granted, spent, fund_id FROM funding WHERE id = $1", funding_id)
    assert row is not None
    return Funding(**row)


async def grant(connection: Connection, funding_id: UUID, yuan: Decimal) -> Changed | None:
    """Grant money of what is planned; None when not so much is left."""
    return _changed(await connection.fetchrow(
        "UPDATE funding SET granted = granted + $2, version = version + 1 WHERE id = $1 AND granted + $2 <= planned "
        "RETURNING granted AS sum, version", funding_id, yuan))


async def take(connection: Connection, fund_id: UUID, yuan: Decimal) -> Changed | None:
    """Grant money of a community's fund; None when not so much is left."""
    return _changed(await connection.fetchrow(
        "UPDATE community_fund SET granted = granted + $2, version = version + 1 WHERE id = $1 AND granted + $2 <= yuan "
        "RETURNING granted AS sum, version", fund_id, yuan))


async def revoke(connection: Connection, funding_id: UUID, yuan: Decimal) -> Changed | None:
    """Take back money that is granted and not spent; None when not so much is left."""
    return _changed(await connection.fetchrow(
        "UPDATE funding SET granted = granted - $2, version = version + 1 WHERE id = $1 AND granted - $2 >= spent "
        "RETURNING granted AS sum, version", funding_id, yuan))


async def give_back(connection: Connection, fund_id: UUID, yuan: Decimal) -> None:
    """Let money that was granted of a community's fund be in it again."""
    await connection.execute("UPDATE community_fund SET granted = granted - $2, version = version + 1 WHERE id = $1",
                             fund_id, yuan)


async def left_of(connection: Connection, fund_id: UUID) -> Decimal:
    """What is left of a community's fund."""
    left: Decimal = await connection.fetchval("SELECT yuan - granted FROM community_fund WHERE id = $1", fund_id)
    return left


async def spend(connection: Connection, row: Mapping[str, Any]) -> Changed | None:
    """Record what was spent of what is granted; None when not so much is left.

    raises   VoucherUsed
    writes   expense, funding.spent
    """
    with faults.refusing(expense_voucher_once=VoucherUsed):
        await rows.insert(connection, "expense", row)
    return _changed(await connection.fetchrow(
        "UPDATE funding SET spent = spent + $2, version = version + 1 WHERE id = $1 AND spent + $2 <= granted "
        "RETURNING spent AS sum, version", row["funding_id"], row["yuan"]))


def _changed(row: Any) -> Changed | None:
    return Changed(**row) if row else None


async def set_fund(connection: Connection, fund: Fund, year: int, yuan: Decimal, now: datetime) -> tuple[UUID, int] | None:
    """Say what a community may grant in a year; None when more than that is granted already.

    fund      with the id that it gets if there is none yet
    returns   its id and version
    """
    row = await connection.fetchrow(_SET, fund.id, fund.organization_id, fund.home_code, year, yuan, now)
    return (row["id"], row["version"]) if row else None


async def granted_in(connection: Connection, organization_id: UUID, year: int) -> Decimal:
    """What is granted of a community's fund of a year."""
    granted: Decimal = await connection.fetchval("SELECT granted FROM community_fund WHERE organization_id = $1 AND year = $2",
                                                 organization_id, year)
    return granted
