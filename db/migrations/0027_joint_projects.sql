-- Joint projects: accepted claims that are carried out as one, by a lead unit and others, each with its share.
CREATE TABLE joint_project (
    id           uuid PRIMARY KEY,
    host_id      uuid NOT NULL REFERENCES organization,     -- for whom it is carried out
    home_code    home_code NOT NULL,                        -- of the host's division
    street       text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district     text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    committee_id uuid REFERENCES joint_committee,           -- of the seat that leads, or the host's own
    lead_unit_id      uuid NOT NULL REFERENCES organization,     -- the unit that leads
    lead_seat_id uuid REFERENCES seat,
    state        text NOT NULL CHECK (state IN ('FORMED', 'UNDER_WAY', 'COMPLETED', 'STOPPED')),
    title        filled NOT NULL,
    body         text NOT NULL,
    ends_on      date NOT NULL,                             -- as it is planned
    overdue_at   timestamptz,                               -- when the clock says that it is; null: it has said so, or it is over
    formed_at    timestamptz NOT NULL,
    started_at   timestamptz,
    over_at      timestamptz,
    summary      text,                                      -- what came of it
    reason       text,                                      -- why it was stopped
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT joint_project_has_what_its_state_needs CHECK (
        CASE state WHEN 'UNDER_WAY' THEN started_at IS NOT NULL
                   WHEN 'COMPLETED' THEN started_at IS NOT NULL AND over_at IS NOT NULL
                   WHEN 'STOPPED' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   ELSE true END)
);
CREATE INDEX joint_project_overdue_at ON joint_project (overdue_at, id) WHERE state IN ('FORMED', 'UNDER_WAY');
-- A page walks one of these for each value by which its viewer sees, as of items.
CREATE INDEX joint_project_home ON joint_project (state, home_code, ends_on, id);
CREATE INDEX joint_project_street ON joint_project (state, street, ends_on, id);
CREATE INDEX joint_project_district ON joint_project (state, district, ends_on, id);
CREATE INDEX joint_project_host ON joint_project (state, host_id, ends_on, id);
CREATE INDEX joint_project_lead ON joint_project (state, lead_unit_id, ends_on, id);
CREATE INDEX joint_project_of_committee ON joint_project (state, committee_id, ends_on, id);
CREATE INDEX joint_project_lead_seat_id ON joint_project (lead_seat_id) WHERE lead_seat_id IS NOT NULL;
CREATE INDEX joint_project_committee_id ON joint_project (committee_id, ends_on, id);

CREATE TABLE project_part (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL REFERENCES joint_project,
    organization_id uuid NOT NULL REFERENCES organization,
    share           int NOT NULL CHECK (share BETWEEN 1 AND 100),  -- percent
    CONSTRAINT project_part_once UNIQUE (project_id, organization_id)
);
CREATE INDEX project_part_organization_id ON project_part (organization_id, project_id);

ALTER TABLE claim ADD COLUMN joint_project_id uuid REFERENCES joint_project;    -- of which it is part, the last one
CREATE INDEX claim_joint_project_id ON claim (joint_project_id, proposed_at, id) WHERE joint_project_id IS NOT NULL;
