-- Items, claims and events of a country. What is asked about, a district's ten thousand items, is the same at every
-- size; the rest is spread over all communities. Run with psql-like places: {first}, {last}: the items' numbers;
-- {near}: whether they are the district's.

CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT n, uuidv7() AS id, (ARRAY['DEMAND', 'RESOURCE', 'PROJECT'])[1 + n % 3] AS list,
       (ARRAY['PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'COMPLETED',
              'EXPIRED', 'DRAFT'])[1 + (random() * 9.999)::int % 10] AS state,
       (ARRAY['COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'COMMUNITY', 'STREET', 'STREET', 'STREET',
              'DISTRICT'])[1 + (random() * 9.999)::int % 10] AS near_scope,
       random() AS wide, p.code, p.organization_id, p.longitude, p.latitude,
       (ARRAY['HEALTH', 'EDUCATION', 'CULTURE', 'LEGAL_AID', 'SAFETY', 'ENVIRONMENT', 'PROPERTY', 'PARKING',
              'ELDERLY_CARE', 'CHILD_CARE'])[1 + (random() * 9.999)::int % 10] AS category,
       (ARRAY['义诊', '助老', '课堂', '停车', '普法', '消防', '楼道', '绿化', '就业', '演出'])[1 + (random() * 9.999)::int % 10]
       || (ARRAY['活动', '服务', '求助', '志愿', '场地', '培训', '改造', '陪伴', '咨询', '巡查'])[1 + (random() * 9.999)::int % 10]
       || n AS title,
       now() - make_interval(secs => random() * 60000000) AS listed_at
FROM generate_series({first}::int, {last}::int) AS n
JOIN places p ON p.near = {near} AND p.number = 1 + (hashint4(n)::int8 & 2147483647) % (
    SELECT count(*) FROM places WHERE near = {near});

INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, body, words, quantity, unit, listed_at,
                  deadline, closed_at, longitude, latitude, urgency, grid_id, resource_kind)
SELECT id, list, state, organization_id, code,
       CASE WHEN wide < 0.002 THEN 'PROVINCE' WHEN wide < 0.01 THEN 'CITY' ELSE near_scope END, category, title,
       '由社区与驻区单位共同完成', title || ' 由社区与驻区单位共同完成', 10, '次', listed_at,
       CASE WHEN random() < 0.7 OR state = 'EXPIRED' THEN now() + make_interval(secs => 86400 + random() * 8000000) END,
       CASE WHEN state IN ('COMPLETED', 'EXPIRED') THEN now() END,
       longitude + random() * 0.01, latitude + random() * 0.01, CASE list WHEN 'DEMAND' THEN 'ROUTINE' END,
       CASE WHEN list = 'DEMAND' AND code = '110111007001' THEN (
           SELECT id FROM organization WHERE division_code = '110111007001001') END,
       CASE list WHEN 'RESOURCE' THEN 'SERVICE' END
FROM made;

INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, reason, proposed_at, answered_at)
SELECT uuidv7(), m.id, m.organization_id, c.organization_id, c.member_id, 1, 'DECLINED', listed_at + interval '3 days', '已另有安排',
       listed_at + interval '1 hour', listed_at + interval '2 hours'
FROM made m JOIN claimant c ON c.number = CASE WHEN {near} AND m.n % 100 = 0 THEN 0 ELSE 1 + m.n % 2000 END
WHERE m.n % 2 = 0;

INSERT INTO event (pos, form, hash, id, at, kind, organization_id, object_type, object_id, object_version, subject_type, subject_id,
                   home_code, after)
SELECT {events} + row_number() OVER (), 2, sha256('bench'), uuidv7(), listed_at + make_interval(hours => k), 'item.revised',
       organization_id, initcap(list), id, k, 'item', id, code, '{{"title": "改过"}}'
FROM made CROSS JOIN generate_series(1, {each}) AS k;
