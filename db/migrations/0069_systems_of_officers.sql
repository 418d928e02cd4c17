-- Systems are seen and kept by officers: for whom each acts, where that is at home, and whether it is let in still.
ALTER TABLE system RENAME COLUMN member_id TO id;       -- a system is a member, and has its id
ALTER TABLE system RENAME COLUMN operations TO allow;
ALTER TABLE system RENAME CONSTRAINT system_operations_check TO system_allow_check;
ALTER TABLE system
    ADD COLUMN organization_id uuid REFERENCES organization,                              -- for which it acts
    ADD COLUMN home_code       home_code,                                                 -- of that; of a grid, its community's
    ADD COLUMN street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    ADD COLUMN district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    ADD COLUMN registered_by   uuid REFERENCES member,                                    -- null: by who runs the hub
    ADD COLUMN state           text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'CLOSED')),
    ADD COLUMN key_made_at     timestamptz,                                               -- of its newest key
    ADD COLUMN closed_at       timestamptz,
    ADD COLUMN version         int NOT NULL DEFAULT 1;
ALTER TABLE system ALTER COLUMN state DROP DEFAULT;

-- Those that who runs the hub registered: each has one office, and is closed if it was revoked.
UPDATE system s SET organization_id = g.id, home_code = left(g.division_code, 12)
FROM office o JOIN organization g ON g.id = o.organization_id WHERE o.member_id = s.id;
UPDATE system s SET key_made_at = coalesce((SELECT max(k.made_at) FROM system_key k WHERE k.system_id = s.id), s.registered_at);
UPDATE system s SET state = 'CLOSED', closed_at = s.registered_at FROM member m WHERE m.id = s.id AND NOT m.active;

ALTER TABLE system
    ALTER COLUMN organization_id SET NOT NULL, ALTER COLUMN home_code SET NOT NULL,
    ADD CONSTRAINT system_has_what_its_state_needs CHECK (
        CASE state WHEN 'ACTIVE' THEN key_made_at IS NOT NULL WHEN 'CLOSED' THEN closed_at IS NOT NULL ELSE true END);
-- A page walks one of these for each value by which its viewer sees.
CREATE INDEX system_own ON system (state, organization_id, registered_at, id);
CREATE INDEX system_home ON system (state, home_code, registered_at, id);
CREATE INDEX system_street ON system (state, street, registered_at, id);
CREATE INDEX system_district ON system (state, district, registered_at, id);
CREATE INDEX system_organization_id ON system (organization_id);
