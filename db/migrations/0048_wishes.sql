-- Micro-wishes: a small thing that a resident wishes for, published by the community, done by one member.

CREATE TABLE micro_wish (
    id           uuid PRIMARY KEY,
    community_id uuid NOT NULL REFERENCES organization,
    home_code    home_code NOT NULL,                            -- of the community
    scope        scope NOT NULL,
    scope_code   text NOT NULL GENERATED ALWAYS AS (left(home_code, digits_of(scope))) STORED,
    home         text NOT NULL GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street       text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district     text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    published_by uuid NOT NULL REFERENCES member,
    category     category NOT NULL,
    title        filled NOT NULL,
    body         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('OPEN', 'OFFERED', 'TAKEN', 'HELD', 'FULFILLED', 'CONFIRMED', 'WITHDRAWN',
                                                'LAPSED')),
    holder_id    uuid REFERENCES member,                        -- one member: a column has one value
    former_id    uuid REFERENCES member,                        -- who had it before it came back
    published_at timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,                          -- from then on the clock lets it lapse
    held_at      timestamptz,
    fulfilled_at timestamptz,
    note         text CHECK (note <> ''),                       -- what was done
    over_at      timestamptz,
    reason       text,                                          -- why it came back, was sent back or withdrawn
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT micro_wish_of_a_community CHECK (length(home_code) = 12),
    CONSTRAINT micro_wish_has_what_its_state_needs CHECK (
        CASE state WHEN 'OFFERED' THEN holder_id IS NOT NULL
                   WHEN 'TAKEN' THEN holder_id IS NOT NULL
                   WHEN 'HELD' THEN holder_id IS NOT NULL AND held_at IS NOT NULL
                   WHEN 'FULFILLED' THEN holder_id IS NOT NULL AND held_at IS NOT NULL AND fulfilled_at IS NOT NULL
                                         AND note IS NOT NULL
                   WHEN 'CONFIRMED' THEN holder_id IS NOT NULL AND held_at IS NOT NULL AND fulfilled_at IS NOT NULL
                                         AND note IS NOT NULL AND over_at IS NOT NULL
                   WHEN 'WITHDRAWN' THEN over_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'LAPSED' THEN over_at IS NOT NULL ELSE true END)
);
CREATE INDEX micro_wish_holder_id ON micro_wish (holder_id, due_at, id) WHERE holder_id IS NOT NULL;
CREATE INDEX micro_wish_due ON micro_wish (due_at, id) WHERE state IN ('OPEN', 'OFFERED', 'TAKEN', 'HELD');
-- A page has one of these for each column by which somebody sees a wish, in each of its orders.
CREATE INDEX micro_wish_community ON micro_wish (state, community_id, published_at, id);
CREATE INDEX micro_wish_open_to ON micro_wish (state, scope_code, published_at, id);
CREATE INDEX micro_wish_home ON micro_wish (state, home, published_at, id);
CREATE INDEX micro_wish_street ON micro_wish (state, street, published_at, id);
CREATE INDEX micro_wish_district ON micro_wish (state, district, published_at, id);
CREATE INDEX micro_wish_community_due ON micro_wish (state, community_id, due_at, id);
CREATE INDEX micro_wish_open_to_due ON micro_wish (state, scope_code, due_at, id);
CREATE INDEX micro_wish_home_due ON micro_wish (state, home, due_at, id);
CREATE INDEX micro_wish_street_due ON micro_wish (state, street, due_at, id);
CREATE INDEX micro_wish_district_due ON micro_wish (state, district, due_at, id);

-- The resident's data: no other table has them, no event, no file.
CREATE TABLE wish_resident (
    wish_id uuid PRIMARY KEY REFERENCES micro_wish ON DELETE CASCADE,
    name    filled NOT NULL,
    phone   text NOT NULL CHECK (phone ~ '^\+?[0-9-]{5,20}$')
);
