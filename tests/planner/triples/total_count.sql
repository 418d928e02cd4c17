SELECT t1.list, t1.title, t1.id, c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT w.*
      FROM unnest($1::uuid[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)) q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.publisher_id = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($4::text[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.scope_code = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($5::text[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($6::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = s.value OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($7::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM share r
          WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END OFFSET 0)) legs) c
LEFT JOIN (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($1::uuid[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($2::text[]) AS q (state)) q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.publisher_id = s.value AND t1.list = l.list AND t1.state = q.state
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($4::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($2::text[]) AS q (state)
          WHERE state <> 'DRAFT') q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = s.value AND t1.list = l.list AND t1.state = q.state
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($5::text[]) AS s (value)
        CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($2::text[]) AS q (state)
          WHERE state <> 'DRAFT') q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8) w)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($6::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM claim r
            WHERE r.claimant_id = s.value OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($7::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM share r
            WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)) legs
    ORDER BY "key" DESC, id DESC LIMIT $3::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT w.*
      FROM unnest($1::uuid[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)) q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.publisher_id = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($3::text[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.scope_code = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($4::text[]) AS s (value)
      CROSS JOIN (VALUES ('RESOURCE'), ('DEMAND'), ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($2::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state OFFSET 0) w)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($5::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = s.value OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($6::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM share r
          WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($2::text[]) AND t1.state <> 'DRAFT' THEN true ELSE false END OFFSET 0)) legs) c;

SELECT 'pr' || encode(uuid_send(t1.id), 'hex'), t1."key", t1.id, c.total
FROM (SELECT count(DISTINCT id) AS total
  FROM ((SELECT w.*
      FROM unnest($2::uuid[]) AS s (value)
      CROSS JOIN (VALUES ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($3::text[]) AS q (state)) q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.publisher_id = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($5::text[]) AS s (value)
      CROSS JOIN (VALUES ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($3::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.scope_code = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0) w)
    UNION ALL (SELECT w.*
      FROM unnest($6::text[]) AS s (value)
      CROSS JOIN (VALUES ('PROJECT')) AS l (list)
      CROSS JOIN (SELECT state
        FROM unnest($3::text[]) AS q (state)
        WHERE state <> 'DRAFT') q
      CROSS JOIN LATERAL (SELECT t1.id
        FROM item t1
        WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0) w)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($7::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = s.value OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('PROJECT') AND t1.state = ANY($3::text[]) AND t1.state <> 'DRAFT' AND t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)
    UNION ALL (SELECT t1.id
      FROM (SELECT DISTINCT r.item_id
        FROM unnest($8::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT r.item_id
          FROM share r
          WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
      CROSS JOIN LATERAL (SELECT *
        FROM item t1
        WHERE t1.id = r.item_id LIMIT 1) t1
      WHERE CASE WHEN t1.list IN ('PROJECT') AND t1.state = ANY($3::text[]) AND t1.state <> 'DRAFT' AND t1.category = ANY($1::text[]) THEN true ELSE false END OFFSET 0)) legs) c
LEFT JOIN (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($2::uuid[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($3::text[]) AS q (state)) q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.publisher_id = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $4::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($5::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($3::text[]) AS q (state)
          WHERE state <> 'DRAFT') q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $4::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($6::text[]) AS s (value)
        CROSS JOIN (VALUES ('PROJECT')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($3::text[]) AS q (state)
          WHERE state <> 'DRAFT') q
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN t1.category = ANY($1::text[]) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $4::int8) w)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($7::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM claim r
            WHERE r.claimant_id = s.value OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('PROJECT') AND t1.state = ANY($3::text[]) AND t1.state <> 'DRAFT' AND t1.category = ANY($1::text[]) THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $4::int8)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($8::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM share r
            WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('PROJECT') AND t1.state = ANY($3::text[]) AND t1.state <> 'DRAFT' AND t1.category = ANY($1::text[]) THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $4::int8)) legs
    ORDER BY "key" DESC, id DESC LIMIT $4::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;
