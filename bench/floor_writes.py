"""The floor's claim: the writes of the hub's, by one statement written by hand that reads nothing before or after it."""
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from uuid_utils.compat import uuid7

from bench.floor_reads import Eyes
from db import items, visibility
from db.driver.connection import Pool
from planner import ids

VIEWED = items.SEEN_BY
SEEN = visibility.ITEM.format(t="t", now="$8", **{name: f"${place}::{visibility.PARAMETERS[name]}"
                                       for place, name in enumerate(VIEWED, 11)})
CLAIM, DEMAND = ids.encoder("cl"), ids.encoder("de")
WRITTEN = f"""
    WITH taken AS (
        UPDATE item t SET claimed = claimed + $6 WHERE id = $5 AND claimed + $6 <= quantity AND state = 'PUBLISHED'
        AND (deadline IS NULL OR deadline > $8) AND {SEEN} RETURNING claimed, home_code, publisher_id),
    made AS (
        INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by,
                           proposed_at)
        SELECT $7, $5, publisher_id, $4, $1, $6, 'PROPOSED', $9, $8 FROM taken
        RETURNING (SELECT claimed FROM taken) AS claimed),
    told AS (
        INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, subject_type,
                           subject_id, home_code, request_id, after)
        SELECT $10, $8, 'claim.proposed', $1, $4, 'Claim', $7, 1, 'item', $5, (SELECT home_code FROM taken), 'floor',
               jsonb_build_object('state', 'PROPOSED', 'quantity', $6, 'item_claimed', claimed) FROM made RETURNING true)
    INSERT INTO idempotency_key (actor_id, key, operation, input_hash, answer, created_at)
    SELECT $1, $2, 'claims.propose', $3, jsonb_build_object('payload', jsonb_build_object('claim', $7, 'item', $5)), $8
    FROM told
    RETURNING true"""
ACTOR = "SELECT id FROM member WHERE handle = 'unit'"


class Refused(Exception):
    """Less is left than was asked for."""


async def claim(pool: Pool, sees: Eyes, asked: dict[str, Any]) -> dict[str, Any]:
    said, now, claim_id = asked["input"], datetime.now(UTC), uuid7()
    item_id, claimant_id = ids.decode(said["itemId"], ("de",)), ids.decode(said["claimantId"], ("or",))
    quantity = said["quantity"]
    actor = await _actor(pool)
    written = await pool.fetchval(
        WRITTEN, actor, said["idempotencyKey"], sha256(orjson.dumps(said)).digest(), claimant_id, item_id, quantity, claim_id,
        now, now + timedelta(hours=72), uuid7(), *(visibility.parameters(sees)[name] for name in VIEWED))
    if not written:
        raise Refused
    return {"claimItem": {"claim": {"id": CLAIM(claim_id), "state": "PROPOSED", "quantity": quantity,
                                    "item": {"id": DEMAND(item_id)}}}}


_known: list[Any] = []


async def _actor(pool: Pool) -> Any:
    """The member who claims: read once."""
    if not _known:
        _known.append(await pool.fetchval(ACTOR))
    return _known[0]
