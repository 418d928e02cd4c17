-- Calls that say the same: a duplicate is linked to its original, and answered with it.
ALTER TABLE whistle
    ADD COLUMN duplicate_of_id uuid,                        -- the original, which is no duplicate itself
    ADD COLUMN linked_at timestamptz,
    ADD COLUMN answered_at timestamptz,                     -- the last time that its original was handled, verified or closed
    ADD COLUMN is_original boolean GENERATED ALWAYS AS (duplicate_of_id IS NULL) STORED,
    ADD COLUMN original_is_one boolean GENERATED ALWAYS AS (CASE WHEN duplicate_of_id IS NOT NULL THEN true END) STORED,
    ADD CONSTRAINT whistle_linked CHECK (state <> 'LINKED' OR (duplicate_of_id IS NOT NULL AND linked_at IS NOT NULL
                                                               AND reason IS NOT NULL)),
    DROP CONSTRAINT whistle_state_check,
    ADD CONSTRAINT whistle_state_check CHECK (state IN ('REPORTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'RETURNED', 'HANDLED', 'REWORK',
                                                        'SUSPENDED', 'VERIFIED', 'LINKED', 'CLOSED', 'WITHDRAWN'));
-- No chains and no rings, however many link at once: a duplicate names one that is an original, and that stays one meanwhile.
ALTER TABLE whistle ADD CONSTRAINT whistle_original UNIQUE (id, is_original);
ALTER TABLE whistle ADD CONSTRAINT whistle_duplicate_of FOREIGN KEY (duplicate_of_id, original_is_one)
    REFERENCES whistle (id, is_original);
CREATE INDEX whistle_duplicate_of_id ON whistle (duplicate_of_id, reported_at, id) WHERE duplicate_of_id IS NOT NULL;
