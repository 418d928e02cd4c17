SELECT t1.id, t2.id, t2.name, t3.id, t4.id, t5.id, t6.id, t7.id, t8.id, t9.id, t10.id, t11.id, t12.id, t13.id, t14.id, t15.id
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT *
  FROM member t1
  WHERE t1.id = $1::uuid LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT *
  FROM member t2
  WHERE t2.id = t1.id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT *
  FROM claim t3
  WHERE t3.id = $2::uuid AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t3.item_id AND visible(i)) LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t4
  WHERE t4.id = $8::uuid AND t4.list = 'DEMAND' AND visible(t4) LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT *
  FROM event t5
  WHERE t5.id = $9::uuid AND CASE WHEN t5.item_id IS NOT NULL THEN EXISTS (SELECT
    FROM item i
    WHERE i.id = t5.item_id AND visible(i)) ELSE t5.organization_id = ANY($3::uuid[]) OR EXISTS (SELECT
    FROM unnest($5::text[]) AS h (code)
    WHERE starts_with(t5.home_code, h.code)) END LIMIT 1) t5 ON true
LEFT JOIN LATERAL (SELECT *
  FROM joint_committee t6
  WHERE t6.id = $10::uuid LIMIT 1) t6 ON true
LEFT JOIN LATERAL (SELECT *
  FROM member t7
  WHERE t7.id = $11::uuid LIMIT 1) t7 ON true
LEFT JOIN LATERAL (SELECT *
  FROM office t8
  WHERE t8.id = $12::uuid LIMIT 1) t8 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t9
  WHERE t9.id = $13::uuid LIMIT 1) t9 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t10
  WHERE t10.id = $14::uuid AND t10.list = 'PROJECT' AND visible(t10) LIMIT 1) t10 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t11
  WHERE t11.id = $15::uuid AND t11.list = 'RESOURCE' AND visible(t11) LIMIT 1) t11 ON true
LEFT JOIN LATERAL (SELECT *
  FROM seat t12
  WHERE t12.id = $16::uuid LIMIT 1) t12 ON true
LEFT JOIN LATERAL (SELECT *
  FROM share t13
  WHERE t13.id = $17::uuid AND (t13.organization_id = ANY($3::uuid[]) OR EXISTS (SELECT
      FROM item i
      WHERE i.id = t13.item_id AND (i.publisher_id = ANY($3::uuid[]) OR EXISTS (SELECT
          FROM unnest($5::text[]) AS h (code)
          WHERE starts_with(i.home_code, h.code))))) LIMIT 1) t13 ON true
LEFT JOIN LATERAL (SELECT *
  FROM station t14
  WHERE t14.id = $18::uuid LIMIT 1) t14 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t15
  WHERE t15.division_code = $19::text LIMIT 1) t15 ON true;
