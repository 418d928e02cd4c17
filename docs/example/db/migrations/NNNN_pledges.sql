-- Pledges: an organisation promises another something by a moment.

CREATE TABLE pledge (
    id          uuid PRIMARY KEY,
    maker_id    uuid NOT NULL REFERENCES organization,
    receiver_id uuid NOT NULL REFERENCES organization,
    made_by     uuid NOT NULL REFERENCES member,
    task        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('OPEN', 'KEPT', 'LAPSED')),
    due_at      timestamptz NOT NULL,       -- from then on the clock lets it lapse
    kept_at     timestamptz,
    made_at     timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1,
    CONSTRAINT pledge_kept_has_moment CHECK (state <> 'KEPT' OR kept_at IS NOT NULL),
    CONSTRAINT pledge_to_another CHECK (receiver_id <> maker_id)
);
-- A page has one of these for each column by which somebody sees a pledge: by state, then the column, then as the page is ordered.
CREATE INDEX pledge_maker ON pledge (state, maker_id, made_at, id);
CREATE INDEX pledge_receiver ON pledge (state, receiver_id, made_at, id);
CREATE INDEX pledge_due ON pledge (due_at) WHERE state = 'OPEN';  -- what the clock asks for
