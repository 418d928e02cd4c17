SELECT t1.list, t1.title, t1."key", t1.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $3::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND (t1.listed_at, t1.id) > ($1::timestamptz, $2::uuid)
      ORDER BY t1.listed_at ASC, t1.id ASC LIMIT $4::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $3::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' AND (t1.listed_at, t1.id) > ($1::timestamptz, $2::uuid)
      ORDER BY t1.listed_at ASC, t1.id ASC LIMIT $4::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $3::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND (t1.listed_at, t1.id) > ($1::timestamptz, $2::uuid)
      ORDER BY t1.listed_at ASC, t1.id ASC LIMIT $4::int8)
    UNION ALL (SELECT k.id, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($5::text[]) AS scope_codes (value)
        CROSS JOIN unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.list = lists.value AND t1.state = states.value AND (t1.listed_at, t1.id) > ($1::timestamptz, $2::uuid)
          ORDER BY t1.listed_at ASC, t1.id ASC LIMIT $4::int8) w
        ORDER BY w."key" ASC, w.id ASC LIMIT $4::int8) k
      CROSS JOIN LATERAL (SELECT t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $6::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND (t1.listed_at, t1.id) > ($1::timestamptz, $2::uuid) THEN true ELSE false END
      ORDER BY t1.listed_at ASC, t1.id ASC LIMIT $4::int8)) scans
  ORDER BY "key" ASC, id ASC LIMIT $4::int8) t1
ORDER BY t1."key" ASC, t1.id ASC;
