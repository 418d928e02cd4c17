-- Notices: a row for each member who is told of an event. Most are written by claims, so nothing has to be locked or looked up to
-- be sure: members and events are never deleted, as in the trail (0046).

CREATE TABLE notice (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    member_id    uuid NOT NULL,
    kind         text NOT NULL,
    subject_type text NOT NULL,             -- the GraphQL type of what it is about
    subject_id   uuid NOT NULL,
    event_id     uuid NOT NULL,             -- from which it comes
    at           timestamptz NOT NULL,      -- when that happened
    read_at      timestamptz,
    CONSTRAINT notice_once UNIQUE (event_id, member_id)
);
-- A page walks one of these from its newest; the unread ones are counted in the second.
CREATE INDEX notice_member ON notice (member_id, at, id);
CREATE INDEX notice_unread ON notice (member_id, (read_at IS NULL), at, id);
CREATE INDEX notice_read_at ON notice (read_at) WHERE read_at IS NOT NULL;  -- what was read long ago is forgotten

-- Kinds of notices that a member does not want: none is written.
CREATE TABLE notice_muted (
    member_id uuid NOT NULL,
    kind      text NOT NULL,
    PRIMARY KEY (member_id, kind)
);
