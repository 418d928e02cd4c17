SELECT t1.title, t2.name, t2.kind, t2.id, t1.id, t3.name, t3.kind, t3.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $6::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $7::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $8::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $9::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.kind, t2.name
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id, t3.kind, t3.name
  FROM organization t3
  WHERE t3.id = t1.publisher_id LIMIT 1) t3 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT k.ord, t1.quantity, t1.id, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM claim t1
  WHERE t1.item_id = k.key) c
LEFT JOIN LATERAL (SELECT t1.id, t1.quantity, t1.proposed_at AS "key"
  FROM claim t1
  WHERE t1.item_id = k.key
  ORDER BY t1.proposed_at DESC, t1.id DESC LIMIT $2::int8) t1 ON true
ORDER BY k.ord, t1."key" DESC, t1.id DESC;

SELECT t1.title
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT k.id, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.quantity - t1.claimed AS "key"
          FROM item t1
          WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = states.value
          ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT k.id, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($3::text[]) AS scope_codes (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.quantity - t1.claimed AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.list = 'DEMAND' AND t1.state = states.value
          ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.title, t1.quantity - t1.claimed AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;
