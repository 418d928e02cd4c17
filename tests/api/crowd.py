"""A hundred of everything that lists show, written in bulk."""
from dataclasses import dataclass
from uuid import UUID

from tests.api.client import Client
from tests.city import COMMUNITY

_ITEMS = """
    INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, words, quantity, unit, urgency,
                      listed_at)
    SELECT gen_random_uuid(), 'DEMAND', 'PUBLISHED', $1, $2, 'COMMUNITY', 'OTHER', '需求' || n, '需求' || n || ' ', 100, '次',
           'ROUTINE', '2024-05-01T00:00:00Z'::timestamptz + n * interval '1 hour'
    FROM generate_series(1, 100) AS n"""
_CLAIMS = """
    INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at)
    SELECT gen_random_uuid(), i.id, i.publisher_id, $1, $2, 1, 'PROPOSED', '2099-01-01T00:00:00Z', '2024-06-01T00:00:00Z'
    FROM item i, generate_series(1, CASE WHEN i.id = $3 THEN 90 ELSE 2 END) AS n"""
_EVENTS = """
    INSERT INTO event (id, at, kind, object_type, object_id, object_version, subject_type, subject_id, home_code)
    SELECT gen_random_uuid(), '2024-06-01T00:00:00Z', 'item.published', 'Demand', i.id, 1, 'item', i.id, i.home_code
    FROM item i"""
_UNITS = """
    WITH unit AS (INSERT INTO organization (id, kind, name, created_at)
                  SELECT gen_random_uuid(), 'UNIT', '单位' || n, '2024-01-01' FROM generate_series(1, 100) AS n RETURNING id)
    INSERT INTO station (id, unit_id, community_id, since) SELECT gen_random_uuid(), id, $1, '2024-01-01' FROM unit"""


@dataclass(frozen=True)
class Crowd:
    """busy: the item with 90 claims; the others have two each. `items` is in the order of listing, newest first."""

    items: list[UUID]
    claims: list[UUID]
    organizations: list[UUID]
    busy: UUID


async def build(client: Client) -> Crowd:
    """A hundred demands of the bank, with claims by the hospital and an event each, and a hundred units."""
    pool, city = client.pool, client.city
    await pool.execute(_ITEMS, city.bank, COMMUNITY)
    items = [row["id"] for row in await pool.fetch("SELECT id FROM item ORDER BY listed_at DESC")]
    await pool.execute(_CLAIMS, city.hospital, city.members["hospital"], items[0])
    await pool.execute("UPDATE item SET claimed = (SELECT count(*) FROM claim c WHERE c.item_id = item.id)")
    await pool.execute("INSERT INTO contact (item_id, name, phone) SELECT id, '王小明', '13800001234' FROM item")
    await pool.execute(_EVENTS)
    await pool.execute(_UNITS, city.community)
    claims = [row["id"] for row in await pool.fetch("SELECT id FROM claim LIMIT 100")]
    organizations = [row["id"] for row in await pool.fetch("SELECT id FROM organization WHERE name LIKE '单位%'")]
    return Crowd(items, claims, organizations, items[0])
