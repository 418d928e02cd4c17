BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;

SELECT t1.title
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $1::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $3::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $4::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $5::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $6::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $7::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.scope_code = $8::text AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED'
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)
    UNION ALL (SELECT t1.id, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $9::uuid)) AND CASE WHEN t1.list IN ('DEMAND') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $2::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $2::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;

SELECT t1.state
FROM (SELECT t1.id, t1.state, t1.proposed_at AS "key"
  FROM claim t1
  WHERE EXISTS (SELECT
    FROM item i
    WHERE i.id = t1.item_id AND visible(i) OFFSET 0)
  ORDER BY t1.proposed_at DESC, t1.id DESC LIMIT $8::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;

COMMIT;
