SELECT t1.name, t1.id
FROM (SELECT t1.id, t1.name, coalesce(t1.division_code, '~') COLLATE "C" AS "key"
  FROM organization t1
  WHERE t1.kind = ANY($1::text[])
  ORDER BY coalesce(t1.division_code, '~') COLLATE "C" ASC, t1.id ASC LIMIT $2::int8) t1
ORDER BY t1."key" ASC, t1.id ASC;

SELECT k.ord, t1.list, t1.title, t1.id, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM item t1
  WHERE t1.publisher_id = k.key AND visible(t1)) c
LEFT JOIN LATERAL (SELECT t1.id, t1.list, t1.title, t1.listed_at AS "key"
  FROM item t1
  WHERE t1.publisher_id = k.key AND visible(t1)
  ORDER BY t1.listed_at DESC, t1.id DESC LIMIT $9::int8) t1 ON true
ORDER BY k.ord, t1."key" DESC, t1.id DESC;

SELECT k.ord, t1.state, t1.quantity, t2.name, t2.id, t3.handle, t3.id, t4.task, to_char((t4.due_at)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), t4.id, t1.during::text, to_char((lower(t1.during))::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.card_id, t1.claimant_id, t1.during, t1.proposed_by, t1.quantity, t1.state, t1.answer_by AS "key"
  FROM claim t1
  WHERE t1.item_id = k.key
  ORDER BY t1.answer_by ASC, t1.id ASC LIMIT $2::int8) t1
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.claimant_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.handle, t3.id
  FROM member t3
  WHERE t3.id = t1.proposed_by LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT t4.due_at, t4.id, t4.task
  FROM card t4
  WHERE t4.id = t1.card_id LIMIT 1) t4 ON true
ORDER BY k.ord, t1."key" ASC, t1.id ASC;

SELECT k.ord, t1.kind, to_char((t1.at)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.at, t1.kind, t1.seq AS "key"
  FROM event t1
  WHERE t1.subject_id = k.key AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR CASE t1.subject_type WHEN 'item' THEN EXISTS (SELECT
      FROM item s
      WHERE s.id = t1.subject_id AND (s.publisher_id = ANY($2::uuid[]) OR (t1.object_version > s.draft_version AND (t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'joint_conference' THEN EXISTS (SELECT
      FROM joint_conference s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'admission' THEN EXISTS (SELECT
      FROM admission s
      WHERE s.id = t1.subject_id AND (s.department_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'opinion' THEN EXISTS (SELECT
      FROM opinion s
      WHERE s.id = t1.subject_id AND (s.asker_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[])))) OFFSET 0) WHEN 'agreement' THEN EXISTS (SELECT
      FROM agreement s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'pairing' THEN EXISTS (SELECT
      FROM pairing s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'dual_report' THEN EXISTS (SELECT
      FROM dual_report s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'activity' THEN EXISTS (SELECT
      FROM activity s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'sign_up' THEN EXISTS (SELECT
      FROM sign_up s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'team' THEN EXISTS (SELECT
      FROM team s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'mobilization' THEN EXISTS (SELECT
      FROM mobilization s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'assignment' THEN EXISTS (SELECT
      FROM assignment s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'yearly_report' THEN EXISTS (SELECT
      FROM yearly_report s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[])))) OFFSET 0) WHEN 'service_duty' THEN EXISTS (SELECT
      FROM service_duty s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'topic' THEN EXISTS (SELECT
      FROM topic s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'resolution' THEN EXISTS (SELECT
      FROM resolution s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'commitment_list' THEN EXISTS (SELECT
      FROM commitment_list s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'commitment' THEN EXISTS (SELECT
      FROM commitment s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'joint_project' THEN EXISTS (SELECT
      FROM joint_project s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'community_fund' THEN EXISTS (SELECT
      FROM community_fund s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'webhook' THEN EXISTS (SELECT
      FROM webhook s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'system' THEN EXISTS (SELECT
      FROM system s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'micro_wish' THEN EXISTS (SELECT
      FROM micro_wish s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'whistle' THEN EXISTS (SELECT
      FROM whistle s
      WHERE s.id = t1.subject_id AND (s.raiser_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) WHEN 'whistle_inside' THEN EXISTS (SELECT
      FROM whistle_inside s
      WHERE s.id = t1.subject_id AND (s.lead_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($3::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code))))) OFFSET 0) ELSE true END)
  ORDER BY t1.seq DESC LIMIT $5::int8) t1
ORDER BY k.ord, t1."key" DESC, t1.id DESC;
