SELECT t1.list, t1.title, t1.body
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT k.id, t1.body, t1.list, t1.title, k."key"
      FROM (SELECT t1.id, t1.listed_at AS "key"
        FROM item t1
        WHERE (t1.publisher_id = $1::uuid OR t1.scope_code = ANY($2::text[])) AND grams(t1.words) @> $3::text[] AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND NOT EXISTS (SELECT
          FROM unnest($4::text[]) AS w (word)
          WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
        ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8) k
      CROSS JOIN LATERAL (SELECT t1.body, t1.list, t1.title
        FROM item t1
        WHERE t1.id = k.id LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.body, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $6::uuid
          UNION ALL SELECT r.item_id
          FROM share r
          WHERE r.organization_id = $7::uuid AND (r.ends_at IS NULL OR r.ends_at > now()))) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND NOT EXISTS (SELECT
        FROM unnest($4::text[]) AS w (word)
        WHERE strpos(t1.words, lower(w.word)) = 0) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)) legs
  ORDER BY "key" DESC, id DESC LIMIT $5::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;
