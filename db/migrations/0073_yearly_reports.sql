-- Yearly reports of members and units, as they were counted from the log.
CREATE TABLE yearly_report (
    id            uuid PRIMARY KEY,
    year          int NOT NULL,
    member_id     uuid REFERENCES member,                        -- null: the unit's own
    unit_id       uuid NOT NULL REFERENCES organization,
    community_id  uuid NOT NULL REFERENCES organization,         -- which issued it
    registrations int NOT NULL,
    projects      int NOT NULL,
    hours         numeric(10, 2) NOT NULL,
    claims        int NOT NULL,
    deliveries    int NOT NULL,
    duty_projects int NOT NULL,
    duty_hours    numeric(6, 2) NOT NULL,
    state         text NOT NULL CHECK (state IN ('ISSUED', 'CONTESTED', 'FINAL')),
    issued_at     timestamptz NOT NULL,
    contest_until timestamptz NOT NULL,
    contested_at  timestamptz,
    reason        text,                                          -- why it was contested
    answered_at   timestamptz,
    answer        text,
    final_at      timestamptz,
    version       int NOT NULL DEFAULT 1,
    CONSTRAINT yearly_report_has_what_its_state_needs CHECK (
        CASE state WHEN 'CONTESTED' THEN contested_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'FINAL' THEN final_at IS NOT NULL ELSE true END)
);
CREATE UNIQUE INDEX yearly_report_once_of_member ON yearly_report (member_id, year) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX yearly_report_once_of_unit ON yearly_report (unit_id, year) WHERE member_id IS NULL;
CREATE INDEX yearly_report_close ON yearly_report (contest_until, id) WHERE state = 'ISSUED';
CREATE INDEX yearly_report_member_id ON yearly_report (member_id, issued_at, id);
CREATE INDEX yearly_report_unit_id ON yearly_report (unit_id, issued_at, id);
CREATE INDEX yearly_report_community_id ON yearly_report (community_id, issued_at, id);
-- A page has one of these for each column by which somebody sees a report.
CREATE INDEX yearly_report_own ON yearly_report (state, community_id, issued_at, id);
CREATE INDEX yearly_report_unit ON yearly_report (state, unit_id, issued_at, id);
CREATE INDEX yearly_report_person ON yearly_report (state, member_id, issued_at, id);
