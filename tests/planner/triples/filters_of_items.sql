SELECT t1.title, to_char((t1.deadline)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM (SELECT k.id, t1.deadline, t1.title, k."key"
  FROM (SELECT w.*
    FROM unnest(ARRAY['EXPIRED', 'PUBLISHED']) AS states (value)
    CROSS JOIN LATERAL (SELECT t1.id, t1.ctid AS place, coalesce(t1.deadline, 'infinity') AS "key"
      FROM item t1
      WHERE t1.list = 'DEMAND' AND t1.state = states.value AND t1.publisher_id = $1::uuid AND CASE WHEN visible(t1) AND CASE WHEN t1.claimed = 0 THEN 'OPEN' WHEN t1.claimed < t1.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END = ANY($9::text[]) AND t1.category = ANY($10::text[]) AND starts_with(t1.home_code, $11::text) AND t1.quantity - t1.claimed >= $12::int4 AND t1.deadline < $13::timestamptz AND t1.state <> 'DRAFT' AND t1.listed_at > $14::timestamptz AND t1.urgency = ANY($15::text[]) THEN true ELSE false END
      ORDER BY coalesce(t1.deadline, 'infinity') ASC, t1.id ASC LIMIT $16::int8) w
    ORDER BY w."key" ASC, w.id ASC LIMIT $16::int8) k
  CROSS JOIN LATERAL (SELECT t1.deadline, t1.title
    FROM item t1
    WHERE t1.ctid = k.place LIMIT 1) t1) t1
ORDER BY t1."key" ASC, t1.id ASC;
