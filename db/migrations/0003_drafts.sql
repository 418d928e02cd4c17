-- What was never published stays its publisher's: what an item's events say of the time before is not for those who see it
-- now, and what was withdrawn as a draft is no more.

ALTER TABLE item ADD COLUMN draft_version int NOT NULL DEFAULT 0;   -- the last version before it was published; 0: at once

UPDATE item SET draft_version = published.object_version - 1
FROM event AS published
WHERE published.item_id = item.id AND published.object_id = item.id AND published.kind = 'item.published'
  AND published.object_version > 1;

-- The events of these stay, as the chain has them, with what they tell: their publisher sees them, nobody else.
CREATE TEMPORARY TABLE never_published AS
    SELECT item.id FROM item JOIN event AS withdrawn ON withdrawn.item_id = item.id AND withdrawn.object_id = item.id
    WHERE item.state = 'WITHDRAWN' AND withdrawn.kind = 'item.withdrawn' AND withdrawn.before ->> 'state' = 'DRAFT'
      AND NOT EXISTS (SELECT FROM claim WHERE claim.item_id = item.id)
      AND NOT EXISTS (SELECT FROM share WHERE share.item_id = item.id);
DELETE FROM contact_read USING never_published WHERE item_id = never_published.id;
DELETE FROM contact USING never_published WHERE item_id = never_published.id;
DELETE FROM item USING never_published WHERE item.id = never_published.id;
DROP TABLE never_published;
