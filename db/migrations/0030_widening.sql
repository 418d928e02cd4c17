-- Items that open to more, stage by stage; the stage is the item's scope. Time limits are in working days; null: it stays in that stage.
ALTER TABLE item
    ADD COLUMN community_days smallint CHECK (community_days > 0),
    ADD COLUMN street_days smallint CHECK (street_days > 0),
    ADD COLUMN next_stage_at timestamptz;                     -- when its time in its stage is up
CREATE INDEX item_next_stage ON item (next_stage_at, id) WHERE state = 'PUBLISHED' AND next_stage_at IS NOT NULL;
