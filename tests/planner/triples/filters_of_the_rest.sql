SELECT t1.title, t1.resource_kind
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.resource_kind, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $2::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.resource_kind = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.resource_kind, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.resource_kind = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.resource_kind, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.district = $5::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.resource_kind = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.resource_kind, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $6::uuid)) AND CASE WHEN t1.list IN ('RESOURCE') AND t1.state IN ('PUBLISHED') AND t1.resource_kind = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $3::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;

SELECT t1.title, (t1.budget_yuan)::text, t3.handle, t3.id, t2.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.budget_yuan, t1.lead_seat_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $2::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.budget_yuan >= $1::int4 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.budget_yuan, t1.lead_seat_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.budget_yuan >= $1::int4 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.budget_yuan, t1.lead_seat_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.district = $5::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.budget_yuan >= $1::int4 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $3::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.member_id
  FROM seat t2
  WHERE t2.id = t1.lead_seat_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.handle, t3.id
  FROM member t3
  WHERE t3.id = t2.member_id LIMIT 1) t3 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT t1.quantity
FROM (SELECT t1.id, t1.quantity, t1.proposed_at AS "key"
  FROM claim t1
  WHERE t1.state = ANY($1::text[]) AND t1.claimant_id = $2::uuid AND t1.item_id = $3::uuid AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t1.item_id AND visible(i) OFFSET 0)
  ORDER BY t1.proposed_at DESC, t1.id DESC LIMIT $11::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;

SELECT t1.name, t1.id
FROM (SELECT t1.id, t1.name, t1.name COLLATE "C" AS "key"
  FROM organization t1
  WHERE t1.kind = ANY($1::text[]) AND strpos(t1.name, $2::text) > 0 AND (starts_with(t1.division_code, $3::text) OR EXISTS (SELECT
      FROM station s JOIN organization h ON h.id = s.community_id
      WHERE s.unit_id = t1.id AND s.state = 'CONFIRMED' AND starts_with(h.division_code, $3::text)))
  ORDER BY t1.name COLLATE "C" ASC, t1.id ASC LIMIT $4::int8) t1
ORDER BY t1."key" ASC, t1.id ASC;

SELECT k.ord, t2.name, t2.id, (t1.since)::text
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.community_id, t1.since, t1.since AS "key"
  FROM station t1
  WHERE t1.unit_id = k.key AND t1.state = ANY($2::text[])
  ORDER BY t1.since ASC, t1.id ASC LIMIT $3::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.community_id LIMIT 1) t2 ON true
ORDER BY k.ord, t1."key" ASC, t1.id ASC;

SELECT t1.name, t1.id
FROM (SELECT t1.id, t1.name, t1.name COLLATE "C" AS "key"
  FROM joint_committee t1
  WHERE t1.level = $1::text AND EXISTS (SELECT
    FROM organization o
    WHERE o.id = t1.organization_id AND starts_with(o.division_code, $2::text))
  ORDER BY t1.name COLLATE "C" ASC, t1.id ASC LIMIT $3::int8) t1
ORDER BY t1."key" ASC, t1.id ASC;

SELECT k.ord, t2.handle, t2.id, t3.name, t3.id
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.member_id, t1.organization_id, t1.starts_on AS "key"
  FROM seat t1
  WHERE t1.committee_id = k.key AND t1.kind = ANY($2::text[]) AND (t1.starts_on <= ($3::timestamptz AT TIME ZONE interval '8 hours')::date AND (t1.ends_on IS NULL OR t1.ends_on >= ($3::timestamptz AT TIME ZONE interval '8 hours')::date)) = $4::bool
  ORDER BY t1.starts_on DESC, t1.id DESC LIMIT $5::int8) t1
LEFT JOIN LATERAL (SELECT t2.handle, t2.id
  FROM member t2
  WHERE t2.id = t1.member_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id, t3.name
  FROM organization t3
  WHERE t3.id = t1.organization_id LIMIT 1) t3 ON true
ORDER BY k.ord, t1."key" DESC, t1.id DESC;
