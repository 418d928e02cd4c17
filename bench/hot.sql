-- What one claim writes, as pgbench does it: the statement of db/claims.py, without who may claim it.
\set number random(1, 9000000000000000000)
WITH held AS (
    UPDATE item SET claimed = claimed + 1 WHERE id = :item::uuid AND claimed + 1 <= quantity AND state = 'PUBLISHED'
    AND (deadline IS NULL OR deadline > now()) RETURNING claimed, publisher_id),
made AS (
    INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at)
    SELECT uuidv7(), :item::uuid, publisher_id, :unit::uuid, :member::uuid, 1, 'PROPOSED', now() + interval '3 days', now() FROM held
    RETURNING id, (SELECT claimed FROM held)),
told AS (
    INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, subject_type,
                       subject_id, home_code, request_id, after)
    SELECT uuidv7(), now(), 'claim.proposed', :member::uuid, :unit::uuid, 'Claim', id, 1, 'item', :item::uuid, '110111007001',
           'pgbench', '{"state": "PROPOSED", "quantity": 1}'::jsonb || jsonb_build_object('item_claimed', claimed) FROM made
    RETURNING true)
INSERT INTO idempotency_key (actor_id, key, operation, input_hash, answer, created_at)
SELECT :member::uuid, 'pgbench-' || :number::int8, 'claims.propose', '\x00', '{"payload": {}}', now() FROM told;
