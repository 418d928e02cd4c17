-- Who was at a shift of a mobilisation has served: its hours count, and the mobilisation counts as a project.
CREATE OR REPLACE VIEW service_progress AS
SELECT d.id, d.id AS dual_report_id, y.year, done.projects, done.hours, coalesce(s.projects, 1) AS duty_projects,
       coalesce(s.hours, 24.00) AS duty_hours
FROM dual_report d CROSS JOIN generate_series(2000, 2099) AS y (year)
LEFT JOIN service_duty s ON s.home_code = left(d.home_code, 6)
CROSS JOIN LATERAL (
    SELECT count(DISTINCT u.of)::int AS projects, coalesce(sum(u.hours), 0.00) AS hours FROM (
        SELECT activity_id AS of, starts_at, hours FROM sign_up WHERE member_id = d.member_id AND state = 'ATTENDED'
        UNION ALL
        SELECT mobilization_id, starts_at, hours FROM assignment WHERE member_id = d.member_id AND state = 'SERVED') u
    WHERE u.starts_at >= make_date(y.year, 1, 1)::timestamp AT TIME ZONE interval '8 hours'
    AND u.starts_at < make_date(y.year + 1, 1, 1)::timestamp AT TIME ZONE interval '8 hours') AS done
WHERE d.state = 'CONFIRMED';
