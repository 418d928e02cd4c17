SELECT t1.list, t1.title, t1.id, c.total
FROM (SELECT count(*) AS total
  FROM ((SELECT t1.id
      FROM item t1
      WHERE (placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $2::text[] OR placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $3::text[] OR placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $4::text[]) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.words LIKE ALL ($1::text[]) THEN true ELSE false END OFFSET 0)) scans) c
LEFT JOIN (SELECT k.id, t1.list, t1.title, k."key"
  FROM (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
    FROM item t1
    WHERE (placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $2::text[] OR placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $3::text[] OR placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> $4::text[]) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
    ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8) k
  CROSS JOIN LATERAL (SELECT t1.list, t1.title
    FROM item t1
    WHERE t1.ctid = k.place LIMIT 1) t1) t1 ON true
ORDER BY t1."key" DESC, t1.id DESC;
