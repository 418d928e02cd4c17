-- What members who are registered with communities owe in a year, by district, and how far each of them is.
CREATE TABLE service_duty (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL CONSTRAINT service_duty_once UNIQUE REFERENCES organization,  -- the district
    home_code       home_code NOT NULL CONSTRAINT service_duty_of_district UNIQUE,              -- its code
    projects        int NOT NULL CHECK (projects >= 0),
    hours           numeric(6, 2) NOT NULL CHECK (hours >= 0),
    set_at          timestamptz NOT NULL,
    version         int NOT NULL DEFAULT 1
);

-- Of each registration that holds, for each year: what the member was at, wherever that was, and what its district wants.
CREATE VIEW service_progress AS
SELECT d.id, d.id AS dual_report_id, y.year, done.projects, done.hours, coalesce(s.projects, 1) AS duty_projects,
       coalesce(s.hours, 24.00) AS duty_hours
FROM dual_report d CROSS JOIN generate_series(2000, 2099) AS y (year)
LEFT JOIN service_duty s ON s.home_code = left(d.home_code, 6)
CROSS JOIN LATERAL (
    SELECT count(*)::int AS projects, coalesce(sum(u.hours), 0.00) AS hours FROM sign_up u
    WHERE u.member_id = d.member_id AND u.state = 'ATTENDED'
    AND u.starts_at >= make_date(y.year, 1, 1)::timestamp AT TIME ZONE interval '8 hours'
    AND u.starts_at < make_date(y.year + 1, 1, 1)::timestamp AT TIME ZONE interval '8 hours') AS done
WHERE d.state = 'CONFIRMED';
