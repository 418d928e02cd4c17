-- Leaders' lists of commitments for a year: adopted at its start, checked in its middle, reported at its end.
CREATE TABLE commitment_list (
    id              uuid PRIMARY KEY,
    committee_id    uuid NOT NULL REFERENCES joint_committee,
    organization_id uuid NOT NULL REFERENCES organization,  -- the committee's street or community
    home_code       home_code NOT NULL,                     -- its code
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    above_id        uuid REFERENCES organization,           -- the division above: who checks what the secretary leads
    year            int NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('SECRETARY', 'MEMBER', 'COMMITTEE')),
    seat_id         uuid REFERENCES seat,                   -- whose it is; null: the committee's
    place_id        uuid REFERENCES seat,                   -- the first seat of that one's place
    state           text NOT NULL CHECK (state IN ('ADOPTED', 'CHECKED', 'REPORTED')),
    adopted_at      timestamptz NOT NULL,
    check_due_on    date,                                   -- null: it was adopted when the half year was over
    checked_at      timestamptz,
    comment         text,                                   -- of who checked it
    report_due_on   date NOT NULL,
    reported_at     timestamptz,
    report          text,
    due_on          date NOT NULL GENERATED ALWAYS AS (         -- of what comes next, its check or its report
        CASE WHEN state = 'ADOPTED' THEN coalesce(check_due_on, report_due_on) ELSE report_due_on END) STORED,
    overdue_at      timestamptz,                            -- when the clock says that it is; null: it has said so
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT commitment_list_is_a_seats CHECK ((kind = 'COMMITTEE') = (seat_id IS NULL) AND (seat_id IS NULL) = (place_id IS NULL)),
    CONSTRAINT commitment_list_has_what_its_state_needs CHECK (
        CASE state WHEN 'CHECKED' THEN checked_at IS NOT NULL
                   WHEN 'REPORTED' THEN reported_at IS NOT NULL AND report IS NOT NULL
                   ELSE true END)
);
CREATE UNIQUE INDEX commitment_list_once ON commitment_list (committee_id, year, coalesce(place_id, committee_id));
CREATE INDEX commitment_list_committee_id ON commitment_list (committee_id, due_on, id);
CREATE INDEX commitment_list_overdue_at ON commitment_list (overdue_at, id) WHERE state IN ('ADOPTED', 'CHECKED');
-- A page has one of these for each column by which somebody sees a list.
CREATE INDEX commitment_list_home ON commitment_list (state, home_code, due_on, id);
CREATE INDEX commitment_list_street ON commitment_list (state, street, due_on, id);
CREATE INDEX commitment_list_district ON commitment_list (state, district, due_on, id);
CREATE INDEX commitment_list_organization ON commitment_list (state, organization_id, due_on, id);
CREATE INDEX commitment_list_above ON commitment_list (state, above_id, due_on, id);
CREATE INDEX commitment_list_of_committee ON commitment_list (state, committee_id, due_on, id);
CREATE INDEX commitment_list_seat ON commitment_list (state, seat_id, due_on, id) WHERE seat_id IS NOT NULL;

CREATE TABLE commitment (
    id              uuid PRIMARY KEY,
    list_id         uuid NOT NULL REFERENCES commitment_list,
    committee_id    uuid NOT NULL REFERENCES joint_committee,   -- these of its list
    organization_id uuid NOT NULL REFERENCES organization,
    home_code       home_code NOT NULL,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    year            int NOT NULL,
    seat_id         uuid REFERENCES seat,
    state           text NOT NULL CHECK (state IN ('OPEN', 'REPORTED', 'DROPPED')),
    text            filled NOT NULL,
    owner_id        uuid REFERENCES organization,
    owner_seat_id   uuid REFERENCES seat,
    due_on          date NOT NULL,
    overdue_at      timestamptz,                            -- when the clock says that it is; null: it has said so
    given_at        timestamptz NOT NULL,
    finding         text CHECK (finding IN ('ON_TRACK', 'BEHIND', 'NOT_BEGUN')),
    note            text,                                   -- of who checked it
    checked_at      timestamptz,
    outcome         text CHECK (outcome IN ('DONE', 'PARTLY_DONE', 'NOT_DONE')),
    report          text,
    reported_at     timestamptz,
    reason          text,                                   -- why it was dropped
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT commitment_has_one_owner CHECK ((owner_id IS NULL) <> (owner_seat_id IS NULL)),
    CONSTRAINT commitment_is_checked_by_a_finding CHECK ((finding IS NULL) = (checked_at IS NULL)),
    CONSTRAINT commitment_has_what_its_state_needs CHECK (
        CASE state WHEN 'REPORTED' THEN reported_at IS NOT NULL AND outcome IS NOT NULL AND report IS NOT NULL
                   WHEN 'DROPPED' THEN reason IS NOT NULL
                   ELSE true END)
);
CREATE INDEX commitment_list_id ON commitment (list_id, due_on, id);
CREATE INDEX commitment_committee_id ON commitment (committee_id, due_on, id);
CREATE INDEX commitment_overdue_at ON commitment (overdue_at, id) WHERE state = 'OPEN';
CREATE INDEX commitment_home ON commitment (state, home_code, due_on, id);
CREATE INDEX commitment_street ON commitment (state, street, due_on, id);
CREATE INDEX commitment_district ON commitment (state, district, due_on, id);
CREATE INDEX commitment_organization ON commitment (state, organization_id, due_on, id);
CREATE INDEX commitment_owner ON commitment (state, owner_id, due_on, id);
CREATE INDEX commitment_owner_seat ON commitment (state, owner_seat_id, due_on, id) WHERE owner_seat_id IS NOT NULL;
CREATE INDEX commitment_of_committee ON commitment (state, committee_id, due_on, id);
