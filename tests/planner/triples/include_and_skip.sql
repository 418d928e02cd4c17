SELECT t1.id, t1.title, t1.urgency, t1."key"
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
ORDER BY t1."key" DESC, t1.id DESC;
