-- What the measurements need besides the demo: ten claims on each of the newest demands, and demands to be claimed.

-- The peers go by the division alone: nothing is shared with others, nor shown to paired units only;
-- and none of them tells webhooks.
DELETE FROM share;
DELETE FROM webhook_key;
DELETE FROM webhook;
UPDATE item SET scope = 'COMMUNITY' WHERE scope = 'PAIRED';

CREATE TEMP TABLE newest AS
    SELECT id, publisher_id, home_code, listed_at, row_number() OVER (ORDER BY listed_at DESC, id DESC) AS number
    FROM item WHERE list = 'DEMAND' AND state = 'PUBLISHED' AND district = '110111'
    ORDER BY listed_at DESC, id DESC LIMIT 100;

CREATE TEMP TABLE claimants AS
    SELECT o.organization_id, min(o.member_id::text)::uuid AS member_id, row_number() OVER (ORDER BY o.organization_id) AS number
    FROM office o WHERE o.kind = 'LIAISON' GROUP BY o.organization_id;

CREATE TEMP TABLE declined AS
    SELECT uuidv7() AS id, n.id AS item_id, n.publisher_id, n.home_code, c.organization_id, c.member_id,
           n.listed_at + make_interval(mins => k * 7 + n.number::int) AS at
    FROM newest n CROSS JOIN generate_series(1, 10) AS k
    JOIN claimants c ON c.number = 1 + (n.number * 10 + k) % (SELECT count(*) FROM claimants);

INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, note, answer_by, reason, proposed_at,
                   answered_at)
    SELECT id, item_id, publisher_id, organization_id, member_id, 1, 'DECLINED', '愿意承接', at + interval '3 days', '已另有安排', at,
           at + interval '2 hours'
    FROM declined;

INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, subject_type,
                   subject_id, home_code, request_id, after)
    SELECT uuidv7(), at, 'claim.proposed', member_id, organization_id, 'Claim', id, 1, 'item', item_id, home_code, 'bench',
           '{"state": "PROPOSED", "quantity": 1}'
    FROM declined ORDER BY at;

INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, words, quantity, unit, listed_at, urgency)
    SELECT uuidv7(), 'DEMAND', 'PUBLISHED', o.id, o.division_code, 'DISTRICT', 'OTHER', '待认领 ' || k, '待认领 ' || k || ' ', 1000000000, '次',
           now() - interval '1000 days', 'ROUTINE'
    FROM organization o CROSS JOIN generate_series(1, 1000) AS k WHERE o.division_code = '110111007001';
