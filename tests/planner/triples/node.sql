SELECT t1.id, t1.state, t2.list, t2.title, t2.urgency, now(), (SELECT (i.list, i.state, i.publisher_id, i.home_code, i.scope, i.quantity, i.claimed, i.deadline)
  FROM item i
  WHERE i.id = t1.item_id), t1.claimant_id, t1.quantity, t1.answer_by, t1.version, t3.id, t4.id, t5.id, t6.id, t7.id, t8.id, t9.id, t10.id, t11.id, t12.id, t13.id, t14.id, t15.id, t16.id, t17.id, t18.id, t19.id, t20.id, t21.id, t22.id, t23.id, t24.id, t25.id
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT *
  FROM claim t1
  WHERE t1.id = $1::uuid AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t1.item_id AND visible(i)) LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t2
  WHERE t2.id = t1.item_id AND visible(t2) LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t3
  WHERE t3.id = $7::uuid AND t3.list = 'DEMAND' AND visible(t3) LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT *
  FROM event t4
  WHERE t4.id = $8::uuid AND CASE WHEN t4.item_id IS NOT NULL THEN EXISTS (SELECT
    FROM item i
    WHERE i.id = t4.item_id AND visible(i)) ELSE t4.organization_id = ANY($2::uuid[]) OR EXISTS (SELECT
    FROM unnest($4::text[]) AS h (code)
    WHERE starts_with(t4.home_code, h.code)) END LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT *
  FROM joint_committee t5
  WHERE t5.id = $9::uuid LIMIT 1) t5 ON true
LEFT JOIN LATERAL (SELECT *
  FROM member t6
  WHERE t6.id = $10::uuid LIMIT 1) t6 ON true
LEFT JOIN LATERAL (SELECT *
  FROM office t7
  WHERE t7.id = $11::uuid LIMIT 1) t7 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t8
  WHERE t8.id = $12::uuid LIMIT 1) t8 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t9
  WHERE t9.id = $13::uuid AND t9.list = 'PROJECT' AND visible(t9) LIMIT 1) t9 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t10
  WHERE t10.id = $14::uuid AND t10.list = 'RESOURCE' AND visible(t10) LIMIT 1) t10 ON true
LEFT JOIN LATERAL (SELECT *
  FROM seat t11
  WHERE t11.id = $15::uuid LIMIT 1) t11 ON true
LEFT JOIN LATERAL (SELECT *
  FROM share t12
  WHERE t12.id = $16::uuid AND (t12.organization_id = ANY($2::uuid[]) OR EXISTS (SELECT
      FROM item i
      WHERE i.id = t12.item_id AND (i.publisher_id = ANY($2::uuid[]) OR EXISTS (SELECT
          FROM unnest($4::text[]) AS h (code)
          WHERE starts_with(i.home_code, h.code))))) LIMIT 1) t12 ON true
LEFT JOIN LATERAL (SELECT *
  FROM station t13
  WHERE t13.id = $17::uuid LIMIT 1) t13 ON true
LEFT JOIN LATERAL (SELECT *
  FROM claim t14
  WHERE t14.id = $18::uuid AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t14.item_id AND visible(i)) LIMIT 1) t14 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t15
  WHERE t15.id = $19::uuid AND t15.list = 'DEMAND' AND visible(t15) LIMIT 1) t15 ON true
LEFT JOIN LATERAL (SELECT *
  FROM event t16
  WHERE t16.id = $20::uuid AND CASE WHEN t16.item_id IS NOT NULL THEN EXISTS (SELECT
    FROM item i
    WHERE i.id = t16.item_id AND visible(i)) ELSE t16.organization_id = ANY($2::uuid[]) OR EXISTS (SELECT
    FROM unnest($4::text[]) AS h (code)
    WHERE starts_with(t16.home_code, h.code)) END LIMIT 1) t16 ON true
LEFT JOIN LATERAL (SELECT *
  FROM joint_committee t17
  WHERE t17.id = $21::uuid LIMIT 1) t17 ON true
LEFT JOIN LATERAL (SELECT *
  FROM member t18
  WHERE t18.id = $22::uuid LIMIT 1) t18 ON true
LEFT JOIN LATERAL (SELECT *
  FROM office t19
  WHERE t19.id = $23::uuid LIMIT 1) t19 ON true
LEFT JOIN LATERAL (SELECT *
  FROM organization t20
  WHERE t20.id = $24::uuid LIMIT 1) t20 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t21
  WHERE t21.id = $25::uuid AND t21.list = 'PROJECT' AND visible(t21) LIMIT 1) t21 ON true
LEFT JOIN LATERAL (SELECT *
  FROM item t22
  WHERE t22.id = $26::uuid AND t22.list = 'RESOURCE' AND visible(t22) LIMIT 1) t22 ON true
LEFT JOIN LATERAL (SELECT *
  FROM seat t23
  WHERE t23.id = $27::uuid LIMIT 1) t23 ON true
LEFT JOIN LATERAL (SELECT *
  FROM share t24
  WHERE t24.id = $28::uuid AND (t24.organization_id = ANY($2::uuid[]) OR EXISTS (SELECT
      FROM item i
      WHERE i.id = t24.item_id AND (i.publisher_id = ANY($2::uuid[]) OR EXISTS (SELECT
          FROM unnest($4::text[]) AS h (code)
          WHERE starts_with(i.home_code, h.code))))) LIMIT 1) t24 ON true
LEFT JOIN LATERAL (SELECT *
  FROM station t25
  WHERE t25.id = $29::uuid LIMIT 1) t25 ON true;
