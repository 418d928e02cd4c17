-- Systems: programs that sign in with a key of their own, each a member with rights of its own.

CREATE TABLE system (
    member_id     uuid PRIMARY KEY REFERENCES member,
    operations    text[] NOT NULL CHECK (cardinality(operations) > 0),  -- root fields of the API that it may ask for
    cost          int NOT NULL CHECK (cost > 0),                        -- that it may have a minute
    registered_at timestamptz NOT NULL
);
CREATE TABLE system_key (
    hash      bytea PRIMARY KEY CHECK (length(hash) = 32),              -- the key itself is nowhere
    system_id uuid NOT NULL REFERENCES system,
    made_at   timestamptz NOT NULL
);
CREATE INDEX system_key_system_id ON system_key (system_id, made_at);
