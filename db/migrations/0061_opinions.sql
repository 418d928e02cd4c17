-- Requests for a community's opinion of a unit or a member, with the figures of participation as they were when it was asked.
CREATE TABLE opinion (
    id               uuid PRIMARY KEY,
    asker_id         uuid NOT NULL REFERENCES organization,
    community_id     uuid NOT NULL REFERENCES organization,
    unit_id          uuid REFERENCES organization,               -- whom it is about: a unit,
    member_id        uuid REFERENCES member,                     -- or a member
    purpose          text NOT NULL CHECK (purpose IN ('HONOUR', 'PROMOTION')),
    question         text NOT NULL CHECK (question <> ''),
    due_on           date NOT NULL,                              -- the last day to answer in time
    state            text NOT NULL CHECK (state IN ('ASKED', 'ANSWERED', 'WITHDRAWN')),
    asked_at         timestamptz NOT NULL,
    figures_from     timestamptz NOT NULL,                       -- since when participation is counted, to asked_at
    claims_proposed  int NOT NULL,
    claims_accepted  int NOT NULL,
    claims_delivered int NOT NULL,
    claims_confirmed int NOT NULL,
    projects         int NOT NULL,
    conferences      int NOT NULL,
    position         text CHECK (position IN ('SUPPORTED', 'RESERVED', 'OPPOSED')),
    answer           text CHECK (answer <> ''),
    answered_at      timestamptz,
    withdrawn_at     timestamptz,
    reason           text,
    overdue_at       timestamptz,                                -- when the clock says that it is; null: it has said so
    version          int NOT NULL DEFAULT 1,
    CONSTRAINT opinion_of_one CHECK ((unit_id IS NULL) <> (member_id IS NULL)),
    CONSTRAINT opinion_has_what_its_state_needs CHECK (
        CASE state WHEN 'ASKED' THEN true
                   WHEN 'ANSWERED' THEN position IS NOT NULL AND answer IS NOT NULL AND answered_at IS NOT NULL
                   WHEN 'WITHDRAWN' THEN reason IS NOT NULL AND withdrawn_at IS NOT NULL END)
);
CREATE INDEX opinion_overdue_at ON opinion (overdue_at, id) WHERE state = 'ASKED';
-- A page has one of these for each column by which somebody sees a request.
CREATE INDEX opinion_asker ON opinion (state, asker_id, due_on, id);
CREATE INDEX opinion_community ON opinion (state, community_id, due_on, id);
