-- Joint conferences: a committee's meetings. What they say of persons, who came instead of whom and which guests, is in rows of its
-- own that the committee alone reads.

CREATE TABLE joint_conference (
    id              uuid PRIMARY KEY,
    committee_id    uuid NOT NULL REFERENCES joint_committee,
    organization_id uuid NOT NULL REFERENCES organization,  -- the committee's street or community
    home_code       home_code NOT NULL,                     -- its code
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    state           text NOT NULL CHECK (state IN ('PLANNED', 'CALLED', 'HELD', 'PUBLISHED', 'CANCELLED')),
    title           filled NOT NULL,
    planned_for     date NOT NULL,                          -- as soon as it is called, the day on which it begins
    topics_until    timestamptz NOT NULL,                   -- from then on no topic is taken up for it
    starts_at       timestamptz,
    venue           text,
    called_at       timestamptz,
    held_at         timestamptz,
    minutes         text,
    published_at    timestamptz,
    reason          text,                                   -- why it was cancelled
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT joint_conference_has_what_its_state_needs CHECK (
        CASE state WHEN 'CALLED' THEN starts_at IS NOT NULL AND venue IS NOT NULL AND called_at IS NOT NULL
                   WHEN 'HELD' THEN starts_at IS NOT NULL AND venue IS NOT NULL AND called_at IS NOT NULL AND held_at IS NOT NULL
                        AND minutes IS NOT NULL
                   WHEN 'PUBLISHED' THEN starts_at IS NOT NULL AND venue IS NOT NULL AND called_at IS NOT NULL
                        AND held_at IS NOT NULL AND minutes IS NOT NULL AND published_at IS NOT NULL
                   WHEN 'CANCELLED' THEN reason IS NOT NULL
                   ELSE true END)
);
CREATE INDEX joint_conference_committee ON joint_conference (committee_id, planned_for, id);
-- A page walks one of these for each code that its viewer may see, as of items.
CREATE INDEX joint_conference_home ON joint_conference (state, home_code, planned_for, id);
CREATE INDEX joint_conference_street ON joint_conference (state, street, planned_for, id);
CREATE INDEX joint_conference_district ON joint_conference (state, district, planned_for, id);
CREATE INDEX joint_conference_organization ON joint_conference (state, organization_id, planned_for, id);
CREATE INDEX joint_conference_of_committee ON joint_conference (state, committee_id, planned_for, id);

CREATE TABLE attendance (
    id            uuid PRIMARY KEY,
    conference_id uuid NOT NULL REFERENCES joint_conference,
    seat_id       uuid REFERENCES seat,
    presence      text NOT NULL CHECK (presence IN ('PRESENT', 'SUBSTITUTED', 'ABSENT', 'GUEST')),
    name          text CHECK (name <> ''),                  -- of a substitute or a guest
    CONSTRAINT attendance_once UNIQUE (conference_id, seat_id),
    CONSTRAINT attendance_of_a_seat_or_a_guest CHECK (
        (seat_id IS NULL) = (presence = 'GUEST') AND (name IS NOT NULL) = (presence IN ('SUBSTITUTED', 'GUEST')))
);
CREATE INDEX attendance_conference_id ON attendance (conference_id, id);
