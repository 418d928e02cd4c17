-- A guest's invitations are pages by their ids; what names an item, a topic or a project is found by that one's own index.
DROP INDEX share_guest_id;
CREATE INDEX share_guest_id ON share (guest_id, id) WHERE guest_id IS NOT NULL;
