-- A lead sees its calls by the call's own column, which has its pages in order. Only who else was asked is looked up among the parties: else
-- each page of a department would read all that it ever led.
ALTER TABLE whistle_party ADD COLUMN beside_id uuid GENERATED ALWAYS AS (
    CASE WHEN role = 'LEAD' AND state <> 'RETURNED' THEN NULL ELSE organization_id END) STORED;
CREATE INDEX whistle_party_beside_id ON whistle_party (beside_id, whistle_id) WHERE beside_id IS NOT NULL;
-- The routing table is read in this order.
CREATE INDEX route_in_order ON route ((division_code || ' ' || category), id);
-- What figures read has no page's order: else a page may walk it, past all that is in another state.
DROP INDEX whistle_of_lead, whistle_of_home, whistle_of_street, whistle_of_district;
CREATE INDEX whistle_of_lead ON whistle (lead_id, category, reported_at);
CREATE INDEX whistle_of_home ON whistle (home_code, category, reported_at);
CREATE INDEX whistle_of_street ON whistle (street, category, reported_at);
CREATE INDEX whistle_of_district ON whistle (district, category, reported_at);
