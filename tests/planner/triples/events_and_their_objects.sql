SELECT t1.kind, t2.list, 're' || encode(uuid_send(t2.id), 'hex'), t2.title, 'de' || encode(uuid_send(t2.id), 'hex'), 'pr' || encode(uuid_send(t2.id), 'hex'), 'fg' || encode(uuid_send(t3.id), 'hex'), 'pn' || encode(uuid_send(t4.id), 'hex'), 'ex' || encode(uuid_send(t5.id), 'hex'), 'cf' || encode(uuid_send(t6.id), 'hex'), 'wm' || encode(uuid_send(t7.id), 'hex'), 'wp' || encode(uuid_send(t8.id), 'hex'), 'rt' || encode(uuid_send(t9.id), 'hex'), 'sd' || encode(uuid_send(t10.id), 'hex'), 'sf' || encode(uuid_send(t11.id), 'hex'), 'or' || encode(uuid_send(t12.id), 'hex'), 'cl' || encode(uuid_send(t13.id), 'hex'), t13.quantity, t14.name, t14.id, 'cd' || encode(uuid_send(t15.id), 'hex'), 'st' || encode(uuid_send(t16.id), 'hex'), 'me' || encode(uuid_send(t17.id), 'hex'), 'of' || encode(uuid_send(t18.id), 'hex'), 'se' || encode(uuid_send(t19.id), 'hex'), 'jc' || encode(uuid_send(t20.id), 'hex'), 'co' || encode(uuid_send(t21.id), 'hex'), 'ad' || encode(uuid_send(t22.id), 'hex'), 'op' || encode(uuid_send(t23.id), 'hex'), 'ag' || encode(uuid_send(t24.id), 'hex'), 'pa' || encode(uuid_send(t25.id), 'hex'), 'dr' || encode(uuid_send(t26.id), 'hex'), 'ac' || encode(uuid_send(t27.id), 'hex'), 'su' || encode(uuid_send(t28.id), 'hex'), 'tm' || encode(uuid_send(t29.id), 'hex'), 'tp' || encode(uuid_send(t30.id), 'hex'), 'mo' || encode(uuid_send(t31.id), 'hex'), 'as' || encode(uuid_send(t32.id), 'hex'), 'yr' || encode(uuid_send(t33.id), 'hex'), 'to' || encode(uuid_send(t34.id), 'hex'), 'rs' || encode(uuid_send(t35.id), 'hex'), 'yl' || encode(uuid_send(t36.id), 'hex'), 'cm' || encode(uuid_send(t37.id), 'hex'), 'jp' || encode(uuid_send(t38.id), 'hex'), 'ms' || encode(uuid_send(t39.id), 'hex'), 'cp' || encode(uuid_send(t40.id), 'hex'), 'wh' || encode(uuid_send(t41.id), 'hex'), 'sy' || encode(uuid_send(t42.id), 'hex'), 'mw' || encode(uuid_send(t43.id), 'hex'), 'ca' || encode(uuid_send(t44.id), 'hex'), CASE WHEN t2.id IS NOT NULL THEN t2.list::text WHEN t3.id IS NOT NULL THEN 'Funding'::text WHEN t4.id IS NOT NULL THEN 'ProgressNote'::text WHEN t5.id IS NOT NULL THEN 'Expense'::text WHEN t6.id IS NOT NULL THEN 'CommunityFund'::text WHEN t7.id IS NOT NULL THEN 'WhistleMessage'::text WHEN t8.id IS NOT NULL THEN 'WhistleParty'::text WHEN t9.id IS NOT NULL THEN 'Route'::text WHEN t10.id IS NOT NULL THEN 'ServiceDuty'::text WHEN t11.id IS NOT NULL THEN 'Shift'::text WHEN t12.id IS NOT NULL THEN 'Organization'::text WHEN t13.id IS NOT NULL THEN 'Claim'::text WHEN t15.id IS NOT NULL THEN 'Card'::text WHEN t16.id IS NOT NULL THEN 'Station'::text WHEN t17.id IS NOT NULL THEN 'Member'::text WHEN t18.id IS NOT NULL THEN 'Office'::text WHEN t19.id IS NOT NULL THEN 'Seat'::text WHEN t20.id IS NOT NULL THEN 'JointCommittee'::text WHEN t21.id IS NOT NULL THEN 'JointConference'::text WHEN t22.id IS NOT NULL THEN 'Admission'::text WHEN t23.id IS NOT NULL THEN 'OpinionRequest'::text WHEN t24.id IS NOT NULL THEN 'Agreement'::text WHEN t25.id IS NOT NULL THEN 'Pairing'::text WHEN t26.id IS NOT NULL THEN 'DualReport'::text WHEN t27.id IS NOT NULL THEN 'Activity'::text WHEN t28.id IS NOT NULL THEN 'SignUp'::text WHEN t29.id IS NOT NULL THEN 'Team'::text WHEN t30.id IS NOT NULL THEN 'TeamMember'::text WHEN t31.id IS NOT NULL THEN 'Mobilization'::text WHEN t32.id IS NOT NULL THEN 'Assignment'::text WHEN t33.id IS NOT NULL THEN 'YearlyReport'::text WHEN t34.id IS NOT NULL THEN 'Topic'::text WHEN t35.id IS NOT NULL THEN 'Resolution'::text WHEN t36.id IS NOT NULL THEN 'CommitmentList'::text WHEN t37.id IS NOT NULL THEN 'Commitment'::text WHEN t38.id IS NOT NULL THEN 'JointProject'::text WHEN t39.id IS NOT NULL THEN 'Milestone'::text WHEN t40.id IS NOT NULL THEN 'Checkpoint'::text WHEN t41.id IS NOT NULL THEN 'Webhook'::text WHEN t42.id IS NOT NULL THEN 'System'::text WHEN t43.id IS NOT NULL THEN 'MicroWish'::text WHEN t44.id IS NOT NULL THEN 'Whistle'::text END, t1.id, c.total
FROM (SELECT count(*) AS total
  FROM event t1
  WHERE t1.seq BETWEEN CASE WHEN $10::timestamptz IS NOT NULL THEN (SELECT min(e.seq + 0)
    FROM event e
    WHERE e.at >= $10::timestamptz AND e.at < coalesce($11::timestamptz, 'infinity')) ELSE 0 END AND CASE WHEN $10::timestamptz IS NOT NULL AND $11::timestamptz IS NOT NULL THEN (SELECT max(e.seq + 0)
    FROM event e
    WHERE e.at >= $10::timestamptz AND e.at < coalesce($11::timestamptz, 'infinity')) ELSE 9223372036854775807 END AND t1.kind = ANY($12::text[]) AND ($10::timestamptz IS NULL OR t1.at >= $10::timestamptz) AND ($11::timestamptz IS NULL OR t1.at < $11::timestamptz) AND CASE t1.subject_type WHEN 'item' THEN EXISTS (SELECT
    FROM item s
    WHERE s.id = t1.subject_id AND visible(s) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.publisher_id = ANY($1::uuid[]) OR (t1.object_version > s.draft_version AND (t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM item s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_conference' THEN EXISTS (SELECT
    FROM joint_conference s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM joint_conference s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'admission' THEN EXISTS (SELECT
    FROM admission s
    WHERE s.id = t1.subject_id AND (s.department_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.department_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM admission s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'opinion' THEN EXISTS (SELECT
    FROM opinion s
    WHERE s.id = t1.subject_id AND (s.asker_id = ANY($1::uuid[]) OR s.community_id = ANY($1::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.asker_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM opinion s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'agreement' THEN EXISTS (SELECT
    FROM agreement s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM agreement s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'pairing' THEN EXISTS (SELECT
    FROM pairing s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.partner_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM pairing s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'dual_report' THEN EXISTS (SELECT
    FROM dual_report s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM dual_report s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'activity' THEN EXISTS (SELECT
    FROM activity s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM activity s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'sign_up' THEN EXISTS (SELECT
    FROM sign_up s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM sign_up s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'team' THEN EXISTS (SELECT
    FROM team s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.scope_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM team s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'mobilization' THEN EXISTS (SELECT
    FROM mobilization s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR EXISTS (SELECT
        FROM assignment r
        WHERE r.mobilization_id = s.id AND r.unit_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM mobilization s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'assignment' THEN EXISTS (SELECT
    FROM assignment s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM assignment s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'yearly_report' THEN EXISTS (SELECT
    FROM yearly_report s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM yearly_report s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'service_duty' THEN EXISTS (SELECT
    FROM service_duty s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM service_duty s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'topic' THEN EXISTS (SELECT
    FROM topic s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.raised_for_id = ANY($1::uuid[]) OR s.open_to = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM share r
        WHERE r.topic_id = s.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.topic_id = s.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM topic s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'resolution' THEN EXISTS (SELECT
    FROM resolution s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.owner_id = ANY($1::uuid[]) OR s.open_to = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM resolution s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment_list' THEN EXISTS (SELECT
    FROM commitment_list s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.above_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM commitment_list s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment' THEN EXISTS (SELECT
    FROM commitment s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.owner_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM commitment s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_project' THEN EXISTS (SELECT
    FROM joint_project s
    WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.lead_unit_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = s.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = s.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = s.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM joint_project s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'community_fund' THEN EXISTS (SELECT
    FROM community_fund s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM community_fund s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'webhook' THEN EXISTS (SELECT
    FROM webhook s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.system_id = ANY($8::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM webhook s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'system' THEN EXISTS (SELECT
    FROM system s
    WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM system s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'micro_wish' THEN EXISTS (SELECT
    FROM micro_wish s
    WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.scope_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM micro_wish s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle' THEN EXISTS (SELECT
    FROM whistle s
    WHERE s.id = t1.subject_id AND (s.raiser_id = ANY($1::uuid[]) OR s.lead_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.system_id = ANY($8::uuid[]) OR EXISTS (SELECT
        FROM whistle_party r
        WHERE r.whistle_id = s.id AND r.beside_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.raiser_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM whistle s
      WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle_inside' THEN EXISTS (SELECT
    FROM whistle_inside s
    WHERE s.id = t1.subject_id AND (s.lead_id = ANY($1::uuid[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR EXISTS (SELECT
        FROM whistle_inside_party r
        WHERE r.whistle_id = s.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.lead_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
              FROM unnest($3::text[]) AS h (code)
              WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
      FROM whistle_inside s
      WHERE s.id = t1.subject_id OFFSET 0)) ELSE t1.organization_id = ANY($1::uuid[]) OR EXISTS (SELECT
    FROM unnest($3::text[]) AS h (code)
    WHERE starts_with(t1.home_code, h.code)) END) c
LEFT JOIN (SELECT t1.*
  FROM (SELECT DISTINCT value
    FROM unnest($12::text[]) AS v (value)) v0
  CROSS JOIN LATERAL (SELECT t1.id, t1.kind, t1.object_id, t1.object_type, t1.seq AS "key"
    FROM event t1
    WHERE t1.kind = v0.value AND t1.seq BETWEEN CASE WHEN $10::timestamptz IS NOT NULL THEN (SELECT min(e.seq + 0)
      FROM event e
      WHERE e.at >= $10::timestamptz AND e.at < coalesce($11::timestamptz, 'infinity')) ELSE 0 END AND CASE WHEN $10::timestamptz IS NOT NULL AND $11::timestamptz IS NOT NULL THEN (SELECT max(e.seq + 0)
      FROM event e
      WHERE e.at >= $10::timestamptz AND e.at < coalesce($11::timestamptz, 'infinity')) ELSE 9223372036854775807 END AND ($10::timestamptz IS NULL OR t1.at >= $10::timestamptz) AND ($11::timestamptz IS NULL OR t1.at < $11::timestamptz) AND CASE t1.subject_type WHEN 'item' THEN EXISTS (SELECT
      FROM item s
      WHERE s.id = t1.subject_id AND visible(s) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.publisher_id = ANY($1::uuid[]) OR (t1.object_version > s.draft_version AND (t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM item s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_conference' THEN EXISTS (SELECT
      FROM joint_conference s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM joint_conference s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'admission' THEN EXISTS (SELECT
      FROM admission s
      WHERE s.id = t1.subject_id AND (s.department_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.department_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM admission s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'opinion' THEN EXISTS (SELECT
      FROM opinion s
      WHERE s.id = t1.subject_id AND (s.asker_id = ANY($1::uuid[]) OR s.community_id = ANY($1::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.asker_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM opinion s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'agreement' THEN EXISTS (SELECT
      FROM agreement s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM agreement s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'pairing' THEN EXISTS (SELECT
      FROM pairing s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.partner_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM pairing s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'dual_report' THEN EXISTS (SELECT
      FROM dual_report s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM dual_report s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'activity' THEN EXISTS (SELECT
      FROM activity s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM activity s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'sign_up' THEN EXISTS (SELECT
      FROM sign_up s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM sign_up s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'team' THEN EXISTS (SELECT
      FROM team s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.scope_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM team s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'mobilization' THEN EXISTS (SELECT
      FROM mobilization s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR EXISTS (SELECT
          FROM assignment r
          WHERE r.mobilization_id = s.id AND r.unit_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM mobilization s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'assignment' THEN EXISTS (SELECT
      FROM assignment s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM assignment s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'yearly_report' THEN EXISTS (SELECT
      FROM yearly_report s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.unit_id = ANY($1::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM yearly_report s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'service_duty' THEN EXISTS (SELECT
      FROM service_duty s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM service_duty s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'topic' THEN EXISTS (SELECT
      FROM topic s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.raised_for_id = ANY($1::uuid[]) OR s.open_to = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
          FROM share r
          WHERE r.topic_id = s.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
          FROM share r
          WHERE r.topic_id = s.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM topic s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'resolution' THEN EXISTS (SELECT
      FROM resolution s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.owner_id = ANY($1::uuid[]) OR s.open_to = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM resolution s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment_list' THEN EXISTS (SELECT
      FROM commitment_list s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.above_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM commitment_list s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'commitment' THEN EXISTS (SELECT
      FROM commitment s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.owner_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM commitment s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'joint_project' THEN EXISTS (SELECT
      FROM joint_project s
      WHERE s.id = t1.subject_id AND (s.host_id = ANY($1::uuid[]) OR s.lead_unit_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
          FROM project_part r
          WHERE r.project_id = s.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
          FROM share r
          WHERE r.project_id = s.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
          FROM share r
          WHERE r.project_id = s.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.host_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM joint_project s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'community_fund' THEN EXISTS (SELECT
      FROM community_fund s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($2::text[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM community_fund s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'webhook' THEN EXISTS (SELECT
      FROM webhook s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.system_id = ANY($8::uuid[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM webhook s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'system' THEN EXISTS (SELECT
      FROM system s
      WHERE s.id = t1.subject_id AND (s.organization_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.organization_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM system s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'micro_wish' THEN EXISTS (SELECT
      FROM micro_wish s
      WHERE s.id = t1.subject_id AND (s.community_id = ANY($1::uuid[]) OR s.scope_code = ANY($2::text[]) OR s.home = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[])) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.community_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM micro_wish s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle' THEN EXISTS (SELECT
      FROM whistle s
      WHERE s.id = t1.subject_id AND (s.raiser_id = ANY($1::uuid[]) OR s.lead_id = ANY($1::uuid[]) OR s.home_code = ANY($3::text[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR s.system_id = ANY($8::uuid[]) OR EXISTS (SELECT
          FROM whistle_party r
          WHERE r.whistle_id = s.id AND r.beside_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.raiser_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM whistle s
        WHERE s.id = t1.subject_id OFFSET 0)) WHEN 'whistle_inside' THEN EXISTS (SELECT
      FROM whistle_inside s
      WHERE s.id = t1.subject_id AND (s.lead_id = ANY($1::uuid[]) OR s.street = ANY($4::text[]) OR s.district = ANY($5::text[]) OR EXISTS (SELECT
          FROM whistle_inside_party r
          WHERE r.whistle_id = s.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0)) AND (t1.kind NOT IN ('item.drafted', 'item.redrafted', 'item.discarded', 'item.revised', 'item.shared', 'item.unshared') OR (s.lead_id = ANY($1::uuid[]) OR ((t1.kind NOT IN ('item.shared', 'item.unshared') OR t1.after ->> 'organization_id' = ANY($1::uuid[]::text[]) OR t1.after ->> 'guest_id' = ANY($7::uuid[]::text[]) OR EXISTS (SELECT
                FROM unnest($3::text[]) AS h (code)
                WHERE starts_with(s.home_code, h.code)))))) OFFSET 0) OR (t1.organization_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT
        FROM whistle_inside s
        WHERE s.id = t1.subject_id OFFSET 0)) ELSE t1.organization_id = ANY($1::uuid[]) OR EXISTS (SELECT
      FROM unnest($3::text[]) AS h (code)
      WHERE starts_with(t1.home_code, h.code)) END
    ORDER BY t1.seq ASC LIMIT $13::int8) t1
  ORDER BY t1."key" ASC LIMIT $13::int8) t1 ON true
LEFT JOIN LATERAL (SELECT t2.id, t2.list, t2.title
  FROM item t2
  WHERE t1.object_type IN ('Resource', 'Demand', 'Project') AND t2.id = t1.object_id AND visible(t2) LIMIT 1) t2 ON true
LEFT JOIN LATERAL (SELECT t3.id
  FROM funding t3
  WHERE t1.object_type IN ('Funding') AND t3.id = t1.object_id AND EXISTS (SELECT
    FROM joint_project i
    WHERE i.id = t3.project_id AND (i.host_id = ANY($1::uuid[]) OR i.lead_unit_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) OFFSET 0) LIMIT 1) t3 ON true
LEFT JOIN LATERAL (SELECT t4.id
  FROM progress_note t4
  WHERE t1.object_type IN ('ProgressNote') AND t4.id = t1.object_id AND EXISTS (SELECT
    FROM joint_project i
    WHERE i.id = t4.project_id AND (i.host_id = ANY($1::uuid[]) OR i.lead_unit_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) OFFSET 0) LIMIT 1) t4 ON true
LEFT JOIN LATERAL (SELECT t5.id
  FROM expense t5
  WHERE t1.object_type IN ('Expense') AND t5.id = t1.object_id AND EXISTS (SELECT
    FROM joint_project i
    WHERE i.id = t5.project_id AND (i.host_id = ANY($1::uuid[]) OR i.lead_unit_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) OFFSET 0) LIMIT 1) t5 ON true
LEFT JOIN LATERAL (SELECT t6.id
  FROM community_fund t6
  WHERE t1.object_type IN ('CommunityFund') AND t6.id = t1.object_id AND (t6.organization_id = ANY($1::uuid[]) OR t6.home_code = ANY($2::text[]) OR t6.home_code = ANY($3::text[]) OR t6.street = ANY($4::text[]) OR t6.district = ANY($5::text[])) LIMIT 1) t6 ON true
LEFT JOIN LATERAL (SELECT t7.id
  FROM whistle_message t7
  WHERE t1.object_type IN ('WhistleMessage') AND t7.id = t1.object_id AND (EXISTS (SELECT
      FROM whistle i
      WHERE i.id = t7.shown_with_id AND (i.raiser_id = ANY($1::uuid[]) OR i.lead_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.system_id = ANY($8::uuid[]) OR EXISTS (SELECT
          FROM whistle_party r
          WHERE r.whistle_id = i.id AND r.beside_id = ANY($1::uuid[]) OFFSET 0)) OFFSET 0) OR EXISTS (SELECT
      FROM whistle_inside i
      WHERE i.id = t7.whistle_id AND (i.lead_id = ANY($1::uuid[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR EXISTS (SELECT
          FROM whistle_inside_party r
          WHERE r.whistle_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0)) OFFSET 0)) LIMIT 1) t7 ON true
LEFT JOIN LATERAL (SELECT t8.id
  FROM whistle_party t8
  WHERE t1.object_type IN ('WhistleParty') AND t8.id = t1.object_id AND EXISTS (SELECT
    FROM whistle i
    WHERE i.id = t8.whistle_id AND (i.raiser_id = ANY($1::uuid[]) OR i.lead_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.system_id = ANY($8::uuid[]) OR EXISTS (SELECT
        FROM whistle_party r
        WHERE r.whistle_id = i.id AND r.beside_id = ANY($1::uuid[]) OFFSET 0)) OFFSET 0) LIMIT 1) t8 ON true
LEFT JOIN LATERAL (SELECT t9.id
  FROM route t9
  WHERE t1.object_type IN ('Route') AND t9.id = t1.object_id LIMIT 1) t9 ON true
LEFT JOIN LATERAL (SELECT t10.id
  FROM service_duty t10
  WHERE t1.object_type IN ('ServiceDuty') AND t10.id = t1.object_id AND (t10.organization_id = ANY($1::uuid[]) OR t10.home_code = ANY($2::text[]) OR t10.home_code = ANY($5::text[])) LIMIT 1) t10 ON true
LEFT JOIN LATERAL (SELECT t11.id
  FROM shift t11
  WHERE t1.object_type IN ('Shift') AND t11.id = t1.object_id AND (t11.organization_id = ANY($1::uuid[]) OR t11.home_code = ANY($2::text[]) OR t11.home = ANY($3::text[]) OR t11.street = ANY($4::text[]) OR t11.district = ANY($5::text[]) OR EXISTS (SELECT
      FROM assignment r
      WHERE r.shift_id = t11.id AND r.unit_id = ANY($1::uuid[]) OFFSET 0)) LIMIT 1) t11 ON true
LEFT JOIN LATERAL (SELECT t12.id
  FROM organization t12
  WHERE t1.object_type IN ('Organization') AND t12.id = t1.object_id LIMIT 1) t12 ON true
LEFT JOIN LATERAL (SELECT t13.claimant_id, t13.id, t13.quantity
  FROM claim t13
  WHERE t1.object_type IN ('Claim') AND t13.id = t1.object_id AND EXISTS (SELECT
    FROM item i
    WHERE i.id = t13.item_id AND visible(i) OFFSET 0) LIMIT 1) t13 ON true
LEFT JOIN LATERAL (SELECT t14.id, t14.name
  FROM organization t14
  WHERE t14.id = t13.claimant_id LIMIT 1) t14 ON true
LEFT JOIN LATERAL (SELECT t15.id
  FROM card t15
  WHERE t1.object_type IN ('Card') AND t15.id = t1.object_id AND (t15.proposer_id = ANY($1::uuid[]) OR t15.asked_id = ANY($1::uuid[]) OR t15.scope_code = ANY($2::text[]) OR t15.home = ANY($3::text[]) OR t15.street = ANY($4::text[]) OR t15.district = ANY($5::text[]) OR t15.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
      FROM claim r
      WHERE r.item_id = t15.item_id AND r.claimant_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.item_id = t15.item_id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.item_id = t15.item_id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
      FROM project_part r
      WHERE r.project_id = t15.joint_project_id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.project_id = t15.joint_project_id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.project_id = t15.joint_project_id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) LIMIT 1) t15 ON true
LEFT JOIN LATERAL (SELECT t16.id
  FROM station t16
  WHERE t1.object_type IN ('Station') AND t16.id = t1.object_id LIMIT 1) t16 ON true
LEFT JOIN LATERAL (SELECT t17.id
  FROM member t17
  WHERE t1.object_type IN ('Member') AND t17.id = t1.object_id LIMIT 1) t17 ON true
LEFT JOIN LATERAL (SELECT t18.id
  FROM office t18
  WHERE t1.object_type IN ('Office') AND t18.id = t1.object_id LIMIT 1) t18 ON true
LEFT JOIN LATERAL (SELECT t19.id
  FROM seat t19
  WHERE t1.object_type IN ('Seat') AND t19.id = t1.object_id LIMIT 1) t19 ON true
LEFT JOIN LATERAL (SELECT t20.id
  FROM joint_committee t20
  WHERE t1.object_type IN ('JointCommittee') AND t20.id = t1.object_id LIMIT 1) t20 ON true
LEFT JOIN LATERAL (SELECT t21.id
  FROM joint_conference t21
  WHERE t1.object_type IN ('JointConference') AND t21.id = t1.object_id AND (t21.organization_id = ANY($1::uuid[]) OR t21.home_code = ANY($2::text[]) OR t21.home_code = ANY($3::text[]) OR t21.street = ANY($4::text[]) OR t21.district = ANY($5::text[])) LIMIT 1) t21 ON true
LEFT JOIN LATERAL (SELECT t22.id
  FROM admission t22
  WHERE t1.object_type IN ('Admission') AND t22.id = t1.object_id AND (t22.department_id = ANY($1::uuid[]) OR t22.home_code = ANY($2::text[]) OR t22.home_code = ANY($3::text[]) OR t22.street = ANY($4::text[]) OR t22.district = ANY($5::text[])) LIMIT 1) t22 ON true
LEFT JOIN LATERAL (SELECT t23.id
  FROM opinion t23
  WHERE t1.object_type IN ('OpinionRequest') AND t23.id = t1.object_id AND (t23.asker_id = ANY($1::uuid[]) OR t23.community_id = ANY($1::uuid[])) LIMIT 1) t23 ON true
LEFT JOIN LATERAL (SELECT t24.id
  FROM agreement t24
  WHERE t1.object_type IN ('Agreement') AND t24.id = t1.object_id AND (t24.host_id = ANY($1::uuid[]) OR t24.unit_id = ANY($1::uuid[]) OR t24.home_code = ANY($3::text[]) OR t24.street = ANY($4::text[]) OR t24.district = ANY($5::text[])) LIMIT 1) t24 ON true
LEFT JOIN LATERAL (SELECT t25.id
  FROM pairing t25
  WHERE t1.object_type IN ('Pairing') AND t25.id = t1.object_id AND (t25.host_id = ANY($1::uuid[]) OR t25.partner_id = ANY($1::uuid[]) OR t25.home_code = ANY($2::text[]) OR t25.home = ANY($3::text[]) OR t25.street = ANY($4::text[]) OR t25.district = ANY($5::text[])) LIMIT 1) t25 ON true
LEFT JOIN LATERAL (SELECT t26.id
  FROM dual_report t26
  WHERE t1.object_type IN ('DualReport') AND t26.id = t1.object_id AND (t26.community_id = ANY($1::uuid[]) OR t26.unit_id = ANY($1::uuid[]) OR t26.home = ANY($3::text[]) OR t26.street = ANY($4::text[]) OR t26.district = ANY($5::text[]) OR t26.member_id = $9::uuid) LIMIT 1) t26 ON true
LEFT JOIN LATERAL (SELECT t27.id
  FROM activity t27
  WHERE t1.object_type IN ('Activity') AND t27.id = t1.object_id AND (t27.organization_id = ANY($1::uuid[]) OR t27.home_code = ANY($2::text[]) OR t27.home = ANY($3::text[]) OR t27.street = ANY($4::text[]) OR t27.district = ANY($5::text[])) LIMIT 1) t27 ON true
LEFT JOIN LATERAL (SELECT t28.id
  FROM sign_up t28
  WHERE t1.object_type IN ('SignUp') AND t28.id = t1.object_id AND (t28.organization_id = ANY($1::uuid[]) OR t28.unit_id = ANY($1::uuid[]) OR t28.home = ANY($3::text[]) OR t28.street = ANY($4::text[]) OR t28.district = ANY($5::text[]) OR t28.member_id = $9::uuid) LIMIT 1) t28 ON true
LEFT JOIN LATERAL (SELECT t29.id
  FROM team t29
  WHERE t1.object_type IN ('Team') AND t29.id = t1.object_id AND (t29.organization_id = ANY($1::uuid[]) OR t29.scope_code = ANY($2::text[]) OR t29.home = ANY($3::text[]) OR t29.street = ANY($4::text[]) OR t29.district = ANY($5::text[])) LIMIT 1) t29 ON true
LEFT JOIN LATERAL (SELECT t30.id
  FROM team_member t30
  WHERE t1.object_type IN ('TeamMember') AND t30.id = t1.object_id AND EXISTS (SELECT
    FROM team i
    WHERE i.id = t30.team_id AND (i.organization_id = ANY($1::uuid[]) OR i.scope_code = ANY($2::text[]) OR i.home = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[])) OFFSET 0) LIMIT 1) t30 ON true
LEFT JOIN LATERAL (SELECT t31.id
  FROM mobilization t31
  WHERE t1.object_type IN ('Mobilization') AND t31.id = t1.object_id AND (t31.organization_id = ANY($1::uuid[]) OR t31.home_code = ANY($2::text[]) OR t31.home = ANY($3::text[]) OR t31.street = ANY($4::text[]) OR t31.district = ANY($5::text[]) OR EXISTS (SELECT
      FROM assignment r
      WHERE r.mobilization_id = t31.id AND r.unit_id = ANY($1::uuid[]) OFFSET 0)) LIMIT 1) t31 ON true
LEFT JOIN LATERAL (SELECT t32.id
  FROM assignment t32
  WHERE t1.object_type IN ('Assignment') AND t32.id = t1.object_id AND (t32.organization_id = ANY($1::uuid[]) OR t32.unit_id = ANY($1::uuid[]) OR t32.home = ANY($3::text[]) OR t32.street = ANY($4::text[]) OR t32.district = ANY($5::text[]) OR t32.member_id = $9::uuid) LIMIT 1) t32 ON true
LEFT JOIN LATERAL (SELECT t33.id
  FROM yearly_report t33
  WHERE t1.object_type IN ('YearlyReport') AND t33.id = t1.object_id AND (t33.community_id = ANY($1::uuid[]) OR t33.unit_id = ANY($1::uuid[]) OR t33.member_id = $9::uuid) LIMIT 1) t33 ON true
LEFT JOIN LATERAL (SELECT t34.id
  FROM topic t34
  WHERE t1.object_type IN ('Topic') AND t34.id = t1.object_id AND (t34.organization_id = ANY($1::uuid[]) OR t34.raised_for_id = ANY($1::uuid[]) OR t34.open_to = ANY($2::text[]) OR t34.home_code = ANY($3::text[]) OR t34.street = ANY($4::text[]) OR t34.district = ANY($5::text[]) OR t34.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
      FROM share r
      WHERE r.topic_id = t34.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.topic_id = t34.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) LIMIT 1) t34 ON true
LEFT JOIN LATERAL (SELECT t35.id
  FROM resolution t35
  WHERE t1.object_type IN ('Resolution') AND t35.id = t1.object_id AND (t35.organization_id = ANY($1::uuid[]) OR t35.owner_id = ANY($1::uuid[]) OR t35.open_to = ANY($2::text[]) OR t35.home_code = ANY($3::text[]) OR t35.street = ANY($4::text[]) OR t35.district = ANY($5::text[]) OR t35.committee_id = ANY($7::uuid[])) LIMIT 1) t35 ON true
LEFT JOIN LATERAL (SELECT t36.id
  FROM commitment_list t36
  WHERE t1.object_type IN ('CommitmentList') AND t36.id = t1.object_id AND (t36.organization_id = ANY($1::uuid[]) OR t36.above_id = ANY($1::uuid[]) OR t36.home_code = ANY($3::text[]) OR t36.street = ANY($4::text[]) OR t36.district = ANY($5::text[]) OR t36.committee_id = ANY($7::uuid[])) LIMIT 1) t36 ON true
LEFT JOIN LATERAL (SELECT t37.id
  FROM commitment t37
  WHERE t1.object_type IN ('Commitment') AND t37.id = t1.object_id AND (t37.organization_id = ANY($1::uuid[]) OR t37.owner_id = ANY($1::uuid[]) OR t37.home_code = ANY($3::text[]) OR t37.street = ANY($4::text[]) OR t37.district = ANY($5::text[]) OR t37.committee_id = ANY($7::uuid[])) LIMIT 1) t37 ON true
LEFT JOIN LATERAL (SELECT t38.id
  FROM joint_project t38
  WHERE t1.object_type IN ('JointProject') AND t38.id = t1.object_id AND (t38.host_id = ANY($1::uuid[]) OR t38.lead_unit_id = ANY($1::uuid[]) OR t38.home_code = ANY($3::text[]) OR t38.street = ANY($4::text[]) OR t38.district = ANY($5::text[]) OR t38.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
      FROM project_part r
      WHERE r.project_id = t38.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.project_id = t38.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
      FROM share r
      WHERE r.project_id = t38.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) LIMIT 1) t38 ON true
LEFT JOIN LATERAL (SELECT t39.id
  FROM milestone t39
  WHERE t1.object_type IN ('Milestone') AND t39.id = t1.object_id AND EXISTS (SELECT
    FROM joint_project i
    WHERE i.id = t39.project_id AND (i.host_id = ANY($1::uuid[]) OR i.lead_unit_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) OFFSET 0) LIMIT 1) t39 ON true
LEFT JOIN LATERAL (SELECT t40.id
  FROM checkpoint t40
  WHERE t1.object_type IN ('Checkpoint') AND t40.id = t1.object_id AND EXISTS (SELECT
    FROM joint_project i
    WHERE i.id = t40.project_id AND (i.host_id = ANY($1::uuid[]) OR i.lead_unit_id = ANY($1::uuid[]) OR i.home_code = ANY($3::text[]) OR i.street = ANY($4::text[]) OR i.district = ANY($5::text[]) OR i.committee_id = ANY($7::uuid[]) OR EXISTS (SELECT
        FROM project_part r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.organization_id = ANY($1::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0) OR EXISTS (SELECT
        FROM share r
        WHERE r.project_id = i.id AND r.guest_id = ANY($7::uuid[]) AND (r.ends_at IS NULL OR r.ends_at > $6::timestamptz) OFFSET 0)) OFFSET 0) LIMIT 1) t40 ON true
LEFT JOIN LATERAL (SELECT t41.id
  FROM webhook t41
  WHERE t1.object_type IN ('Webhook') AND t41.id = t1.object_id AND (t41.organization_id = ANY($1::uuid[]) OR t41.home_code = ANY($3::text[]) OR t41.street = ANY($4::text[]) OR t41.district = ANY($5::text[]) OR t41.system_id = ANY($8::uuid[])) LIMIT 1) t41 ON true
LEFT JOIN LATERAL (SELECT t42.id
  FROM system t42
  WHERE t1.object_type IN ('System') AND t42.id = t1.object_id AND (t42.organization_id = ANY($1::uuid[]) OR t42.home_code = ANY($3::text[]) OR t42.street = ANY($4::text[]) OR t42.district = ANY($5::text[])) LIMIT 1) t42 ON true
LEFT JOIN LATERAL (SELECT t43.id
  FROM micro_wish t43
  WHERE t1.object_type IN ('MicroWish') AND t43.id = t1.object_id AND (t43.community_id = ANY($1::uuid[]) OR t43.scope_code = ANY($2::text[]) OR t43.home = ANY($3::text[]) OR t43.street = ANY($4::text[]) OR t43.district = ANY($5::text[])) LIMIT 1) t43 ON true
LEFT JOIN LATERAL (SELECT t44.id
  FROM whistle t44
  WHERE t1.object_type IN ('Whistle') AND t44.id = t1.object_id AND (t44.raiser_id = ANY($1::uuid[]) OR t44.lead_id = ANY($1::uuid[]) OR t44.home_code = ANY($3::text[]) OR t44.street = ANY($4::text[]) OR t44.district = ANY($5::text[]) OR t44.system_id = ANY($8::uuid[]) OR EXISTS (SELECT
      FROM whistle_party r
      WHERE r.whistle_id = t44.id AND r.beside_id = ANY($1::uuid[]) OFFSET 0)) LIMIT 1) t44 ON true
ORDER BY t1."key" ASC, t1.id ASC;
