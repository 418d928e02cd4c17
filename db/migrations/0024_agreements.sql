-- Agreements between a community or a street (the host) and a unit, for a term that both sign.
CREATE TABLE agreement (
    id           uuid PRIMARY KEY,
    host_id      uuid NOT NULL REFERENCES organization,
    unit_id      uuid NOT NULL REFERENCES organization,
    home_code    home_code NOT NULL,                            -- of the host's division
    street       text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district     text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    title        filled NOT NULL,
    body         text NOT NULL,
    host_offers  text,
    unit_offers  text,
    starts_on    date NOT NULL,
    ends_on      date NOT NULL,                                 -- its last day
    state        text NOT NULL CHECK (state IN ('PROPOSED', 'SIGNED', 'RENEWED', 'ENDED', 'TERMINATED', 'DECLINED')),
    proposed_by  text CHECK (proposed_by IN ('HOST', 'UNIT')),  -- the side
    proposed_at  timestamptz NOT NULL,
    signed_at    timestamptz,
    over_at      timestamptz,                                   -- when it was declined or terminated, or its term was over
    reason       text,
    renews_id    uuid REFERENCES agreement,                     -- from which it goes on
    remind_at    timestamptz,
    passes_on_at timestamptz,                                   -- when the one begins that goes on from it
    ends_at      timestamptz,                                   -- when it is over, and none goes on from it
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT agreement_term CHECK (ends_on >= starts_on),
    CONSTRAINT agreement_has_what_its_state_needs CHECK (
        CASE state WHEN 'PROPOSED' THEN proposed_by IS NOT NULL
                   WHEN 'SIGNED' THEN signed_at IS NOT NULL
                   WHEN 'RENEWED' THEN signed_at IS NOT NULL AND over_at IS NOT NULL
                   WHEN 'ENDED' THEN signed_at IS NOT NULL AND over_at IS NOT NULL
                   WHEN 'TERMINATED' THEN signed_at IS NOT NULL AND over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'DECLINED' THEN over_at IS NOT NULL AND reason IS NOT NULL END),
    CONSTRAINT agreement_once EXCLUDE USING gist (host_id WITH =, unit_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
        WHERE (state IN ('PROPOSED', 'SIGNED'))
);
CREATE INDEX agreement_ends_on ON agreement (ends_on, id);
CREATE INDEX agreement_host_id ON agreement (host_id, ends_on, id);
CREATE INDEX agreement_unit_id ON agreement (unit_id, ends_on, id);
CREATE INDEX agreement_district ON agreement (district, ends_on, id);
CREATE INDEX agreement_street ON agreement (street, ends_on, id);
CREATE INDEX agreement_home_code ON agreement (home_code, ends_on, id);
CREATE INDEX agreement_remind ON agreement (remind_at) WHERE state = 'SIGNED' AND remind_at IS NOT NULL;
CREATE INDEX agreement_pass_on ON agreement (passes_on_at) WHERE state = 'SIGNED' AND passes_on_at IS NOT NULL;
CREATE INDEX agreement_end ON agreement (ends_at) WHERE state = 'SIGNED' AND ends_at IS NOT NULL;
