SELECT t1.list, t1.title, t1.body
FROM (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($3::uuid[]) AS s (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.publisher_id = s.value AND grams(t1.words) @> $1::text[] AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($4::text[]) AND NOT EXISTS (SELECT
            FROM unnest($2::text[]) AS w (word)
            WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8) w)
      UNION ALL (SELECT w.*
        FROM unnest($6::text[]) AS s (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = s.value AND grams(t1.words) @> $1::text[] AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($4::text[]) AND t1.state <> 'DRAFT' AND NOT EXISTS (SELECT
            FROM unnest($2::text[]) AS w (word)
            WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8) w)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($7::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM claim r
            WHERE r.claimant_id = s.value OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($4::text[]) AND t1.state <> 'DRAFT' AND NOT EXISTS (SELECT
          FROM unnest($2::text[]) AS w (word)
          WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)
      UNION ALL (SELECT t1.id, t1.listed_at AS "key"
        FROM (SELECT DISTINCT r.item_id
          FROM unnest($8::uuid[]) AS s (value)
          CROSS JOIN LATERAL (SELECT r.item_id
            FROM share r
            WHERE r.organization_id = s.value AND (r.ends_at IS NULL OR r.ends_at > now()) OFFSET 0) r) r
        CROSS JOIN LATERAL (SELECT *
          FROM item t1
          WHERE t1.id = r.item_id LIMIT 1) t1
        WHERE CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state = ANY($4::text[]) AND t1.state <> 'DRAFT' AND NOT EXISTS (SELECT
          FROM unnest($2::text[]) AS w (word)
          WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)) legs
    ORDER BY "key" DESC, id DESC LIMIT $5::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1
ORDER BY t1."key" DESC, t1.id DESC;
