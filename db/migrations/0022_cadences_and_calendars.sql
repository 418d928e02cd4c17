-- How often a committee holds a conference, and until when the next one has to be.

ALTER TABLE joint_committee ADD COLUMN cadence text NOT NULL DEFAULT 'QUARTERLY'
    CONSTRAINT joint_committee_cadence CHECK (cadence IN ('WEEKLY', 'MONTHLY', 'QUARTERLY'));
ALTER TABLE joint_committee ADD COLUMN conference_due_at timestamptz;   -- the end of the period that runs; null: none is due
ALTER TABLE joint_committee ADD COLUMN missed_since date;               -- the first day of the first period without one; null: none
-- Committees that there are have the rest of this quarter and all of the next.
UPDATE joint_committee SET conference_due_at =
    (date_trunc('quarter', now() AT TIME ZONE interval '8 hours') + interval '6 months') AT TIME ZONE interval '8 hours';
CREATE INDEX joint_committee_due ON joint_committee (conference_due_at, id) WHERE conference_due_at IS NOT NULL;
CREATE INDEX joint_committee_missed ON joint_committee (missed_since, id) WHERE missed_since IS NOT NULL;

-- What a committee's conferences came to, for each month, quarter and year of these decades.
CREATE VIEW conference_figures AS
SELECT j.id, j.id AS committee_id, u.unit, p.starts_on::date AS starts_on, (p.starts_on + u.length)::date AS ends_before,
       (SELECT count(*)::int FROM generate_series(date_trunc(c.name, p.starts_on) + c.length, p.starts_on + u.length, c.length) AS e (at)
        WHERE e.at > p.starts_on) AS due,
       (SELECT count(*)::int FROM joint_conference m WHERE m.committee_id = j.id AND m.state IN ('HELD', 'PUBLISHED')
        AND m.planned_for >= p.starts_on::date AND m.planned_for < (p.starts_on + u.length)::date) AS held,
       (SELECT count(*)::int FROM topic t WHERE t.committee_id = j.id
        AND t.collected_at >= p.starts_on AT TIME ZONE interval '8 hours'
        AND t.collected_at < (p.starts_on + u.length) AT TIME ZONE interval '8 hours') AS topics,
       (SELECT count(*)::int FROM resolution r WHERE r.committee_id = j.id
        AND r.made_at >= p.starts_on AT TIME ZONE interval '8 hours'
        AND r.made_at < (p.starts_on + u.length) AT TIME ZONE interval '8 hours') AS resolutions,
       (SELECT count(*)::int FROM resolution r WHERE r.committee_id = j.id AND r.state = 'CONFIRMED'
        AND r.confirmed_at >= p.starts_on AT TIME ZONE interval '8 hours'
        AND r.confirmed_at < (p.starts_on + u.length) AT TIME ZONE interval '8 hours') AS solved
FROM (VALUES ('MONTH', interval '1 month'), ('QUARTER', interval '3 months'), ('YEAR', interval '1 year')) AS u (unit, length)
CROSS JOIN LATERAL generate_series(timestamp '2000-01-01', timestamp '2059-12-31', u.length) AS p (starts_on)
CROSS JOIN joint_committee j
CROSS JOIN LATERAL (SELECT CASE j.cadence WHEN 'WEEKLY' THEN 'week' WHEN 'MONTHLY' THEN 'month' ELSE 'quarter' END AS name,
                           CASE j.cadence WHEN 'WEEKLY' THEN interval '1 week' WHEN 'MONTHLY' THEN interval '1 month'
                                          ELSE interval '3 months' END AS length) AS c;

-- Addresses by which members' calendars are fetched: of the address itself only its hash is kept. Members are never deleted (0046).
CREATE TABLE calendar_address (
    member_id  uuid PRIMARY KEY,
    hash       bytea NOT NULL CONSTRAINT calendar_address_once UNIQUE,  -- SHA-256 of the secret in it
    created_at timestamptz NOT NULL
);
