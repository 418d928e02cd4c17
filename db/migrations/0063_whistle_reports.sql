-- Those that assist report too: what each did, and why the lead did not wait for one that has not said it.
ALTER TABLE whistle ADD COLUMN assisting_ids uuid[] NOT NULL DEFAULT '{}',  -- since it was dispatched last
    ADD COLUMN unreported_reason text CHECK (unreported_reason <> '');
UPDATE whistle w SET assisting_ids = coalesce((SELECT array_agg(p.organization_id ORDER BY p.id) FROM whistle_party p
    WHERE p.whistle_id = w.id AND p.role = 'ASSISTING'), '{}') WHERE w.lead_id IS NOT NULL;
ALTER TABLE whistle_party DROP CONSTRAINT whistle_party_state_check,
    ADD CONSTRAINT whistle_party_state_check CHECK (state IN ('ASKED', 'ACCEPTED', 'RETURNED', 'REPORTED', 'RELEASED'));
-- Whose report is waited for.
ALTER TABLE whistle_party ADD COLUMN awaited_id uuid GENERATED ALWAYS AS (
    CASE WHEN role = 'ASSISTING' AND state = 'ASKED' THEN organization_id END) STORED;
