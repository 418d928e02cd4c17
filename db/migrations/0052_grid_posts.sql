-- Grids have a head, one at a time, and staff: offices with terms, as all others.
ALTER TABLE office DROP CONSTRAINT office_kind_check;
ALTER TABLE office ADD CONSTRAINT office_kind_check
    CHECK (kind IN ('LIAISON', 'SECRETARY', 'OFFICER', 'GRID_HEAD', 'GRID_STAFF'));
ALTER TABLE office ADD CONSTRAINT office_one_head EXCLUDE USING gist (
    organization_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (kind = 'GRID_HEAD');
