SELECT t1.title, replace((t1.deadline)::timestamp::text, ' ', 'T') || 'Z'
FROM (SELECT t1.*, page."key"
  FROM (SELECT DISTINCT ON ("key", id) id, "key"
    FROM ((SELECT w.*
        FROM (VALUES ('DEMAND')) AS l (list)
        CROSS JOIN (SELECT state
          FROM unnest($14::text[]) AS q (state)) q
        CROSS JOIN LATERAL (SELECT t1.id, coalesce(t1.deadline, 'infinity') AS "key"
          FROM item t1
          WHERE t1.list = l.list AND t1.state = q.state AND t1.publisher_id = $1::uuid AND CASE WHEN visible(t1) AND CASE WHEN t1.claimed = 0 THEN 'OPEN' WHEN t1.claimed < t1.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END = ANY($7::text[]) AND t1.category = ANY($8::text[]) AND starts_with(t1.home_code, $9::text) AND t1.quantity - t1.claimed >= $10::int4 AND t1.deadline < $11::timestamptz AND t1.state <> 'DRAFT' AND t1.listed_at > $12::timestamptz AND t1.urgency = ANY($13::text[]) THEN true ELSE false END
          ORDER BY coalesce(t1.deadline, 'infinity') ASC, t1.id ASC LIMIT $15::int8) w)) legs
    ORDER BY "key" ASC, id ASC LIMIT $15::int8) page
  CROSS JOIN LATERAL (SELECT *
    FROM item t1
    WHERE t1.id = page.id LIMIT 1) t1) t1
ORDER BY t1."key" ASC, t1.id ASC;
