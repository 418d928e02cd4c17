-- What a joint project is to reach, what it reports by the calendar, and notes of its progress.
CREATE TABLE milestone (
    id           uuid PRIMARY KEY,
    project_id   uuid NOT NULL REFERENCES joint_project,
    state        text NOT NULL CHECK (state IN ('PLANNED', 'REPORTED', 'CONFIRMED', 'DROPPED')),
    title        filled NOT NULL,
    due_on       date NOT NULL,
    overdue_at   timestamptz,                               -- when the clock says that it is; null: it has said so
    reported_at  timestamptz,
    report       text,
    confirmed_at timestamptz,
    reason       text,                                      -- why it was sent back or dropped
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT milestone_has_what_its_state_needs CHECK (
        CASE state WHEN 'REPORTED' THEN reported_at IS NOT NULL
                   WHEN 'CONFIRMED' THEN reported_at IS NOT NULL AND confirmed_at IS NOT NULL
                   WHEN 'DROPPED' THEN reason IS NOT NULL
                   ELSE true END)
);
CREATE INDEX milestone_project_id ON milestone (project_id, due_on, id);
CREATE INDEX milestone_overdue_at ON milestone (overdue_at, id) WHERE state = 'PLANNED';

ALTER TABLE joint_project ADD COLUMN checkpoint_at timestamptz;     -- when the next month of it is over, while it is under way
CREATE INDEX joint_project_checkpoint_at ON joint_project (checkpoint_at, id) WHERE state = 'UNDER_WAY';

CREATE TABLE checkpoint (
    id          uuid PRIMARY KEY,
    project_id  uuid NOT NULL REFERENCES joint_project,
    state       text NOT NULL CHECK (state IN ('ASKED', 'ANSWERED')),
    kind        text NOT NULL CHECK (kind IN ('BULLETIN', 'HALF_YEAR_CHECK', 'ANNUAL_EVALUATION')),
    starts_on   date NOT NULL,
    ends_on     date NOT NULL,
    due_on      date NOT NULL,
    overdue_at  timestamptz,                                -- when the clock says that it is; null: it has said so
    answered_at timestamptz,
    report      text,
    version     int NOT NULL DEFAULT 1,
    CONSTRAINT checkpoint_once UNIQUE (project_id, kind, starts_on),
    CONSTRAINT checkpoint_has_what_its_state_needs CHECK (
        CASE state WHEN 'ANSWERED' THEN answered_at IS NOT NULL AND report IS NOT NULL ELSE true END)
);
CREATE INDEX checkpoint_project_id ON checkpoint (project_id, due_on, id);
CREATE INDEX checkpoint_overdue_at ON checkpoint (overdue_at, id) WHERE state = 'ASKED';

CREATE TABLE progress_note (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL REFERENCES joint_project,
    organization_id uuid NOT NULL REFERENCES organization,  -- for which it was written
    written_by      uuid NOT NULL REFERENCES member,
    body            filled NOT NULL,
    written_at      timestamptz NOT NULL
);
CREATE INDEX progress_note_project_id ON progress_note (project_id, written_at, id);
