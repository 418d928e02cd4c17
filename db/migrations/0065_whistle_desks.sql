-- Whose duty the steps of the street and of the district above it are; null: it is not in the hub.
ALTER TABLE whistle ADD COLUMN street_id uuid REFERENCES organization, ADD COLUMN district_id uuid REFERENCES organization;
UPDATE whistle w SET street_id = (SELECT id FROM organization WHERE division_code = w.street),
    district_id = (SELECT id FROM organization WHERE division_code = w.district);
CREATE INDEX whistle_street_id ON whistle (street_id, state) WHERE state IN ('REPORTED', 'TRIAGED', 'RETURNED', 'VERIFIED');
CREATE INDEX whistle_district_id ON whistle (district_id) WHERE state = 'RETURNED' AND disputed;
