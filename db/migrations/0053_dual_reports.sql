-- Dual reporting: in-service members of units register with the communities where they live.
CREATE TABLE dual_report (
    id           uuid PRIMARY KEY,
    member_id    uuid NOT NULL REFERENCES member,
    unit_id      uuid NOT NULL REFERENCES organization,
    community_id uuid NOT NULL REFERENCES organization,
    home_code    home_code NOT NULL,                             -- of the community
    home         text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street       text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district     text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    state        text NOT NULL CHECK (state IN ('PROPOSED', 'CONFIRMED', 'MOVED', 'ENDED', 'DECLINED')),
    proposed_at  timestamptz NOT NULL,
    confirmed_at timestamptz,
    over_at      timestamptz,                                    -- when it was declined, moved or ended
    reason       text,
    succeeds_id  uuid REFERENCES dual_report,                    -- the one from which the member moved here
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT dual_report_has_what_its_state_needs CHECK (
        CASE state WHEN 'CONFIRMED' THEN confirmed_at IS NOT NULL
                   WHEN 'MOVED' THEN confirmed_at IS NOT NULL AND over_at IS NOT NULL
                   WHEN 'ENDED' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'DECLINED' THEN over_at IS NOT NULL AND reason IS NOT NULL ELSE true END)
);
CREATE UNIQUE INDEX dual_report_once ON dual_report (member_id) WHERE state IN ('PROPOSED', 'CONFIRMED');
CREATE INDEX dual_report_member_id ON dual_report (member_id, proposed_at, id);
CREATE INDEX dual_report_unit_id ON dual_report (unit_id, proposed_at, id);
CREATE INDEX dual_report_community_id ON dual_report (community_id, proposed_at, id);
-- A page has one of these for each column by which somebody sees a registration.
CREATE INDEX dual_report_own ON dual_report (state, community_id, proposed_at, id);
CREATE INDEX dual_report_unit ON dual_report (state, unit_id, proposed_at, id);
CREATE INDEX dual_report_person ON dual_report (state, member_id, proposed_at, id);
CREATE INDEX dual_report_home ON dual_report (state, home, proposed_at, id);
CREATE INDEX dual_report_street ON dual_report (state, street, proposed_at, id);
CREATE INDEX dual_report_district ON dual_report (state, district, proposed_at, id);
