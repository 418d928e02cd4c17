SELECT 'de' || encode(uuid_send(t1.id), 'hex'), t1.title, t1.urgency, t1.quantity - t1.claimed, CASE WHEN t1.claimed = 0 THEN 'OPEN' WHEN t1.claimed < t1.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END, to_char((CASE WHEN t1.state <> 'DRAFT' THEN t1.listed_at END)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char((t1.deadline)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), coalesce(t1.address, t1.longitude::text), t1.address, t1.longitude, t1.latitude, t2.name, t3.name, t3.id, t2.id, t4.name, t4.id, t5.name, t5.id, t1."key", t1.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $6::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $7::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $8::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.address, t1.claimed, t1.deadline, t1.grid_id, t1.home_code, t1.latitude, t1.listed_at, t1.longitude, t1.publisher_id, t1.quantity, t1.state, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $9::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.name, t2.parent_code
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id, t3.name
  FROM organization t3
  WHERE t3.division_code = t2.parent_code LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT t4.id, t4.name
  FROM organization t4
  WHERE t4.division_code = t1.home_code LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT t5.id, t5.name
  FROM organization t5
  WHERE t5.id = t1.grid_id LIMIT 1) t5 ON true
ORDER BY t1."key" DESC, t1.id DESC;
