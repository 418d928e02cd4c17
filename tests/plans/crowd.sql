-- Twelve thousand items with claims, shares and events: half of them in the city's district, the rest in thirty others;
-- the school publishes a hundred and the bank claims a hundred, fifty companies do the rest.
-- Places: {school}, {bank}, {community}: organisations; {member}: who proposes.

CREATE TEMP TABLE company ON COMMIT DROP AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, 49) AS n;
INSERT INTO organization (id, kind, name, created_at) SELECT id, 'ENTERPRISE', '企业 ' || n, '2024-01-01' FROM company;

CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS id, (ARRAY['DEMAND', 'RESOURCE', 'PROJECT'])[1 + n % 3] AS list,
       CASE WHEN n % 2 = 0 THEN '110111' || lpad((1 + n / 2 % 10)::text, 3, '0') || lpad((1 + n / 20 % 10)::text, 3, '0')
            ELSE (110101 + n % 31 + CASE WHEN n % 31 >= 10 THEN 1000 ELSE 0 END)::text || '001' || lpad((1 + n / 62 % 20)::text, 3, '0')
       END AS home_code
FROM generate_series(1, 12000) AS n;

INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, words, quantity, claimed, unit, listed_at,
                  deadline, closed_at, longitude, latitude, urgency, resource_kind)
SELECT id, list,
       (ARRAY['PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'COMPLETED', 'EXPIRED', 'DRAFT'])[1 + n / 7 % 8],
       CASE WHEN home_code = '110111007001' THEN '{community}'::uuid WHEN n % 120 = 7 THEN '{school}'::uuid
            ELSE (SELECT c.id FROM company c WHERE c.n = made.n / 3 % 50) END,
       home_code, (ARRAY['COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'STREET', 'STREET',
                         'STREET', 'DISTRICT', 'DISTRICT', 'CITY'])[1 + n / 11 % 12],
       (ARRAY['HEALTH', 'EDUCATION', 'CULTURE', 'SAFETY', 'PROPERTY', 'PARKING', 'ELDERLY_CARE', 'OTHER'])[1 + n / 13 % 8],
       titled.title, titled.title || ' ', 10, (ARRAY[0, 0, 0, 4, 4, 10])[1 + n / 23 % 6], '次',
       timestamptz '2025-01-01' + make_interval(mins => (n::int8 * 7919 % 20011)::int * 20),
       CASE WHEN n % 10 < 7 OR n / 7 % 8 = 6 THEN timestamptz '2099-01-01' + make_interval(mins => (n::int8 * 104729 % 20011)::int) END,
       CASE WHEN n / 7 % 8 IN (5, 6) THEN now() END,
       CASE WHEN n % 5 > 0 THEN 115.9 + (n::int8 * 7907 % 2003) / 10000.0 END,
       CASE WHEN n % 5 > 0 THEN 39.6 + (n::int8 * 7901 % 2011) / 10000.0 END,
       CASE list WHEN 'DEMAND' THEN (ARRAY['ROUTINE', 'SOON', 'SOON', 'URGENT'])[1 + n / 29 % 4] END,
       CASE list WHEN 'RESOURCE' THEN 'SERVICE' END
FROM made CROSS JOIN LATERAL (
    SELECT (ARRAY['义诊', '助老', '课堂', '停车', '普法', '消防', '楼道', '绿化', '就业', '演出'])[1 + n / 17 % 10]
           || (ARRAY['活动', '服务', '求助', '志愿'])[1 + n / 19 % 4] AS title) titled;

INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, reason, proposed_at, answered_at)
SELECT gen_random_uuid(), made.id, i.publisher_id, CASE WHEN made.n % 120 = 1 THEN '{bank}'::uuid ELSE c.id END, '{member}', 1, 'DECLINED',
       now(), '已另有安排', timestamptz '2025-06-01' + make_interval(mins => made.n * k), now()
FROM made JOIN item i ON i.id = made.id CROSS JOIN generate_series(1, 4) AS k JOIN company c ON c.n = (made.n + 7 * k) % 50 WHERE made.n % 4 < 2;

INSERT INTO share (id, item_id, organization_id, shared_by, created_at)
SELECT gen_random_uuid(), made.id, CASE WHEN made.n % 300 = 3 THEN '{bank}'::uuid ELSE c.id END, '{member}', '2025-01-01'
FROM made JOIN company c ON c.n = made.n % 50 WHERE made.n % 3 = 0;

INSERT INTO event (id, at, kind, object_type, object_id, object_version, subject_type, subject_id, home_code, organization_id, actor_id)
SELECT gen_random_uuid(), timestamptz '2025-01-01' + n * interval '1 minute',
       CASE WHEN k = 1 THEN 'item.published' WHEN n % 300 = 3 THEN 'item.completed' ELSE 'item.revised' END, initcap(list), id, k,
       'item', id, home_code, CASE WHEN n % 300 = 3 THEN '{bank}'::uuid END, CASE WHEN n % 300 = 3 THEN '{member}'::uuid END
FROM made CROSS JOIN generate_series(1, 3) AS k ORDER BY n;
