SELECT t1.name, t1.credit_code, t1.id, t2.name, t2.id, t3.name, t3.id, t4.name, t4.id, t5.name, t6.division_code, t6.id, t5.id, t8.handle, t8.id, t7.id
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT t1.credit_code, t1.id, t1.name
  FROM organization t1
  WHERE t1.id = $1::uuid LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.division_code = $2::text LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id, t3.name
  FROM organization t3
  WHERE t3.credit_code = $3::text LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT t4.id, t4.name
  FROM organization t4
  WHERE t4.division_code = $4::text LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT t5.id, t5.name, t5.organization_id
  FROM joint_committee t5
  WHERE t5.id = $5::uuid LIMIT 1) t5 ON true
LEFT JOIN LATERAL (SELECT t6.division_code, t6.id
  FROM organization t6
  WHERE t6.id = t5.organization_id LIMIT 1) t6 ON true
LEFT JOIN LATERAL (SELECT t7.id
  FROM member t7
  WHERE t7.id = $6::uuid LIMIT 1) t7 ON true
LEFT JOIN LATERAL (SELECT t8.handle, t8.id
  FROM member t8
  WHERE t8.id = t7.id LIMIT 1) t8 ON true;

SELECT k.ord, t1.name, t1.level
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.level, t1.name, t1.name COLLATE "C" AS "key"
  FROM joint_committee t1
  WHERE (t1.organization_id = k.key OR EXISTS (SELECT
      FROM seat s
      WHERE s.committee_id = t1.id AND s.organization_id = k.key))
  ORDER BY t1.name COLLATE "C" ASC, t1.id ASC LIMIT $2::int8) t1
ORDER BY k.ord, t1."key" ASC, t1.id ASC;

SELECT k.ord, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM organization t1
  WHERE t1.id = ANY($2::uuid[])) c;

SELECT k.ord, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM joint_committee t1
  WHERE EXISTS (SELECT
    FROM seat s
    WHERE s.committee_id = t1.id AND s.member_id = k.key AND s.starts_on <= ($2::timestamptz AT TIME ZONE interval '8 hours')::date AND (s.ends_on IS NULL OR s.ends_on >= ($2::timestamptz AT TIME ZONE interval '8 hours')::date))) c;
