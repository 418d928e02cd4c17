SELECT t1.list, 're' || encode(uuid_send(t1.id), 'hex'), t1.title, t2.name, t2.kind, t2.id, t1.resource_kind, 'de' || encode(uuid_send(t1.id), 'hex'), t3.name, t3.id, t1.urgency, t4.name, t4.id, 'pr' || encode(uuid_send(t1.id), 'hex'), t5.kind, t6.name, t6.id, t5.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT k.id, t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency, k."key"
      FROM (SELECT w.*
        FROM unnest($3::text[]) AS scope_codes (value)
        CROSS JOIN unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.list = lists.value AND t1.state = states.value
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $2::int8) k
      CROSS JOIN LATERAL (SELECT t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.grid_id, t1.lead_seat_id, t1.list, t1.publisher_id, t1.resource_kind, t1.title, t1.urgency, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $4::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.kind, t2.name
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id, t3.name
  FROM organization t3
  WHERE t3.id = t1.publisher_id LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT t4.id, t4.name
  FROM organization t4
  WHERE t4.id = t1.grid_id LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT t5.committee_id, t5.id, t5.kind
  FROM seat t5
  WHERE t5.id = t1.lead_seat_id LIMIT 1) t5 ON true
LEFT JOIN LATERAL (SELECT t6.id, t6.name
  FROM joint_committee t6
  WHERE t6.id = t5.committee_id LIMIT 1) t6 ON true
ORDER BY t1."key" DESC, t1.id DESC;
