-- What a notice is about is its event's object, and is called so; what is overdue is told.

ALTER TABLE notice RENAME COLUMN subject_type TO object_type;
ALTER TABLE notice RENAME COLUMN subject_id TO object_id;
COMMENT ON COLUMN notice.object_type IS 'as its event has it: the GraphQL type';

-- When the clock tells both sides that a claim is overdue: its due_at, null once it has been told.
ALTER TABLE claim ADD COLUMN overdue_at timestamptz;
UPDATE claim SET overdue_at = due_at WHERE state IN ('ACCEPTED', 'REWORK');
CREATE INDEX claim_overdue ON claim (overdue_at) WHERE state IN ('ACCEPTED', 'REWORK');
