SELECT t1.list, t1.title, t1."key", t1.id, c.total
FROM (SELECT count(*) AS total
  FROM item t1
  WHERE t1.state = ANY($1::text[]) AND visible(t1)) c
LEFT JOIN (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($2::uuid[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.publisher_id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($3::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.scope_code = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($4::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.home = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($5::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.street = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($6::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.district = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM claim r
          WHERE r.claimant_id = ANY($2::uuid[])) AS s
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM share r
          WHERE r.organization_id = ANY($2::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > now())) AS s
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND true
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $7::int8) w
        WHERE q.state <> 'DRAFT')) legs
    ORDER BY "key" DESC, id DESC LIMIT $7::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT c.total
FROM (SELECT count(*) AS total
  FROM item t1
  WHERE t1.state = ANY($1::text[]) AND visible(t1)) c;

SELECT t1.id, t1."key", c.total
FROM (SELECT count(*) AS total
  FROM item t1
  WHERE t1.state = ANY($1::text[]) AND t1.category = ANY($2::text[]) AND t1.list = 'PROJECT' AND visible(t1)) c
LEFT JOIN (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($3::uuid[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.publisher_id = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($4::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.scope_code = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($5::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.home = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($6::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.street = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM unnest($7::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.district = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM claim r
          WHERE r.claimant_id = ANY($3::uuid[])) AS s
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')
      UNION ALL (SELECT w.*
        FROM (SELECT DISTINCT r.item_id AS value
          FROM share r
          WHERE r.organization_id = ANY($3::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > now())) AS s
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN unnest($1::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.id = s.value AND t1.category = ANY($2::text[])
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $8::int8) w
        WHERE q.state <> 'DRAFT')) legs
    ORDER BY "key" DESC, id DESC LIMIT $8::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;
