SELECT t1.list, t1.title, t1.body
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.body, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $2::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.body, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $2::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT t1.id, t1.body, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $2::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)
    UNION ALL (SELECT k.id, t1.body, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($4::text[], $5::text[]) AS p (value, keys)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE placed_grams(t1.list, t1.home_code, t1.scope_code, t1.words) @> string_to_array(p.keys, ' ') AND t1.scope_code = p.value AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $3::int8) k
      CROSS JOIN LATERAL (SELECT t1.body, t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.body, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $6::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.words LIKE ALL ($1::text[]) THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $3::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $3::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;
