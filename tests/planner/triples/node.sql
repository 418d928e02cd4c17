SELECT 'cl' || encode(uuid_send(t1.id), 'hex'), t1.state, t2.list, t2.title, t2.urgency, $7::timestamptz, (SELECT (i.list::text, i.state::text, i.publisher_id::uuid, i.home_code::text, i.scope::text, i.quantity::int4, i.claimed::int4, i.deadline::timestamptz)
  FROM item i
  WHERE i.id = t1.item_id), t1.claimant_id, t1.quantity, t1.answer_by, t1.version, EXISTS (SELECT
  FROM card k
  WHERE k.claim_id = t1.id AND k.state = 'PROPOSED'), EXISTS (SELECT
  FROM joint_project j
  WHERE j.id = t1.joint_project_id AND j.state <> 'STOPPED'), (SELECT coalesce(g.division_code, g.home_code, i.home_code)::text
  FROM item i JOIN organization g ON g.id = CASE i.list WHEN 'RESOURCE' THEN t1.claimant_id ELSE i.publisher_id END
  WHERE i.id = t1.item_id), 'de' || encode(uuid_send(t3.id), 'hex')
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT t1.answer_by, t1.claimant_id, t1.id, t1.item_id, t1.joint_project_id, t1.quantity, t1.state, t1.version
  FROM claim t1
  WHERE t1.id = $1::uuid AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t1.item_id AND visible(i) OFFSET 0) LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT t2.list, t2.title, t2.urgency
  FROM item t2
  WHERE t2.id = t1.item_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id
  FROM item t3
  WHERE t3.id = $9::uuid AND t3.list = 'DEMAND' AND visible(t3) LIMIT 1) t3 ON true;
