SELECT t2.name, t2.id, t1.id, t3.id
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT t1.id
  FROM member t1
  WHERE t1.id = $1::uuid LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM member t2
  WHERE t2.id = t1.id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id
  FROM organization t3
  WHERE t3.division_code = $2::text LIMIT 1) t3 ON true;
