-- A system has reference numbers of its own, sees what it raised itself and not all that is its organisation's, and is told of that.
ALTER TABLE system ADD COLUMN sight text NOT NULL DEFAULT 'ORGANIZATION' CHECK (sight IN ('OWN', 'ORGANIZATION'));
ALTER TABLE system ALTER COLUMN sight DROP DEFAULT;    -- those that are there see what they saw

ALTER TABLE whistle
    ADD COLUMN system_id uuid REFERENCES system,       -- that raised it; null: a person did
    ADD COLUMN reference text CHECK (reference <> ''), -- under which that system knows it
    ADD CONSTRAINT whistle_reference_is_a_systems CHECK (reference IS NULL OR system_id IS NOT NULL),
    ADD CONSTRAINT whistle_reference_once UNIQUE (system_id, reference);
UPDATE whistle w SET system_id = w.raised_by FROM system y WHERE y.id = w.raised_by;
-- A system's page walks one of these; whoever has a reference looks for it by that.
CREATE INDEX whistle_system ON whistle (state, system_id, reported_at, id) WHERE system_id IS NOT NULL;
CREATE INDEX whistle_system_due ON whistle (state, system_id, coalesce(due_at, 'infinity'), id) WHERE system_id IS NOT NULL;
CREATE INDEX whistle_reference ON whistle (reference, id) WHERE reference IS NOT NULL;

ALTER TABLE webhook ADD COLUMN system_id uuid REFERENCES system;  -- whose own it is; null: its organisation's
CREATE INDEX webhook_system ON webhook (state, system_id, added_at, id) WHERE system_id IS NOT NULL;
