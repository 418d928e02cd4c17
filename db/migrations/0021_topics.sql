-- What conferences talk of, and what they resolve. Everybody in the committee's division sees a topic as soon as it is on an agenda, and a
-- resolution as soon as it is published: `open_to` says in which division.

ALTER TABLE joint_conference ADD COLUMN fill_at timestamptz;    -- when the agenda is filled by the clock; null: it was
UPDATE joint_conference SET fill_at = topics_until WHERE state IN ('PLANNED', 'CALLED');
CREATE INDEX joint_conference_fill_at ON joint_conference (fill_at, id) WHERE state IN ('PLANNED', 'CALLED');

CREATE TABLE topic (
    id              uuid PRIMARY KEY,
    committee_id    uuid NOT NULL REFERENCES joint_committee,
    organization_id uuid NOT NULL REFERENCES organization,  -- the committee's street or community
    home_code       home_code NOT NULL,                     -- its code
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    stage           text NOT NULL CHECK (stage IN ('COLLECTED', 'PROPOSED', 'CONSULTED', 'RESOLVED', 'PUBLISHED', 'SUPERVISED',
                                                   'PUT_BACK')),
    open_to         text GENERATED ALWAYS AS (CASE WHEN stage NOT IN ('COLLECTED', 'PUT_BACK') THEN home_code::text END) STORED,
    source          text NOT NULL CHECK (source IN ('RAISED', 'OVERDUE', 'RETURNED', 'UNCLAIMED', 'CARRIED_OVER')),
    category        category NOT NULL,
    title           filled NOT NULL,
    body            text NOT NULL DEFAULT '',
    raised_by       uuid REFERENCES member,                 -- null: nobody, it comes from what is late
    raised_for_id   uuid REFERENCES organization,
    item_id         uuid REFERENCES item,                   -- what it comes from: an item,
    claim_id        uuid REFERENCES claim,                  -- a claim on it,
    resolution_id   uuid,                                   -- or a resolution that is not done
    conference_id   uuid REFERENCES joint_conference,       -- on whose agenda it is
    carried_over    int NOT NULL DEFAULT 0,                 -- from one agenda to the next, so often
    opinions        text,
    reason          text,                                   -- why it was put back
    collected_at    timestamptz NOT NULL,
    published_at    timestamptz,
    supervised_at   timestamptz,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT topic_has_what_its_stage_needs CHECK (
        CASE stage WHEN 'PROPOSED' THEN conference_id IS NOT NULL
                   WHEN 'CONSULTED' THEN conference_id IS NOT NULL AND opinions IS NOT NULL
                   WHEN 'RESOLVED' THEN conference_id IS NOT NULL
                   WHEN 'PUBLISHED' THEN conference_id IS NOT NULL AND published_at IS NOT NULL
                   WHEN 'SUPERVISED' THEN conference_id IS NOT NULL AND published_at IS NOT NULL AND supervised_at IS NOT NULL
                   WHEN 'PUT_BACK' THEN reason IS NOT NULL
                   ELSE true END)
);
CREATE INDEX topic_conference_id ON topic (conference_id, collected_at, id);
CREATE INDEX topic_committee_id ON topic (committee_id, collected_at, id);
CREATE INDEX topic_claim_id ON topic (claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX topic_item_id ON topic (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX topic_resolution_id ON topic (resolution_id) WHERE resolution_id IS NOT NULL;
-- A page walks one of these for each value by which its viewer sees, as of items.
CREATE INDEX topic_home ON topic (stage, home_code, collected_at, id);
CREATE INDEX topic_street ON topic (stage, street, collected_at, id);
CREATE INDEX topic_district ON topic (stage, district, collected_at, id);
CREATE INDEX topic_open_to ON topic (stage, open_to, collected_at, id);
CREATE INDEX topic_organization ON topic (stage, organization_id, collected_at, id);
CREATE INDEX topic_raised_for ON topic (stage, raised_for_id, collected_at, id);
CREATE INDEX topic_of_committee ON topic (stage, committee_id, collected_at, id);

CREATE TABLE resolution (
    id              uuid PRIMARY KEY,
    topic_id        uuid NOT NULL REFERENCES topic,
    committee_id    uuid NOT NULL REFERENCES joint_committee,
    organization_id uuid NOT NULL REFERENCES organization,
    home_code       home_code NOT NULL,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    state           text NOT NULL CHECK (state IN ('OPEN', 'COMPLETED', 'CONFIRMED')),
    kind            text NOT NULL CHECK (kind IN ('TASK', 'DEMAND', 'PROJECT')),
    text            filled NOT NULL,
    owner_id        uuid REFERENCES organization,
    owner_seat_id   uuid REFERENCES seat,
    item_id         uuid REFERENCES item,
    due_on          date NOT NULL,
    overdue_at      timestamptz,                            -- when the clock says that it is; null: it has said so
    carried_over    int NOT NULL DEFAULT 0,
    made_at         timestamptz NOT NULL,
    published_at    timestamptz,
    open_to         text GENERATED ALWAYS AS (CASE WHEN published_at IS NOT NULL THEN home_code::text END) STORED,
    completed_at    timestamptz,
    report          text,
    confirmed_at    timestamptz,
    reason          text,                                   -- why it was sent back
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT resolution_has_one_owner CHECK ((owner_id IS NULL) <> (owner_seat_id IS NULL)),
    CONSTRAINT resolution_item_fits_kind CHECK ((item_id IS NULL) = (kind = 'TASK')),
    CONSTRAINT resolution_has_what_its_state_needs CHECK (
        CASE state WHEN 'COMPLETED' THEN completed_at IS NOT NULL
                   WHEN 'CONFIRMED' THEN completed_at IS NOT NULL AND confirmed_at IS NOT NULL
                   ELSE true END)
);
ALTER TABLE topic ADD CONSTRAINT topic_resolution_id_fkey FOREIGN KEY (resolution_id) REFERENCES resolution;
CREATE INDEX resolution_topic_id ON resolution (topic_id, due_on, id);
CREATE INDEX resolution_committee_id ON resolution (committee_id, due_on, id);
CREATE INDEX resolution_overdue_at ON resolution (overdue_at, id) WHERE state = 'OPEN';
CREATE INDEX resolution_home ON resolution (state, home_code, due_on, id);
CREATE INDEX resolution_street ON resolution (state, street, due_on, id);
CREATE INDEX resolution_district ON resolution (state, district, due_on, id);
CREATE INDEX resolution_open_to ON resolution (state, open_to, due_on, id);
CREATE INDEX resolution_organization ON resolution (state, organization_id, due_on, id);
CREATE INDEX resolution_owner ON resolution (state, owner_id, due_on, id);
CREATE INDEX resolution_owner_seat ON resolution (state, owner_seat_id, due_on, id) WHERE owner_seat_id IS NOT NULL;
CREATE INDEX resolution_of_committee ON resolution (state, committee_id, due_on, id);
-- Claims whose work is late, for the agendas.
CREATE INDEX claim_late ON claim (due_at) WHERE state IN ('ACCEPTED', 'REWORK');
