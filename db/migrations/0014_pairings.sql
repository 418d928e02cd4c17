-- Pairings: who looks after a community, a grid or a building (the host) for a term, and what they promised.
CREATE TABLE pairing (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('UNIT', 'LEADER', 'DEPARTMENT')),
    host_id     uuid NOT NULL REFERENCES organization,
    home_code   home_code NOT NULL,                             -- of the host
    home        text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street      text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district    text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    building    text CHECK (building <> ''),                    -- which one, of the host
    partner_id  uuid NOT NULL REFERENCES organization,
    leader_id   uuid REFERENCES member,                         -- of the partner
    promise     text NOT NULL CHECK (promise <> ''),
    starts_on   date NOT NULL,
    ends_on     date NOT NULL,                                  -- its last day
    state       text NOT NULL CHECK (state IN ('PROPOSED', 'PAIRED', 'ENDED', 'DISSOLVED', 'DECLINED')),
    proposed_by text CHECK (proposed_by IN ('HOST', 'PARTNER')),    -- the side; null: one person spoke for both
    proposed_at timestamptz NOT NULL,
    paired_at   timestamptz,
    ends_at     timestamptz NOT NULL,                           -- when its term is over
    over_at     timestamptz,                                    -- when it was declined or dissolved, or its term was over
    reason      text,
    version     int NOT NULL DEFAULT 1,
    CONSTRAINT pairing_term CHECK (ends_on >= starts_on),
    CONSTRAINT pairing_of_leader CHECK ((kind = 'LEADER') = (leader_id IS NOT NULL)),
    CONSTRAINT pairing_has_what_its_state_needs CHECK (
        CASE state WHEN 'PROPOSED' THEN proposed_by IS NOT NULL
                   WHEN 'PAIRED' THEN paired_at IS NOT NULL
                   WHEN 'ENDED' THEN over_at IS NOT NULL
                   WHEN 'DISSOLVED' THEN paired_at IS NOT NULL AND over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'DECLINED' THEN over_at IS NOT NULL AND reason IS NOT NULL END),
    CONSTRAINT pairing_once EXCLUDE USING gist (
        host_id WITH =, partner_id WITH =, coalesce(leader_id, '00000000-0000-0000-0000-000000000000') WITH =,
        coalesce(building, '') WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (state IN ('PROPOSED', 'PAIRED'))
);
CREATE INDEX pairing_host_id ON pairing (host_id, ends_on, id);
CREATE INDEX pairing_partner_id ON pairing (partner_id, ends_on, id);
CREATE INDEX pairing_leader_id ON pairing (leader_id, ends_on, id) WHERE leader_id IS NOT NULL;
CREATE INDEX pairing_end ON pairing (ends_at, id) WHERE state IN ('PROPOSED', 'PAIRED');
-- A page has one of these for each column by which somebody sees a pairing.
CREATE INDEX pairing_host ON pairing (state, host_id, ends_on, id);
CREATE INDEX pairing_partner ON pairing (state, partner_id, ends_on, id);
CREATE INDEX pairing_open_to ON pairing (state, home_code, ends_on, id);
CREATE INDEX pairing_home ON pairing (state, home, ends_on, id);
CREATE INDEX pairing_street ON pairing (state, street, ends_on, id);
CREATE INDEX pairing_district ON pairing (state, district, ends_on, id);
