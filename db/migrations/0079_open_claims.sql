-- A claim knows who published its item, which never changes: so what is owed on an organisation's items is found among the claims
-- on them, whatever others have open. The item has the foreign key; one here would have every claim lock its publisher's row.
ALTER TABLE claim ADD COLUMN publisher_id uuid;
UPDATE claim c SET publisher_id = i.publisher_id FROM item i WHERE i.id = c.item_id;
ALTER TABLE claim ALTER COLUMN publisher_id SET NOT NULL;

-- What either side has to answer, to deliver and to confirm is found among its open claims, not among all that it ever made;
-- the claimant's also counts what nobody answered.
DROP INDEX claim_held_unanswered;
CREATE INDEX claim_open_claimant ON claim (claimant_id, state) WHERE state IN ('PROPOSED', 'ACCEPTED', 'REWORK', 'DELIVERED');
CREATE INDEX claim_open_publisher ON claim (publisher_id, state) WHERE state IN ('PROPOSED', 'ACCEPTED', 'REWORK', 'DELIVERED');
