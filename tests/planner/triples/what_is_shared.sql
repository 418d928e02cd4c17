SELECT t1.title, t2.name, t2.id
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
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $8::uuid
          UNION ALL SELECT r.item_id
          FROM share r
          WHERE r.organization_id = $9::uuid AND (r.ends_at IS NULL OR r.ends_at > $10::timestamptz))) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true
ORDER BY t1."key" DESC, t1.id DESC;
