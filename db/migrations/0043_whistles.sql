-- Calls with time limits, whom they were dispatched to, the residents for whom they were raised, and the routing table.
CREATE TABLE whistle (
    id            uuid PRIMARY KEY,
    raiser_id     uuid NOT NULL REFERENCES organization,
    raised_by     uuid NOT NULL REFERENCES member,
    home_code     home_code NOT NULL,                       -- of the raiser's division; of a grid's, its community's
    street        text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district      text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    kind          text NOT NULL CHECK (kind IN ('JOINT_ENFORCEMENT', 'KEY_WORK', 'EMERGENCY')),
    category      category NOT NULL,
    title         filled NOT NULL,
    body          text NOT NULL,
    address       text CHECK (address <> ''),
    longitude     longitude,
    latitude      latitude,
    state         text NOT NULL CHECK (state IN ('REPORTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'RETURNED', 'HANDLED', 'REWORK',
                                                 'SUSPENDED', 'VERIFIED', 'CLOSED', 'WITHDRAWN')),
    lead_id       uuid REFERENCES organization,             -- to whom it was dispatched last
    accept_in     int CHECK (accept_in > 0),                -- the time to accept and to handle, from the dispatch on
    accept_unit   text CHECK (accept_unit IN ('HOURS', 'WORKING_DAYS')),
    handle_in     int CHECK (handle_in > 0),
    handle_unit   text CHECK (handle_unit IN ('HOURS', 'WORKING_DAYS')),
    accept_by     timestamptz,
    handle_by     timestamptz,
    due_at        timestamptz,                              -- until when its next step is taken; null: it is over
    escalate_at   timestamptz,                              -- when one level more is told; null: none is left, or it is suspended
    level         text NOT NULL CHECK (level IN ('GRID', 'COMMUNITY', 'STREET', 'DISTRICT')),  -- up to which it is known
    escalated_at  timestamptz,                              -- the last time
    escalated_to_id uuid REFERENCES organization,
    reason        text CHECK (reason <> ''),                -- of its last return, rework, suspension or withdrawal
    result        text CHECK (result <> ''),                -- what was done
    evidence      text CHECK (evidence <> ''),              -- by which the caller verified it
    reported_at   timestamptz NOT NULL,
    triaged_at    timestamptz,
    dispatched_at timestamptz,
    accepted_at   timestamptz,
    returned_at   timestamptz,
    suspended_at  timestamptz,
    handled_at    timestamptz,
    verified_at   timestamptz,
    closed_at     timestamptz,
    withdrawn_at  timestamptz,
    version       int NOT NULL DEFAULT 1,
    CONSTRAINT whistle_point CHECK ((longitude IS NULL) = (latitude IS NULL)),
    CONSTRAINT whistle_has_what_its_state_needs CHECK (
        CASE state
            WHEN 'REPORTED' THEN due_at IS NOT NULL
            WHEN 'TRIAGED' THEN due_at IS NOT NULL AND triaged_at IS NOT NULL
            WHEN 'DISPATCHED' THEN due_at IS NOT NULL AND lead_id IS NOT NULL AND dispatched_at IS NOT NULL AND accept_by IS NOT NULL
                                 AND handle_by IS NOT NULL
            WHEN 'ACCEPTED' THEN due_at IS NOT NULL AND lead_id IS NOT NULL AND dispatched_at IS NOT NULL AND accept_by IS NOT NULL
                                 AND handle_by IS NOT NULL
                                 AND accepted_at IS NOT NULL
            WHEN 'RETURNED' THEN due_at IS NOT NULL AND reason IS NOT NULL
            WHEN 'HANDLED' THEN due_at IS NOT NULL AND handled_at IS NOT NULL AND result IS NOT NULL
            WHEN 'REWORK' THEN due_at IS NOT NULL AND lead_id IS NOT NULL AND dispatched_at IS NOT NULL AND accept_by IS NOT NULL
                                 AND handle_by IS NOT NULL
                               AND reason IS NOT NULL
            WHEN 'SUSPENDED' THEN due_at IS NOT NULL AND suspended_at IS NOT NULL AND reason IS NOT NULL
            WHEN 'VERIFIED' THEN due_at IS NOT NULL AND verified_at IS NOT NULL AND evidence IS NOT NULL
            WHEN 'CLOSED' THEN closed_at IS NOT NULL
            WHEN 'WITHDRAWN' THEN withdrawn_at IS NOT NULL AND reason IS NOT NULL
            ELSE true END)
);
-- What the clock asks for.
CREATE INDEX whistle_escalate ON whistle (escalate_at, id) WHERE escalate_at IS NOT NULL
    AND state IN ('REPORTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'RETURNED', 'HANDLED', 'REWORK', 'VERIFIED');
-- A page walks one of these for each value by which its viewer sees: the newest first, or by what is due.
CREATE INDEX whistle_raiser ON whistle (state, raiser_id, reported_at, id);
CREATE INDEX whistle_lead ON whistle (state, lead_id, reported_at, id);
CREATE INDEX whistle_home ON whistle (state, home_code, reported_at, id);
CREATE INDEX whistle_street ON whistle (state, street, reported_at, id);
CREATE INDEX whistle_district ON whistle (state, district, reported_at, id);
CREATE INDEX whistle_raiser_due ON whistle (state, raiser_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX whistle_lead_due ON whistle (state, lead_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX whistle_home_due ON whistle (state, home_code, coalesce(due_at, 'infinity'), id);
CREATE INDEX whistle_street_due ON whistle (state, street, coalesce(due_at, 'infinity'), id);
CREATE INDEX whistle_district_due ON whistle (state, district, coalesce(due_at, 'infinity'), id);

-- The departments of a call: the lead, and those that assist it.
CREATE TABLE whistle_party (
    id              uuid PRIMARY KEY,
    whistle_id      uuid NOT NULL REFERENCES whistle,
    organization_id uuid NOT NULL REFERENCES organization,
    role            text NOT NULL CHECK (role IN ('LEAD', 'ASSISTING')),
    state           text NOT NULL CHECK (state IN ('ASKED', 'ACCEPTED', 'RETURNED', 'REPORTED')),
    reason          text CHECK (reason <> ''),              -- why it was returned
    report          text CHECK (report <> ''),              -- what it did
    asked_at        timestamptz NOT NULL,
    answered_at     timestamptz,                            -- when it was accepted or returned
    reported_at     timestamptz,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT whistle_party_once UNIQUE (whistle_id, organization_id),
    CONSTRAINT whistle_party_has_what_its_state_needs CHECK (
        CASE state WHEN 'ACCEPTED' THEN answered_at IS NOT NULL
                   WHEN 'RETURNED' THEN answered_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'REPORTED' THEN reported_at IS NOT NULL AND report IS NOT NULL
                   ELSE true END)
);
CREATE INDEX whistle_party_organization_id ON whistle_party (organization_id, whistle_id);

-- For whom a call was raised: personal data.
CREATE TABLE whistle_resident (
    whistle_id uuid PRIMARY KEY REFERENCES whistle,
    name       filled NOT NULL,
    phone      filled NOT NULL
);

-- Who handles calls of a category within a division.
CREATE TABLE route (
    id            uuid PRIMARY KEY,
    division_id   uuid NOT NULL REFERENCES organization,    -- a district, a street or a community
    division_code home_code NOT NULL,                       -- its code
    category      category NOT NULL,
    lead_id       uuid NOT NULL REFERENCES organization,
    accept_in     int NOT NULL CHECK (accept_in > 0),
    accept_unit   text NOT NULL CHECK (accept_unit IN ('HOURS', 'WORKING_DAYS')),
    handle_in     int NOT NULL CHECK (handle_in > 0),
    handle_unit   text NOT NULL CHECK (handle_unit IN ('HOURS', 'WORKING_DAYS')),
    set_at        timestamptz NOT NULL,
    version       int NOT NULL DEFAULT 1,
    CONSTRAINT route_once UNIQUE (category, division_code),
    CONSTRAINT route_of_a_district CHECK (length(division_code) BETWEEN 6 AND 12)
);
CREATE INDEX route_division_id ON route (division_id, category, id);
CREATE INDEX route_lead_id ON route (lead_id);

CREATE TABLE route_assisting (
    route_id        uuid NOT NULL REFERENCES route ON DELETE CASCADE,
    organization_id uuid NOT NULL REFERENCES organization,
    PRIMARY KEY (route_id, organization_id)
);
