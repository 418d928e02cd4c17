-- The record of looks at personal data says whose they were by the type and the id of the object that the data is about, so that
-- it serves whatever has such data. When it was, who writes it says.

ALTER TABLE contact_read ADD COLUMN subject_type text NOT NULL DEFAULT 'item';
ALTER TABLE contact_read ALTER COLUMN subject_type DROP DEFAULT;
ALTER TABLE contact_read ALTER COLUMN at DROP DEFAULT;
ALTER TABLE contact_read DROP CONSTRAINT contact_read_item_id_fkey;
ALTER TABLE contact_read RENAME COLUMN item_id TO subject_id;
ALTER INDEX contact_read_item_id RENAME TO contact_read_subject_id;
