-- Where two departments say that a call is not theirs, the level above decides, with its reason and bindingly.
ALTER TABLE whistle ADD COLUMN disputed boolean NOT NULL DEFAULT false,  -- whether it waits for that
    ADD COLUMN diagnosis text CHECK (diagnosis <> ''),
    ADD COLUMN diagnosed_by uuid REFERENCES member,
    ADD COLUMN diagnosed_at timestamptz,
    ADD CONSTRAINT whistle_diagnosis_is_whole CHECK (num_nulls(diagnosis, diagnosed_by, diagnosed_at) IN (0, 3));
UPDATE whistle w SET disputed = true WHERE w.state = 'RETURNED' AND (
    SELECT count(*) FROM whistle_party p WHERE p.whistle_id = w.id AND p.state = 'RETURNED') >= 2;
