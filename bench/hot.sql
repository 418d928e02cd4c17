-- What one claim writes, as pgbench does it: the statements of db/answered.py and db/claims.py.
\set number random(1, 9000000000000000000)
BEGIN;
INSERT INTO answered (actor_id, key, operation, input_hash, answer) VALUES (:member::uuid, 'pgbench-' || :number::int8,
    'claims.propose', '\x00', NULL) ON CONFLICT (actor_id, key) DO NOTHING;
WITH held AS (
    UPDATE item SET claimed = claimed + 1 WHERE id = :item::uuid AND claimed + 1 <= quantity AND state = 'PUBLISHED'
    AND (deadline IS NULL OR deadline > now()) RETURNING claimed)
INSERT INTO claim (id, item_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at)
    SELECT uuidv7(), :item::uuid, :unit::uuid, :member::uuid, 1, 'PROPOSED', now() + interval '3 days', now() FROM held;
INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, item_id, home_code,
    request_id, after) VALUES (uuidv7(), now(), 'claim.proposed', :member::uuid, :unit::uuid, 'Claim', uuidv7(), 1,
    :item::uuid, '110111007001', 'pgbench', '{"state": "PROPOSED", "quantity": 1}');
UPDATE answered SET answer = '{"payload": {}}' WHERE actor_id = :member::uuid AND key = 'pgbench-' || :number::int8;
COMMIT;
