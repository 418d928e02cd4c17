-- Mobilisations of streets and districts: their posts, the posts' shifts, and which members are sent to these.
CREATE TABLE mobilization (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,          -- the street or district
    home_code       home_code NOT NULL,                             -- its code
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    called_by       uuid NOT NULL REFERENCES member,
    title           filled NOT NULL,
    reason          filled NOT NULL,                                -- why it is called
    starts_at       timestamptz NOT NULL,                           -- of its first shift
    ends_at         timestamptz NOT NULL,                           -- of its last one
    acknowledge_by  timestamptz NOT NULL,
    tell_at         timestamptz,                                    -- when the caller is told who has not; null once it is
    state           text NOT NULL CHECK (state IN ('CALLED', 'ENDED', 'CANCELLED')),
    called_at       timestamptz NOT NULL,
    over_at         timestamptz,
    cancel_reason   text,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT mobilization_times CHECK (acknowledge_by <= starts_at AND starts_at < ends_at),
    CONSTRAINT mobilization_has_what_its_state_needs CHECK (
        CASE state WHEN 'ENDED' THEN over_at IS NOT NULL
                   WHEN 'CANCELLED' THEN over_at IS NOT NULL AND cancel_reason IS NOT NULL ELSE true END)
);
CREATE INDEX mobilization_end ON mobilization (ends_at, id) WHERE state = 'CALLED';
CREATE INDEX mobilization_tell ON mobilization (tell_at, id) WHERE state = 'CALLED';
CREATE INDEX mobilization_organization_id ON mobilization (organization_id, starts_at, id);
-- A page has one of these for each column by which somebody sees a mobilisation.
CREATE INDEX mobilization_own ON mobilization (state, organization_id, starts_at, id);
CREATE INDEX mobilization_open_to ON mobilization (state, home_code, starts_at, id);
CREATE INDEX mobilization_home ON mobilization (state, home, starts_at, id);
CREATE INDEX mobilization_street ON mobilization (state, street, starts_at, id);
CREATE INDEX mobilization_district ON mobilization (state, district, starts_at, id);

CREATE TABLE mobilization_post (
    id              uuid PRIMARY KEY,
    mobilization_id uuid NOT NULL REFERENCES mobilization,
    number          int NOT NULL,                                   -- its place in the list, from 1
    name            filled NOT NULL,
    address         filled NOT NULL,
    division_code   home_code NOT NULL,                             -- of the community or grid where it is, or the caller's
    CONSTRAINT mobilization_post_number UNIQUE (mobilization_id, number)
);

CREATE TABLE shift (
    id              uuid PRIMARY KEY,
    post_id         uuid NOT NULL REFERENCES mobilization_post,
    mobilization_id uuid NOT NULL REFERENCES mobilization,
    organization_id uuid NOT NULL REFERENCES organization,          -- the mobilisation's, as the next ones
    home_code       home_code NOT NULL,
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    division_code   home_code NOT NULL,                             -- the post's
    acknowledge_by  timestamptz NOT NULL,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    needed          int NOT NULL CHECK (needed > 0),
    assigned        int NOT NULL,                                   -- how many of these stand
    acknowledged    int NOT NULL DEFAULT 0,                         -- of those, with who was there
    served          int NOT NULL DEFAULT 0,                         -- of those
    cancelled_at    timestamptz,
    state           text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN cancelled_at IS NOT NULL THEN 'CANCELLED' WHEN assigned < needed THEN 'SHORT'
             WHEN acknowledged < needed THEN 'FILLED' ELSE 'ACKNOWLEDGED' END) STORED,
    CONSTRAINT shift_times CHECK (starts_at < ends_at),
    CONSTRAINT shift_keeps_its_numbers CHECK (
        assigned <= needed AND acknowledged BETWEEN 0 AND assigned AND served BETWEEN 0 AND acknowledged)
);
CREATE INDEX shift_mobilization_id ON shift (mobilization_id, starts_at, id);
CREATE INDEX shift_post_id ON shift (post_id, starts_at, id);
CREATE INDEX shift_own ON shift (state, organization_id, starts_at, id);
CREATE INDEX shift_open_to ON shift (state, home_code, starts_at, id);
CREATE INDEX shift_home ON shift (state, home, starts_at, id);
CREATE INDEX shift_street ON shift (state, street, starts_at, id);
CREATE INDEX shift_district ON shift (state, district, starts_at, id);

CREATE TABLE assignment (
    id              uuid PRIMARY KEY,
    shift_id        uuid NOT NULL REFERENCES shift,
    mobilization_id uuid NOT NULL REFERENCES mobilization,
    organization_id uuid NOT NULL REFERENCES organization,          -- the mobilisation's, as the next ones
    home_code       home_code NOT NULL,
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    member_id       uuid NOT NULL REFERENCES member,
    unit_id         uuid NOT NULL REFERENCES organization,          -- by the member's registration
    replaces_id     uuid CONSTRAINT assignment_replaced_once UNIQUE REFERENCES assignment,
    starts_at       timestamptz NOT NULL,                           -- of the shift
    ends_at         timestamptz NOT NULL,
    state           text NOT NULL CHECK (
        state IN ('ASSIGNED', 'ACKNOWLEDGED', 'DECLINED', 'SERVED', 'ABSENT', 'REPLACED', 'RELEASED')),
    assigned_at     timestamptz NOT NULL,
    acknowledged_at timestamptz,
    hours           numeric(4, 2),
    confirmed_at    timestamptz,
    over_at         timestamptz,
    reason          text,                                           -- why it was declined or released
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT assignment_hours CHECK (hours > 0 AND hours * 3600 <= extract(epoch FROM ends_at - starts_at)),
    CONSTRAINT assignment_hours_of_who_was_there CHECK (hours IS NULL OR state = 'SERVED'),
    CONSTRAINT assignment_has_what_its_state_needs CHECK (
        CASE state WHEN 'ACKNOWLEDGED' THEN acknowledged_at IS NOT NULL
                   WHEN 'SERVED' THEN confirmed_at IS NOT NULL AND hours IS NOT NULL
                   WHEN 'ABSENT' THEN confirmed_at IS NOT NULL
                   WHEN 'DECLINED' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'RELEASED' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'REPLACED' THEN over_at IS NOT NULL ELSE true END),
    CONSTRAINT assignment_one_at_a_time EXCLUDE USING gist (
        member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('ASSIGNED', 'ACKNOWLEDGED', 'SERVED'))
);
CREATE INDEX assignment_shift_id ON assignment (shift_id, starts_at, id);
CREATE INDEX assignment_mobilization_id ON assignment (mobilization_id, starts_at, id);
CREATE INDEX assignment_own ON assignment (state, organization_id, starts_at, id);
CREATE INDEX assignment_unit ON assignment (state, unit_id, starts_at, id);
CREATE INDEX assignment_person ON assignment (state, member_id, starts_at, id);
CREATE INDEX assignment_home ON assignment (state, home, starts_at, id);
CREATE INDEX assignment_street ON assignment (state, street, starts_at, id);
CREATE INDEX assignment_district ON assignment (state, district, starts_at, id);
