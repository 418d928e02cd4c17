-- Attachments belong to objects of any type that declares them (domain/attached.py): no foreign key can say so.
ALTER TABLE attachment ADD COLUMN object_type text, ADD COLUMN object_id uuid;
UPDATE attachment SET object_type = 'Agreement', object_id = agreement_id;
ALTER TABLE attachment ALTER COLUMN object_type SET NOT NULL, ALTER COLUMN object_id SET NOT NULL, DROP COLUMN agreement_id;
CREATE INDEX attachment_object_id ON attachment (object_id, attached_at, id);
