SELECT t1.list, t1.title, t1.id, c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT w.*
      FROM unnest($1::text[]) AS scope_codes (value)
      CROSS JOIN unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
      CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.scope_code = scope_codes.value AND t1.list = lists.value AND t1.state = states.value OFFSET 0) w)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END OFFSET 0)) scans) c
LEFT JOIN (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT k.id, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($1::text[]) AS scope_codes (value)
        CROSS JOIN unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.list = lists.value AND t1.state = states.value
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'RESOURCE' AND t1.state = 'DRAFT' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'DRAFT' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'PROJECT' AND t1.state = 'DRAFT' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT w.*
      FROM unnest($2::text[]) AS scope_codes (value)
      CROSS JOIN unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
      CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.scope_code = scope_codes.value AND t1.list = lists.value AND t1.state = states.value OFFSET 0) w)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $3::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END OFFSET 0)) scans) c;

SELECT 'pr' || encode(uuid_send(t1.id), 'hex'), t1."key", t1.id, c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT t1.id
      FROM item t1
      WHERE t1.scope_code = $2::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM item t1
      WHERE t1.street = $6::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)) scans) c
LEFT JOIN (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $2::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.street = $6::text AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $3::int8) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;
