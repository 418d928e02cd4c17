SELECT t1.title, t1.quantity - t1.claimed, t1."key", t1.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT k.id, t1.claimed, t1.quantity, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.quantity - t1.claimed AS "key"
          FROM item t1
          WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = states.value
          ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.claimed, t1.quantity, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT k.id, t1.claimed, t1.quantity, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($3::text[]) AS scope_codes (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.quantity - t1.claimed AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.list = 'DEMAND' AND t1.state = states.value
          ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.claimed, t1.quantity, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.claimed, t1.quantity, t1.title, t1.quantity - t1.claimed AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.quantity - t1.claimed DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;
