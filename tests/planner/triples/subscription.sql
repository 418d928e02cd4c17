SELECT 'de' || encode(uuid_send(t1.id), 'hex'), t1.title, t2.name, t2.id, t1.id
FROM (SELECT 1
  FROM item g
  WHERE g.id = $1::uuid AND ($9::text IS NULL OR EXISTS (SELECT
      FROM joint_committee j JOIN organization o ON o.id = j.organization_id
      WHERE j.id = $10::uuid AND starts_with(g.home_code, o.division_code))) AND g.state = ANY($11::text[]) AND g.words LIKE ALL ($12::text[]) AND g.urgency = ANY($13::text[]) AND g.list = 'DEMAND' AND visible(g) AND NOT EXISTS (SELECT
    FROM event e
    WHERE e.kind = 'item.widened' AND e.id = $14::uuid AND ((g.state <> 'DRAFT' OR g.publisher_id = ANY($2::uuid[])) AND (g.publisher_id = ANY($2::uuid[]) OR (scope_code_of(e.before ->> 'scope', g.home_code, g.publisher_id)) = ANY($3::text[]) OR g.home = ANY($4::text[]) OR g.street = ANY($5::text[]) OR g.district = ANY($6::text[]) OR EXISTS (SELECT
          FROM claim r
          WHERE r.item_id = g.id AND r.claimant_id = ANY($2::uuid[]) OFFSET 0) OR EXISTS (SELECT
          FROM share r
          WHERE r.item_id = g.id AND r.organization_id = ANY($2::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0) OR EXISTS (SELECT
          FROM share r
          WHERE r.item_id = g.id AND r.guest_id = ANY($8::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0))))) AS root (one)
LEFT JOIN LATERAL (SELECT t1.id, t1.publisher_id, t1.title
  FROM item t1
  WHERE t1.id = $1::uuid AND t1.list = 'DEMAND' AND visible(t1) LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true;

SELECT k.ord, t2.name, t2.id, t1.id, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM claim t1
  WHERE t1.item_id = k.key) c
LEFT JOIN LATERAL (SELECT t1.id, t1.claimant_id, t1.proposed_at AS "key"
  FROM claim t1
  WHERE t1.item_id = k.key
  ORDER BY t1.proposed_at DESC, t1.id DESC LIMIT $2::int8) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.claimant_id LIMIT 1) t2 ON true
ORDER BY k.ord, t1."key" DESC, t1.id DESC;
