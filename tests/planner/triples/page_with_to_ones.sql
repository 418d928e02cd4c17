SELECT t1.id, t1.title, t1.urgency, t1.quantity - t1.claimed, CASE WHEN t1.claimed = 0 THEN 'OPEN' WHEN t1.claimed < t1.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END, CASE WHEN t1.state <> 'DRAFT' THEN t1.listed_at END, t1.deadline, coalesce(t1.address, t1.longitude::text), t1.address, t1.longitude, t1.latitude, t2.id, t2.name, t3.id, t3.name, t4.id, t4.name, t5.id, t5.name, t1."key"
FROM (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($1::uuid[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.publisher_id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($4::text[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.scope_code = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($5::text[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.home = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($6::text[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.street = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($7::text[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.district = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM claim r
          WHERE r.claimant_id = ANY($1::uuid[])) AS s
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM share r
          WHERE r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > now())) AS s
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($3::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8) w
        WHERE q.state <> 'DRAFT')) legs
    ORDER BY "key" DESC, id DESC LIMIT $2::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1
LEFT JOIN LATERAL (SELECT *
  FROM organization t2
  WHERE t2.id = t1.publisher_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t3
  WHERE t3.division_code = t2.parent_code LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t4
  WHERE t4.division_code = t1.home_code LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t5
  WHERE t5.id = t1.grid_id LIMIT 1) t5 ON true
ORDER BY t1."key" DESC, t1.id DESC;
