SELECT t1.list, t1.title, ARRAY[t1."key", $1::float8, $2::float8], t1.id
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT k.id, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest(ARRAY['RESOURCE', 'DEMAND', 'PROJECT']) AS lists (value)
        CROSS JOIN unnest(ARRAY['PUBLISHED']) AS states (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, (t1.place <-> mercator($3::float8, $4::float8)) + 0 AS "key"
          FROM item t1
          WHERE t1.publisher_id = $5::uuid AND t1.list = lists.value AND t1.state = states.value AND CASE WHEN t1.place IS NOT NULL THEN true ELSE false END
          ORDER BY (t1.place <-> mercator($3::float8, $4::float8)) + 0 ASC, t1.id ASC LIMIT $6::int8) w
        ORDER BY w."key" ASC, w.id ASC LIMIT $6::int8) k
      CROSS JOIN LATERAL (SELECT t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $7::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $8::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $9::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $10::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $11::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.place <-> mercator($3::float8, $4::float8) AS "key"
      FROM item t1
      WHERE t1.scope_code = $12::text AND t1.place IS NOT NULL AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY t1.place <-> mercator($3::float8, $4::float8) ASC, t1.id ASC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, (t1.place <-> mercator($3::float8, $4::float8)) + 0 AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $13::uuid)) AND CASE WHEN t1.place IS NOT NULL AND t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') THEN true ELSE false END
      ORDER BY (t1.place <-> mercator($3::float8, $4::float8)) + 0 ASC, t1.id ASC LIMIT $6::int8)) scans
  ORDER BY "key" ASC, id ASC LIMIT $6::int8) t1
ORDER BY t1."key" ASC, t1.id ASC;

SELECT t1.list, t1.title
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $4::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN ground_distance(t1.longitude, t1.latitude, $1::float8, $2::float8) <= $3::float8 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $4::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' AND CASE WHEN ground_distance(t1.longitude, t1.latitude, $1::float8, $2::float8) <= $3::float8 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $4::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN ground_distance(t1.longitude, t1.latitude, $1::float8, $2::float8) <= $3::float8 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)
    UNION ALL (SELECT k.id, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($6::text[]) AS scope_codes (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.place <@ circle(mercator($1::float8, $2::float8), 1.01 * $3::float8 / cos(radians(least(85, abs($2::float8) + $3::float8 / 110000)))) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND ground_distance(t1.longitude, t1.latitude, $1::float8, $2::float8) <= $3::float8 THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $5::int8) k
      CROSS JOIN LATERAL (SELECT t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $7::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND ground_distance(t1.longitude, t1.latitude, $1::float8, $2::float8) <= $3::float8 THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $5::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $5::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;

SELECT t1.list, t1.title
FROM (SELECT DISTINCT ON ("key", id) *
  FROM ((SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $5::uuid AND t1.list = 'RESOURCE' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.latitude BETWEEN $1::float8 AND $2::float8 AND CASE WHEN $3::float8 <= $4::float8 THEN t1.longitude BETWEEN $3::float8 AND $4::float8 ELSE t1.longitude >= $3::float8 OR t1.longitude <= $4::float8 END THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $5::uuid AND t1.list = 'DEMAND' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.latitude BETWEEN $1::float8 AND $2::float8 AND CASE WHEN $3::float8 <= $4::float8 THEN t1.longitude BETWEEN $3::float8 AND $4::float8 ELSE t1.longitude >= $3::float8 OR t1.longitude <= $4::float8 END THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $6::int8)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.publisher_id = $5::uuid AND t1.list = 'PROJECT' AND t1.state = 'PUBLISHED' AND CASE WHEN t1.latitude BETWEEN $1::float8 AND $2::float8 AND CASE WHEN $3::float8 <= $4::float8 THEN t1.longitude BETWEEN $3::float8 AND $4::float8 ELSE t1.longitude >= $3::float8 OR t1.longitude <= $4::float8 END THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $6::int8)
    UNION ALL (SELECT k.id, t1.list, t1.title, k."key"
      FROM (SELECT w.*
        FROM unnest($7::text[]) AS scope_codes (value)
        CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, t1.listed_at AS "key"
          FROM item t1
          WHERE t1.scope_code = scope_codes.value AND t1.place <@ box(mercator(CASE WHEN $3::float8 <= $4::float8 THEN $3::float8 ELSE -180 END, $1::float8), mercator(CASE WHEN $3::float8 <= $4::float8 THEN $4::float8 ELSE 180 END, $2::float8)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.latitude BETWEEN $1::float8 AND $2::float8 AND CASE WHEN $3::float8 <= $4::float8 THEN t1.longitude BETWEEN $3::float8 AND $4::float8 ELSE t1.longitude >= $3::float8 OR t1.longitude <= $4::float8 END THEN true ELSE false END
          ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $6::int8) w
        ORDER BY w."key" DESC, w.id DESC LIMIT $6::int8) k
      CROSS JOIN LATERAL (SELECT t1.list, t1.title
        FROM item t1
        WHERE t1.ctid = k.place LIMIT 1) t1)
    UNION ALL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
      FROM item t1
      WHERE t1.id = ANY(ARRAY(SELECT r.item_id
          FROM claim r
          WHERE r.claimant_id = $8::uuid)) AND CASE WHEN t1.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND t1.state IN ('PUBLISHED') AND t1.latitude BETWEEN $1::float8 AND $2::float8 AND CASE WHEN $3::float8 <= $4::float8 THEN t1.longitude BETWEEN $3::float8 AND $4::float8 ELSE t1.longitude >= $3::float8 OR t1.longitude <= $4::float8 END THEN true ELSE false END
      ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $6::int8)) scans
  ORDER BY "key" DESC, id DESC LIMIT $6::int8) t1
ORDER BY t1."key" DESC, t1.id DESC;
