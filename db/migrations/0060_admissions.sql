-- Admissions: what a department may ask the communities of a division to do, and the money that goes with it.
CREATE TABLE admission (
    id            uuid PRIMARY KEY,
    department_id uuid NOT NULL REFERENCES organization,
    division_id   uuid NOT NULL REFERENCES organization,           -- that it is asked for
    decider_id    uuid NOT NULL REFERENCES organization,           -- the division that decides
    home_code     home_code NOT NULL,                              -- of the division that it is asked for
    street        text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district      text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    title         text NOT NULL CHECK (title <> ''),
    basis         text NOT NULL CHECK (basis <> ''),               -- the document that says so
    category      category NOT NULL,
    asked_yuan    yuan NOT NULL CHECK (asked_yuan > 0),
    funded_per text NOT NULL CHECK (funded_per IN ('TOTAL', 'PER_COMMUNITY')),
    approved_yuan yuan CHECK (approved_yuan > 0),
    voucher       text CHECK (voucher <> ''),                      -- by which the money was allotted
    starts_on     date NOT NULL,
    ends_on       date NOT NULL,                                   -- its last day
    state         text NOT NULL CHECK (state IN ('PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'REVOKED', 'ENDED')),
    proposed_at   timestamptz NOT NULL,
    decided_at    timestamptz,                                     -- when it was approved
    ends_at       timestamptz NOT NULL,                            -- when its term is over
    over_at       timestamptz,                                     -- when it was refused, withdrawn or revoked, or its term was over
    reason        text,
    version       int NOT NULL DEFAULT 1,
    CONSTRAINT admission_term CHECK (ends_on >= starts_on),
    CONSTRAINT admission_money CHECK ((approved_yuan IS NULL) = (voucher IS NULL)),
    CONSTRAINT admission_has_what_its_state_needs CHECK (
        CASE state WHEN 'PROPOSED' THEN true
                   WHEN 'APPROVED' THEN decided_at IS NOT NULL AND approved_yuan IS NOT NULL AND voucher IS NOT NULL
                   WHEN 'REFUSED' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'WITHDRAWN' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'REVOKED' THEN decided_at IS NOT NULL AND approved_yuan IS NOT NULL AND voucher IS NOT NULL
                                       AND over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'ENDED' THEN over_at IS NOT NULL END)
);
CREATE INDEX admission_department_id ON admission (department_id, ends_on, id);
CREATE INDEX admission_decider_id ON admission (decider_id, id) WHERE state = 'PROPOSED';
CREATE INDEX admission_end ON admission (ends_at, id) WHERE state IN ('PROPOSED', 'APPROVED');
-- A page has one of these for each column by which somebody sees an admission.
CREATE INDEX admission_department ON admission (state, department_id, ends_on, id);
CREATE INDEX admission_home ON admission (state, home_code, ends_on, id);
CREATE INDEX admission_street ON admission (state, street, ends_on, id);
CREATE INDEX admission_district ON admission (state, district, ends_on, id);

ALTER TABLE item ADD COLUMN admission_id uuid REFERENCES admission;    -- by which a department asks it of communities
CREATE INDEX item_admission_id ON item (admission_id, listed_at, id) WHERE admission_id IS NOT NULL;
