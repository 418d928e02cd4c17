-- What is late and not handled yet is counted beside what was handled late. When each of these is due is told as a list, since
-- SQL does not ask for the time.
CREATE OR REPLACE VIEW whistle_figures AS
SELECT g.id, g.id AS organization_id, u.unit, c.category, p.starts_on::date AS starts_on,
       (p.starts_on + u.length)::date AS ends_before, f.*
FROM (VALUES ('MONTH', interval '1 month'), ('QUARTER', interval '3 months'), ('YEAR', interval '1 year')) AS u (unit, length)
CROSS JOIN LATERAL generate_series(timestamp '2000-01-01', timestamp '2059-12-31', u.length) AS p (starts_on)
CROSS JOIN (VALUES (NULL), ('HEALTH'), ('EDUCATION'), ('CULTURE'), ('LEGAL_AID'), ('SAFETY'), ('ENVIRONMENT'), ('PROPERTY'), ('PARKING'),
            ('ELDERLY_CARE'), ('CHILD_CARE'), ('EMPLOYMENT'), ('VENUE'), ('FINANCE'), ('VOLUNTEERING'), ('PARTY_BUILDING'),
            ('OTHER')) AS c (category)
CROSS JOIN organization g
CROSS JOIN LATERAL (SELECT p.starts_on AT TIME ZONE interval '8 hours' AS begins,
                           (p.starts_on + u.length) AT TIME ZONE interval '8 hours' AS ends) AS m
CROSS JOIN LATERAL (
    SELECT count(*)::int AS received,
           count(*) FILTER (WHERE w.dispatched_at IS NOT NULL)::int AS dispatched,
           count(*) FILTER (WHERE w.accepted_at <= w.accept_by)::int AS accepted_in_time,
           count(*) FILTER (WHERE w.handled_at IS NOT NULL AND w.duplicate_of_id IS NULL)::int AS handled,
           count(*) FILTER (WHERE w.handled_at <= w.handle_by AND w.duplicate_of_id IS NULL)::int AS handled_in_time,
           count(*) FILTER (WHERE w.handled_at > w.handle_by AND w.duplicate_of_id IS NULL)::int AS handled_late,
           count(*) FILTER (WHERE w.state NOT IN ('CLOSED', 'WITHDRAWN'))::int AS open,
           count(*) FILTER (WHERE w.returned_at IS NOT NULL)::int AS returned,
           count(*) FILTER (WHERE w.escalated_at IS NOT NULL AND w.duplicate_of_id IS NULL)::int AS escalated,
           count(*) FILTER (WHERE w.state = 'CLOSED')::int AS closed,
           count(*) FILTER (WHERE w.state = 'WITHDRAWN')::int AS withdrawn,
           count(*) FILTER (WHERE w.rated_at IS NOT NULL)::int AS rated,
           count(*) FILTER (WHERE w.responded)::int AS responded,
           count(*) FILTER (WHERE w.resolved)::int AS resolved,
           count(*) FILTER (WHERE w.satisfied)::int AS satisfied,
           count(*) FILTER (WHERE w.repeat_of_id IS NOT NULL)::int AS repeats,
           array_agg(w.due_at) FILTER (WHERE w.state IN ('REPORTED', 'TRIAGED', 'DISPATCHED', 'RETURNED', 'ACCEPTED', 'REWORK')) AS unhandled_due
    FROM (SELECT * FROM whistle
          WHERE g.division_code IS NULL AND lead_id = g.id AND reported_at >= m.begins AND reported_at < m.ends
          UNION ALL SELECT * FROM whistle WHERE length(g.division_code) = 12 AND home_code = g.division_code
                    AND reported_at >= m.begins AND reported_at < m.ends
          UNION ALL SELECT * FROM whistle WHERE length(g.division_code) = 9 AND street = g.division_code
                    AND reported_at >= m.begins AND reported_at < m.ends
          UNION ALL SELECT * FROM whistle WHERE length(g.division_code) = 6 AND district = g.division_code
                    AND reported_at >= m.begins AND reported_at < m.ends
          UNION ALL SELECT w.* FROM organization d JOIN whistle w ON w.district = d.division_code
                    WHERE length(g.division_code) < 6 AND d.kind = 'DISTRICT' AND starts_with(d.division_code, g.division_code)
                    AND w.reported_at >= m.begins AND w.reported_at < m.ends) AS w
    WHERE c.category IS NULL OR w.category = c.category) AS f;
