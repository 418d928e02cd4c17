-- Files: uploads, each one member's own and for a day, and attachments, which belong to an agreement. The content lies elsewhere, by
-- the row's id and its digest.
CREATE TABLE upload (
    id          uuid PRIMARY KEY,
    member_id   uuid NOT NULL REFERENCES member,
    name        filled NOT NULL,
    secret      bytea NOT NULL,                             -- by which its address is signed
    begun_at    timestamptz NOT NULL,
    keep_until  timestamptz NOT NULL,                       -- from then on it is not attached any more, and goes
    received_at timestamptz,
    type        text CHECK (type IN ('PDF', 'PNG', 'JPEG', 'WEBP', 'DOCX', 'XLSX', 'TEXT')),
    size        int,                                        -- bytes
    digest      text,                                       -- SHA-256, in hex
    CONSTRAINT upload_is_there_or_not CHECK (num_nulls(received_at, type, size, digest) IN (0, 4))
);
CREATE INDEX upload_member_id ON upload (member_id);
CREATE INDEX upload_keep_until ON upload (keep_until, id);

CREATE TABLE attachment (
    id              uuid PRIMARY KEY,                       -- its upload's
    agreement_id    uuid NOT NULL REFERENCES agreement,
    name            filled NOT NULL,
    secret          bytea NOT NULL,
    type            text NOT NULL CHECK (type IN ('PDF', 'PNG', 'JPEG', 'WEBP', 'DOCX', 'XLSX', 'TEXT')),
    size            int NOT NULL,
    digest          text NOT NULL,
    attached_by     uuid NOT NULL REFERENCES member,
    attached_for_id uuid REFERENCES organization,           -- null: an officer above the side did
    attached_at     timestamptz NOT NULL
);
CREATE INDEX attachment_agreement_id ON attachment (agreement_id, attached_at, id);
