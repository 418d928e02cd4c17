SELECT t1.state, t1.quantity, to_char((t1.proposed_at)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char((t1.answer_by)::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), t2.name, t2.id, t1.id, t3.list, t3.title, t3.quantity - t3.claimed, CASE WHEN t3.claimed = 0 THEN 'OPEN' WHEN t3.claimed < t3.quantity THEN 'PARTLY_CLAIMED' ELSE 'FULLY_CLAIMED' END, t3.id, t3.urgency
FROM (VALUES (1)) AS root (one)
LEFT JOIN LATERAL (SELECT t1.answer_by, t1.claimant_id, t1.id, t1.proposed_at, t1.quantity, t1.state
  FROM claim t1
  WHERE t1.id = $1::uuid LIMIT 1) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.name
  FROM organization t2
  WHERE t2.id = t1.claimant_id LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.claimed, t3.id, t3.list, t3.quantity, t3.title, t3.urgency
  FROM item t3
  WHERE t3.id = $2::uuid LIMIT 1) t3 ON true;

SELECT k.ord, t1.kind, t2.handle, t2.id
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT t1.id, t1.actor_id, t1.kind, t1.seq AS "key"
  FROM event t1
  WHERE t1.object_id = k.key AND CASE t1.subject_type WHEN 'item' THEN EXISTS (SELECT
    FROM item s
    WHERE s.id = t1.subject_id AND visible(s) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.publisher_id = ANY($2::uuid[]) OR (t1.object_version > s.draft_version AND (t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM item s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_conference' THEN EXISTS (SELECT
    FROM joint_conference s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM joint_conference s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'admission' THEN EXISTS (SELECT
    FROM admission s
    WHERE s.id = t1.subject_id AND (s.department_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.department_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM admission s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'opinion' THEN EXISTS (SELECT
    FROM opinion s
    WHERE s.id = t1.subject_id AND (s.asker_id = ANY($2::uuid[]) OR s.community_id = ANY($2::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.asker_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM opinion s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'agreement' THEN EXISTS (SELECT
    FROM agreement s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR s.unit_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM agreement s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'pairing' THEN EXISTS (SELECT
    FROM pairing s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR s.partner_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM pairing s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'dual_report' THEN EXISTS (SELECT
    FROM dual_report s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR s.unit_id = ANY($2::uuid[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM dual_report s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'activity' THEN EXISTS (SELECT
    FROM activity s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM activity s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'sign_up' THEN EXISTS (SELECT
    FROM sign_up s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.unit_id = ANY($2::uuid[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM sign_up s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'team' THEN EXISTS (SELECT
    FROM team s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.scope_code = ANY($3::text[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM team s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'mobilization' THEN EXISTS (SELECT
    FROM mobilization s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR EXISTS (SELECT
        FROM assignment r
        WHERE r.mobilization_id = s.id AND r.unit_id = ANY($2::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM mobilization s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'assignment' THEN EXISTS (SELECT
    FROM assignment s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.unit_id = ANY($2::uuid[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM assignment s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'yearly_report' THEN EXISTS (SELECT
    FROM yearly_report s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR s.unit_id = ANY($2::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM yearly_report s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'service_duty' THEN EXISTS (SELECT
    FROM service_duty s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home_code = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM service_duty s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'topic' THEN EXISTS (SELECT
    FROM topic s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.raised_for_id = ANY($2::uuid[]) OR s.open_to = ANY($3::text[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.committee_id = ANY($8::uuid[]) OR EXISTS (SELECT
        FROM share r
        WHERE r.topic_id = s.id AND r.organization_id = ANY($2::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.topic_id = s.id AND r.guest_id = ANY($8::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM topic s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'resolution' THEN EXISTS (SELECT
    FROM resolution s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.owner_id = ANY($2::uuid[]) OR s.open_to = ANY($3::text[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.committee_id = ANY($8::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM resolution s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment_list' THEN EXISTS (SELECT
    FROM commitment_list s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.above_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.committee_id = ANY($8::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM commitment_list s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment' THEN EXISTS (SELECT
    FROM commitment s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.owner_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.committee_id = ANY($8::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM commitment s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_project' THEN EXISTS (SELECT
    FROM joint_project s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($2::uuid[]) OR s.lead_unit_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.committee_id = ANY($8::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = s.id AND r.organization_id = ANY($2::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = s.id AND r.organization_id = ANY($2::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = s.id AND r.guest_id = ANY($8::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $7::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM joint_project s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'community_fund' THEN EXISTS (SELECT
    FROM community_fund s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($3::text[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM community_fund s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'webhook' THEN EXISTS (SELECT
    FROM webhook s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.system_id = ANY($9::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM webhook s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'system' THEN EXISTS (SELECT
    FROM system s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM system s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'micro_wish' THEN EXISTS (SELECT
    FROM micro_wish s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($2::uuid[]) OR s.scope_code = ANY($3::text[]) OR s.home = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM micro_wish s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle' THEN EXISTS (SELECT
    FROM whistle s
    WHERE s.id = t1.subject_id AND (s.raiser_id = ANY($2::uuid[]) OR s.lead_id = ANY($2::uuid[]) OR s.home_code = ANY($4::text[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR s.system_id = ANY($9::uuid[]) OR EXISTS (SELECT
        FROM whistle_party r
        WHERE r.whistle_id = s.id AND r.beside_id = ANY($2::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.raiser_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM whistle s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle_inside' THEN EXISTS (SELECT
    FROM whistle_inside s
    WHERE s.id = t1.subject_id AND (s.lead_id = ANY($2::uuid[]) OR s.street = ANY($5::text[]) OR s.district = ANY($6::text[]) OR EXISTS (SELECT
        FROM whistle_inside_party r
        WHERE r.whistle_id = s.id AND r.organization_id = ANY($2::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.lead_id = ANY($2::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($2::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($8::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($4::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($2::uuid[]) AND NOT EXISTS (SELECT
      FROM whistle_inside s
      WHERE s.id = t1.subject_id OFFSET 0)) ELSE t1.organization_id = ANY($2::uuid[]) OR EXISTS (SELECT
    FROM unnest($4::text[]) AS h (code)
    WHERE starts_with(t1.home_code, h.code)) END
  ORDER BY t1.seq ASC LIMIT $10::int8) t1
LEFT JOIN LATERAL (SELECT t2.handle, t2.id
  FROM member t2
  WHERE t2.id = t1.actor_id LIMIT 1) t2 ON true
ORDER BY k.ord, t1."key" ASC, t1.id ASC;

SELECT k.ord, c.total
FROM unnest($1::uuid[]) WITH ORDINALITY AS k (key, ord)
CROSS JOIN LATERAL (SELECT count(*) AS total
  FROM claim t1
  WHERE t1.item_id = k.key) c;
