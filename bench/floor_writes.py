"""The floor's claim: the writes of the hub's, in one transaction, by statements written by hand."""
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from uuid_utils.compat import uuid7

from bench import floor_sql
from bench.floor_reads import Eyes
from db.connection import Pool
from planner import ids

CLAIM, DEMAND = ids.encoder("cl"), ids.encoder("de")
ANSWERED = "INSERT INTO answered (actor_id, key, operation, input_hash, answer) VALUES ($1, $2, 'claims.propose', $3, $4)"
SEEN = f"SELECT t.home_code FROM item t WHERE t.id = $1::uuid AND {floor_sql.seen(2)}"
TAKEN = ("UPDATE item SET claimed = claimed + $2 WHERE id = $1 AND claimed + $2 <= quantity AND state = 'PUBLISHED' "
         "AND (deadline IS NULL OR deadline > $3) RETURNING claimed")
CLAIMED = ("INSERT INTO claim (id, item_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at) "
           "VALUES ($1, $2, $3, $4, $5, 'PROPOSED', $6, $7)")
RECORDED = ("INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, item_id, "
            "home_code, request_id, after) VALUES ($1, $2, 'claim.proposed', $3, $4, 'Claim', $5, 1, $6, $7, 'floor', $8)")
ACTOR = "SELECT id FROM member WHERE handle = 'unit'"


class Refused(Exception):
    """Less is left than was asked for."""


async def claim(pool: Pool, sees: Eyes, asked: dict[str, Any]) -> dict[str, Any]:
    said, now, claim_id = asked["input"], datetime.now(UTC), uuid7()
    item_id, claimant_id = ids.decode(said["itemId"], ("de",)), ids.decode(said["claimantId"], ("or",))
    quantity = said["quantity"]
    actor = await _actor(pool)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(ANSWERED, actor, said["idempotencyKey"], sha256(orjson.dumps(said)).digest(),
                                 {"payload": {"claim": str(claim_id), "item": str(item_id)}})
        home_code = await connection.fetchval(SEEN, item_id, *floor_sql.viewed(sees))
        claimed = await connection.fetchval(TAKEN, item_id, quantity, now)
        if home_code is None or claimed is None:
            raise Refused
        await connection.execute(CLAIMED, claim_id, item_id, claimant_id, actor, quantity, now + timedelta(hours=72), now)
        await connection.execute(RECORDED, uuid7(), now, actor, claimant_id, claim_id, item_id, home_code,
                                 {"state": "PROPOSED", "quantity": quantity, "item_claimed": claimed})
    return {"claimItem": {"claim": {"id": CLAIM(claim_id), "state": "PROPOSED", "quantity": quantity,
                                    "item": {"id": DEMAND(item_id)}}}}


_known: list[Any] = []


async def _actor(pool: Pool) -> Any:
    """The member who claims: read once."""
    if not _known:
        _known.append(await pool.fetchval(ACTOR))
    return _known[0]
