-- Webhooks: where an organisation is told what happens, and what waits to be sent there.

CREATE TABLE webhook (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,
    added_by        uuid NOT NULL REFERENCES member,
    name            text NOT NULL CHECK (name <> ''),
    host            text NOT NULL,                  -- of its address, which is shown to nobody
    format          text NOT NULL CHECK (format IN ('STANDARD', 'WECOM', 'DINGTALK', 'FEISHU')),
    kinds           text[],                         -- of notices; null: all
    state           text NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED', 'DISABLED', 'REMOVED')),
    added_at        timestamptz NOT NULL,
    failures        int NOT NULL DEFAULT 0,         -- since the last success
    try_at          timestamptz,                    -- not before; null: at once
    gives_up_at     timestamptz,                    -- when the clock disables it; null: it does not fail
    removed_at      timestamptz,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT webhook_removed_has_moment CHECK (state <> 'REMOVED' OR removed_at IS NOT NULL)
);
CREATE INDEX webhook_organization_id ON webhook (organization_id, added_at, id);
CREATE INDEX webhook_own ON webhook (state, organization_id, added_at, id);
CREATE INDEX webhook_gives_up ON webhook (gives_up_at, id) WHERE state = 'ACTIVE';

-- What whoever has it can send with: gone when the webhook is removed.
CREATE TABLE webhook_key (
    webhook_id uuid PRIMARY KEY REFERENCES webhook,
    address    text NOT NULL,
    secret     text
);

-- The queue of what leaves the house: for each webhook one message an event, in the events' order.
CREATE TABLE delivery (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),   -- by which its receiver knows it again
    webhook_id   uuid NOT NULL REFERENCES webhook,
    event_id     uuid NOT NULL,
    pos          bigint NOT NULL,                   -- of the event
    kind         text NOT NULL,                     -- of the notice
    object_type  text NOT NULL,
    object_id    uuid NOT NULL,
    at           timestamptz NOT NULL,              -- when the event happened
    state        text NOT NULL CHECK (state IN ('WAITING', 'SENT', 'DEAD')),
    tries        int NOT NULL DEFAULT 0,
    tried_at     timestamptz,
    problem      text,                              -- of the last try, if it failed
    status       int,                               -- of HTTP, or the robot's own, with it
    CONSTRAINT delivery_once UNIQUE (webhook_id, event_id)
);
CREATE INDEX delivery_waiting ON delivery (webhook_id, pos) WHERE state = 'WAITING';
CREATE INDEX delivery_page ON delivery (webhook_id, at, id);
CREATE INDEX delivery_dead ON delivery (webhook_id, at, id) WHERE state = 'DEAD';
CREATE INDEX delivery_event_id ON delivery (event_id);
CREATE INDEX delivery_at ON delivery (at);          -- what is long ago is forgotten

-- Up to which place of the log the queue has been filled: what happened before there were webhooks is sent to none.
CREATE TABLE outgoing (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    pos bigint NOT NULL
);
INSERT INTO outgoing (pos) SELECT coalesce(max(pos), 0) FROM event;
