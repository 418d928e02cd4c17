-- A joint committee as a guest: an item or a topic of another division is shown to its members, and to who acts for its division.
ALTER TABLE share
    ALTER COLUMN item_id DROP NOT NULL,
    ADD COLUMN topic_id uuid REFERENCES topic,
    ADD COLUMN guest_id uuid REFERENCES joint_committee,            -- null: an organisation alone
    ADD CONSTRAINT share_of_one CHECK (num_nonnulls(item_id, topic_id) = 1),
    ADD CONSTRAINT share_guest_ends CHECK (guest_id IS NULL OR ends_at IS NOT NULL),
    ADD CONSTRAINT share_topic_once UNIQUE (topic_id, organization_id);
CREATE INDEX share_guest_id ON share (guest_id, item_id) WHERE guest_id IS NOT NULL;

-- A claim is proposed by who sees its item, also as a member of a guest.
DROP TYPE proposal;
CREATE TYPE proposal AS (
    actor_id uuid, key text, operation text, input_hash bytea, answer text, created_at timestamptz,
    event_id uuid, event_at timestamptz, event_kind text, event_actor_id uuid, event_organization_id uuid,
    event_object_type text, event_object_id uuid, event_object_version int, event_subject_type text, event_subject_id uuid,
    event_home_code text, event_request_id text, event_before text, event_after text,
    claim_id uuid, item_id uuid, claimant_id uuid, claimant_is_unit boolean, proposed_by uuid, quantity int, note text,
    during tstzrange, answer_by timestamptz, now timestamptz,
    scopes text[], homes text[], streets text[], districts text[], organizations uuid[], committees uuid[],
    most_unanswered int                                         -- null: as many as there are
);
