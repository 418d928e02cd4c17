-- The people who ask: officers and a secretary of one district, and a unit's liaison who claims.

INSERT INTO organization (id, kind, name, division_code, created_at)
    VALUES (uuidv7(), 'GRID', '第一网格', '110111007001001', now()) ON CONFLICT DO NOTHING;
INSERT INTO organization (id, kind, name, created_at) VALUES (uuidv7(), 'UNIT', '星城中学', now());
INSERT INTO station (id, unit_id, community_id, since)
    SELECT uuidv7(), u.id, c.id, date '2024-01-01' FROM organization u, organization c
    WHERE u.kind = 'UNIT' AND c.division_code = '110111007001';
INSERT INTO member (id, subject, handle, name, created_at)
    SELECT uuidv7(), 'demo:' || handle, handle, handle, now() FROM unnest(ARRAY['district', 'street', 'community', 'unit']) AS handle;
INSERT INTO office (id, member_id, organization_id, kind, starts_on)
    SELECT uuidv7(), m.id, o.id, w.kind, date '2024-01-01'
    FROM (VALUES ('district', '110111', 'OFFICER'), ('street', '110111007', 'OFFICER'),
                 ('community', '110111007001', 'SECRETARY')) AS w (handle, code, kind)
    JOIN member m ON m.handle = w.handle JOIN organization o ON o.division_code = w.code
    UNION ALL
    SELECT uuidv7(), m.id, o.id, 'LIAISON', date '2024-01-01' FROM member m, organization o
    WHERE m.handle = 'unit' AND o.kind = 'UNIT';

CREATE TABLE places AS
    SELECT starts_with(division_code, '110111') AS near, row_number() OVER (
               PARTITION BY starts_with(division_code, '110111') ORDER BY division_code) AS number,
           division_code AS code, id AS organization_id,
           75 + (hashtext(left(division_code, 6))::int8 & 65535) / 1100.0 AS longitude,
           20 + (hashtext(left(division_code, 4))::int8 & 65535) / 2200.0 AS latitude
    FROM organization WHERE kind = 'COMMUNITY' ORDER BY 2, 1;
CREATE UNIQUE INDEX ON places (near, number);
-- Who claims: two thousand units, for all of whom the liaison proposes; the liaison's own is the first.
INSERT INTO organization (id, kind, name, created_at)
    SELECT uuidv7(), 'ENTERPRISE', '驻区企业 ' || n, now() FROM generate_series(1, 2000) AS n;
CREATE TABLE claimant AS
    SELECT row_number() OVER (ORDER BY o.kind DESC, o.name) - 1 AS number, o.id AS organization_id, m.id AS member_id
    FROM organization o CROSS JOIN member m WHERE o.kind IN ('UNIT', 'ENTERPRISE') AND m.handle = 'unit';
CREATE UNIQUE INDEX ON claimant (number);
ANALYZE;
