SELECT t1.title, replace((t1.deadline)::timestamp::text, ' ', 'T') || 'Z'
FROM (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM unnest($1::text[]) AS s (value)
        CROSS JOIN (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN unnest($9::text[]) AS q (state)
        CROSS JOIN LATERAL (SELECT t1.id, coalesce(t1.deadline, 'infinity') AS "key"
          FROM item t1
          WHERE t1.street = s.value AND t1.list = l.list AND t1.state = q.state AND CASE WHEN CASE WHEN t1.claimed = 0 THEN 'OPEN' WHEN t1.claimed < t1.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END = ANY($2::text[]) AND t1.category = ANY($3::text[]) AND t1.publisher_id = $4::uuid AND t1.quantity - t1.claimed >= $5::int4 AND t1.deadline < $6::timestamptz AND t1.state <> 'DRAFT' AND t1.listed_at > $7::timestamptz AND t1.urgency = ANY($8::text[]) THEN true ELSE false END
          ORDER BY coalesce(t1.deadline, 'infinity') ASC, t1.id ASC LIMIT $10::int8) w
        WHERE q.state <> 'DRAFT')) legs
    ORDER BY "key" ASC, id ASC LIMIT $10::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1
ORDER BY t1."key" ASC, t1.id ASC;
