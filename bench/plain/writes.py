"""The plain peer's claim: key, guarded update, claim and event in one transaction."""
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from asyncpg import Record
from uuid_utils.compat import uuid7

from db.driver.connection import Pool


class LessIsLeft(Exception):
    """Nothing is claimed."""


async def claim(pool: Pool, key: str, item: str, claimant: str, member: str, quantity: int) -> Record:
    """Claim a quantity of an item; returns the claim's row."""
    now, claim_id, item_id, member_id = datetime.now(UTC), uuid7(), UUID(item), UUID(member)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO idempotency_key (actor_id, key, operation, input_hash, answer, created_at) "
            "VALUES ($1, $2, 'claims.propose', $3, $4, $5)",
            member_id, key, sha256(f"{item} {claimant} {quantity}".encode()).digest(),
            {"payload": {"claim": str(claim_id), "item": item}}, now)
        taken = await connection.fetchrow(
            "UPDATE item SET claimed = claimed + $2 WHERE id = $1 AND claimed + $2 <= quantity AND state = 'PUBLISHED' "
            "AND (deadline IS NULL OR deadline > $3) RETURNING claimed, home_code, publisher_id", item_id, quantity, now)
        if taken is None:
            raise LessIsLeft
        row = await connection.fetchrow(
            "INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at) "
            "VALUES ($1, $2, $8, $3, $4, $5, 'PROPOSED', $6, $7) RETURNING *",
            claim_id, item_id, UUID(claimant), member_id, quantity, now + timedelta(hours=72), now, taken["publisher_id"])
        assert row is not None
        await connection.execute(
            "INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, "
            "subject_type, subject_id, home_code, request_id, after) "
            "VALUES ($1, $2, 'claim.proposed', $3, $4, 'Claim', $5, 1, 'item', $6, $7, 'plain', $8)",
            uuid7(), now, member_id, UUID(claimant), claim_id, item_id, taken["home_code"],
            {"state": "PROPOSED", "quantity": quantity, "item_claimed": taken["claimed"]})
        return row
