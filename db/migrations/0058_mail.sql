-- Mail: members' addresses, which are personal data, what they want to be told by mail and when, and what waits to be sent.

CREATE TABLE mail_address (
    member_id    uuid PRIMARY KEY REFERENCES member,
    address      text NOT NULL,
    set_at       timestamptz NOT NULL,
    code         text,                          -- by which the member proves that mail arrives there; null once it is proven
    code_until   timestamptz,
    confirmed_at timestamptz,
    cadence      text NOT NULL CHECK (cadence IN ('DAILY', 'WEEKLY', 'NEVER')),
    hour         int NOT NULL CHECK (hour BETWEEN 0 AND 23),            -- of China's clocks
    quiet_from   int NOT NULL CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_until  int NOT NULL CHECK (quiet_until BETWEEN 0 AND 23),     -- the same: there are no quiet hours
    language     text NOT NULL CHECK (language IN ('ZH', 'EN', 'BOTH')),
    digest_at    timestamptz,                   -- when the next digest is due; null: none
    pos          bigint NOT NULL DEFAULT 0,     -- up to which place of the log digests have told
    CONSTRAINT mail_address_is_confirmed_by_code CHECK (confirmed_at IS NOT NULL OR code IS NOT NULL)
);
CREATE INDEX mail_address_digest_at ON mail_address (digest_at) WHERE confirmed_at IS NOT NULL;

-- By kind of notice, what is not told in the digest.
CREATE TABLE notice_channel (
    member_id uuid NOT NULL,
    kind      text NOT NULL,
    channel   text NOT NULL CHECK (channel IN ('NONE', 'AT_ONCE')),
    PRIMARY KEY (member_id, kind)
);

CREATE TABLE mailing (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),   -- in its Message-ID, however often it is sent
    member_id uuid NOT NULL REFERENCES member,
    purpose   text NOT NULL CHECK (purpose IN ('CODE', 'DIGEST', 'AT_ONCE')),
    period    text NOT NULL,                    -- of a digest its day: there is one
    since_pos bigint NOT NULL,                  -- of the log: what happened behind it, up to the next, is told
    until_pos bigint NOT NULL,
    queued_at timestamptz NOT NULL,
    state     text NOT NULL CHECK (state IN ('WAITING', 'SENT', 'DEAD')),
    tries     int NOT NULL DEFAULT 0,
    try_at    timestamptz NOT NULL,
    CONSTRAINT mailing_once UNIQUE (member_id, purpose, period)
);
CREATE UNIQUE INDEX mailing_not_begun ON mailing (member_id) WHERE purpose = 'AT_ONCE' AND state = 'WAITING' AND tries = 0;
CREATE INDEX mailing_try_at ON mailing (try_at) WHERE state = 'WAITING';
CREATE INDEX mailing_queued_at ON mailing (queued_at);      -- what is long ago is forgotten

ALTER TABLE outgoing ADD COLUMN mail_pos bigint NOT NULL DEFAULT 0;    -- up to which what is mailed at once has been queued
UPDATE outgoing SET mail_pos = pos;
