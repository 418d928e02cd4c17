-- Tickets: whoever has signed in may open one event stream by an address alone, for a minute. What is given out is in no row, nor what it
-- stands for but sealed with it. Members are never deleted, and a ticket holds nothing up (0046).

CREATE TABLE ticket (
    hash       bytea PRIMARY KEY,           -- SHA-256 of what was given out
    member_id  uuid NOT NULL,
    sealed     bytea NOT NULL,              -- how the member had signed in, sealed with what was given out
    expires_at timestamptz NOT NULL
);
CREATE INDEX ticket_member_id ON ticket (member_id);
CREATE INDEX ticket_expires_at ON ticket (expires_at);
