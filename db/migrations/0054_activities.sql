-- Activities of communities and streets, and who signs up for them.
CREATE TABLE activity (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,          -- the community or street
    home_code       home_code NOT NULL,                             -- its code
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    published_by    uuid NOT NULL REFERENCES member,
    title           filled NOT NULL,
    body            text NOT NULL,
    address         filled NOT NULL,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    sign_up_until   timestamptz NOT NULL,
    places          int NOT NULL CHECK (places > 0),
    taken           int NOT NULL DEFAULT 0,
    state           text NOT NULL CHECK (state IN ('PUBLISHED', 'ENDED', 'CANCELLED')),
    published_at    timestamptz NOT NULL,
    over_at         timestamptz,
    reason          text,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT activity_times CHECK (sign_up_until <= starts_at AND starts_at < ends_at),
    CONSTRAINT activity_keeps_its_places CHECK (taken BETWEEN 0 AND places),
    CONSTRAINT activity_has_what_its_state_needs CHECK (
        CASE state WHEN 'ENDED' THEN over_at IS NOT NULL
                   WHEN 'CANCELLED' THEN over_at IS NOT NULL AND reason IS NOT NULL ELSE true END)
);
CREATE INDEX activity_end ON activity (ends_at, id) WHERE state = 'PUBLISHED';
CREATE INDEX activity_organization_id ON activity (organization_id, starts_at, id);
-- A page has one of these for each column by which somebody sees an activity.
CREATE INDEX activity_own ON activity (state, organization_id, starts_at, id);
CREATE INDEX activity_open_to ON activity (state, home_code, starts_at, id);
CREATE INDEX activity_home ON activity (state, home, starts_at, id);
CREATE INDEX activity_street ON activity (state, street, starts_at, id);
CREATE INDEX activity_district ON activity (state, district, starts_at, id);

CREATE TABLE sign_up (
    id              uuid PRIMARY KEY,
    activity_id     uuid NOT NULL REFERENCES activity,
    organization_id uuid NOT NULL REFERENCES organization,          -- the activity's
    home_code       home_code NOT NULL,                             -- the activity's
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    member_id       uuid NOT NULL REFERENCES member,
    unit_id         uuid NOT NULL REFERENCES organization,          -- by the member's registration
    starts_at       timestamptz NOT NULL,                           -- of the activity
    ends_at         timestamptz NOT NULL,
    state           text NOT NULL CHECK (state IN ('SIGNED_UP', 'ATTENDED', 'ABSENT', 'WITHDRAWN')),
    signed_up_at    timestamptz NOT NULL,
    hours           numeric(5, 2),
    confirmed_at    timestamptz,
    over_at         timestamptz,
    reason          text,                                           -- why the activity was cancelled
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT sign_up_hours CHECK (hours > 0 AND hours * 3600 <= extract(epoch FROM ends_at - starts_at)),
    CONSTRAINT sign_up_hours_of_who_was_there CHECK (hours IS NULL OR state = 'ATTENDED'),
    CONSTRAINT sign_up_has_what_its_state_needs CHECK (
        CASE state WHEN 'ATTENDED' THEN confirmed_at IS NOT NULL AND hours IS NOT NULL
                   WHEN 'ABSENT' THEN confirmed_at IS NOT NULL
                   WHEN 'WITHDRAWN' THEN over_at IS NOT NULL ELSE true END),
    CONSTRAINT sign_up_one_at_a_time EXCLUDE USING gist (
        member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('SIGNED_UP', 'ATTENDED'))
);
CREATE INDEX sign_up_activity_id ON sign_up (activity_id, starts_at, id);
CREATE INDEX sign_up_member_id ON sign_up (member_id, starts_at, id);
CREATE INDEX sign_up_unit_id ON sign_up (unit_id, starts_at, id);
CREATE INDEX sign_up_own ON sign_up (state, organization_id, starts_at, id);
CREATE INDEX sign_up_unit ON sign_up (state, unit_id, starts_at, id);
CREATE INDEX sign_up_person ON sign_up (state, member_id, starts_at, id);
CREATE INDEX sign_up_home ON sign_up (state, home, starts_at, id);
CREATE INDEX sign_up_street ON sign_up (state, street, starts_at, id);
CREATE INDEX sign_up_district ON sign_up (state, district, starts_at, id);
