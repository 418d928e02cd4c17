-- Every event stands in the history of one object, its subject, of whatever table: who sees that sees the event. And whoever
-- writes says when.

-- What was linked so far goes on being verified by the form of link that it has (`db.log.links`).
ALTER TABLE event RENAME COLUMN item_id TO subject_id;
ALTER TABLE event ADD COLUMN subject_type text NOT NULL DEFAULT 'item';     -- its table
ALTER TABLE event ADD COLUMN form smallint DEFAULT 1;                       -- of its link
ALTER TABLE event ALTER COLUMN subject_type DROP DEFAULT;
ALTER TABLE event ALTER COLUMN form DROP DEFAULT;
DROP TRIGGER event_no_update ON event;
UPDATE event SET subject_id = object_id, subject_type = CASE object_type
    WHEN 'Organization' THEN 'organization' WHEN 'Station' THEN 'station' WHEN 'Member' THEN 'member' WHEN 'Office' THEN 'office'
    WHEN 'JointCommittee' THEN 'joint_committee' WHEN 'Seat' THEN 'seat' ELSE object_type END
WHERE subject_id IS NULL;
UPDATE event SET form = NULL WHERE pos IS NULL;
ALTER TABLE event ALTER COLUMN subject_id SET NOT NULL;
ALTER TABLE event ADD CONSTRAINT event_pos_with_form CHECK ((pos IS NULL) = (form IS NULL));
ALTER INDEX event_item_id RENAME TO event_subject_id;

-- The relay may place an event once: every column but what it gives stays as it was written.
CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW
    WHEN (OLD.pos IS NOT NULL OR NEW.pos IS NULL OR OLD.seq IS DISTINCT FROM NEW.seq OR OLD.id IS DISTINCT FROM NEW.id
          OR OLD.at IS DISTINCT FROM NEW.at OR OLD.kind IS DISTINCT FROM NEW.kind
          OR OLD.actor_id IS DISTINCT FROM NEW.actor_id OR OLD.organization_id IS DISTINCT FROM NEW.organization_id
          OR OLD.object_type IS DISTINCT FROM NEW.object_type OR OLD.object_id IS DISTINCT FROM NEW.object_id
          OR OLD.object_version IS DISTINCT FROM NEW.object_version
          OR OLD.subject_type IS DISTINCT FROM NEW.subject_type OR OLD.subject_id IS DISTINCT FROM NEW.subject_id
          OR OLD.home_code IS DISTINCT FROM NEW.home_code OR OLD.request_id IS DISTINCT FROM NEW.request_id
          OR OLD.before IS DISTINCT FROM NEW.before OR OLD.after IS DISTINCT FROM NEW.after)
    EXECUTE FUNCTION event_is_append_only();

DROP TYPE proposal;
CREATE TYPE proposal AS (
    actor_id uuid, key text, operation text, input_hash bytea, answer text, created_at timestamptz,
    event_id uuid, event_at timestamptz, event_kind text, event_actor_id uuid, event_organization_id uuid,
    event_object_type text, event_object_id uuid, event_object_version int, event_subject_type text, event_subject_id uuid,
    event_home_code text, event_request_id text, event_before text, event_after text,
    claim_id uuid, item_id uuid, claimant_id uuid, claimant_is_unit boolean, proposed_by uuid, quantity int, note text,
    during tstzrange, answer_by timestamptz, now timestamptz,
    scopes text[], homes text[], streets text[], districts text[], organizations uuid[],
    most_unanswered int                                         -- null: as many as there are
);

ALTER TABLE organization ALTER COLUMN created_at DROP DEFAULT;
ALTER TABLE member ALTER COLUMN created_at DROP DEFAULT;
ALTER TABLE share ALTER COLUMN created_at DROP DEFAULT;
ALTER TABLE contact_read ALTER COLUMN at DROP DEFAULT;
ALTER TABLE answered ALTER COLUMN created_at DROP DEFAULT;
