-- Whose duty it is to ask a resident: who raised the call, from when it is handled until the resident is asked, or erased.
ALTER TABLE whistle ADD COLUMN for_resident boolean NOT NULL DEFAULT false;  -- whether whistle_resident has its resident
UPDATE whistle w SET for_resident = true WHERE EXISTS (SELECT FROM whistle_resident r WHERE r.whistle_id = w.id);
ALTER TABLE whistle ADD COLUMN asking_id uuid GENERATED ALWAYS AS (
    CASE WHEN for_resident AND rated_at IS NULL AND state IN ('HANDLED', 'VERIFIED', 'CLOSED') THEN raiser_id END) STORED;
CREATE INDEX whistle_asking_id ON whistle (asking_id) WHERE asking_id IS NOT NULL;
