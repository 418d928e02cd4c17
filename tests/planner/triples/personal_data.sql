SELECT t1.title, t1.id, t1.publisher_id, ARRAY(SELECT DISTINCT c.claimant_id
  FROM claim c
  WHERE c.item_id = t1.id AND c.state IN ('ACCEPTED', 'DELIVERED', 'REWORK', 'CONFIRMED')), t2.name, t2.phone
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $6::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $7::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $8::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.publisher_id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $9::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.name, t2.phone
  FROM contact t2
  WHERE t2.item_id = t1.id LIMIT 1) t2 ON true
ORDER BY t1."key" DESC, t1.id DESC;

SELECT k.ord, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM claim t1
  WHERE t1.item_id = k.key) c;

INSERT INTO contact_read (id, subject_type, subject_id, member_id, request_id, at) SELECT look.id, look.subject_type, look.subject_id, $4, $5, $6
FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS look (id, subject_type, subject_id);
