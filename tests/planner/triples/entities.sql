SELECT k.ord, t.quantity
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (k0, ord)
CROSS JOIN LATERAL (SELECT *
  FROM (SELECT *
    FROM claim
    WHERE id = k.k0) t
  WHERE EXISTS (SELECT
    FROM item i
    WHERE i.id = t.item_id AND visible(i) OFFSET 0) LIMIT 1) t;

SELECT k.ord, 'de' || encode(uuid_send(t.id), 'hex'), t.title, t1.name, t1.id
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (k0, ord)
CROSS JOIN LATERAL (SELECT *
  FROM (SELECT *
    FROM item
    WHERE id = k.k0) t
  WHERE t.list = 'DEMAND' AND visible(t) LIMIT 1) t
LEFT JOIN LATERAL (SELECT t1.id, t1.name
  FROM organization t1
  WHERE t1.id = t.publisher_id LIMIT 1) t1 ON true;

SELECT k.ord, 'or' || encode(uuid_send(t.id), 'hex'), t.name, t.id
FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS k (k0, k1, k2, ord)
CROSS JOIN LATERAL (SELECT *
  FROM (SELECT *
    FROM organization
    WHERE id = k.k0
    UNION ALL SELECT *
    FROM organization
    WHERE division_code = k.k1
    UNION ALL SELECT *
    FROM organization
    WHERE credit_code = k.k2) t
  WHERE (k.k0 IS NULL OR t.id = k.k0) AND (k.k1 IS NULL OR t.division_code = k.k1) AND (k.k2 IS NULL OR t.credit_code = k.k2) LIMIT 1) t;

SELECT k.ord, t1.list, t1.title
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
  FROM item t1
  WHERE t1.publisher_id = k.key AND t1.state = ANY($2::text[]) AND visible(t1)
  ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $10::int8) t1
ORDER BY k.ord, t1."key" DESC, t1.id DESC;
