-- A system's own webhook is seen and kept by the officers over that system, too, wherever these are.
ALTER TABLE webhook
    ADD COLUMN home_code home_code,     -- the system's; null: it is its organisation's, which officers above do not see
    ADD COLUMN street    text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    ADD COLUMN district  text GENERATED ALWAYS AS (around(home_code, 6)) STORED;
UPDATE webhook w SET home_code = y.home_code FROM system y WHERE y.id = w.system_id;
ALTER TABLE webhook ADD CONSTRAINT webhook_home_is_its_systems CHECK ((home_code IS NULL) = (system_id IS NULL));
CREATE INDEX webhook_home ON webhook (state, home_code, added_at, id) WHERE home_code IS NOT NULL;
CREATE INDEX webhook_street ON webhook (state, street, added_at, id) WHERE street IS NOT NULL;
CREATE INDEX webhook_district ON webhook (state, district, added_at, id) WHERE district IS NOT NULL;

-- A webhook's messages of one kind, and of one kind in one state, in the order of a page: the rare ones lie among a month of others.
CREATE INDEX delivery_kind ON delivery (webhook_id, kind, at, id);
CREATE INDEX delivery_kind_state ON delivery (webhook_id, kind, state, at, id);

-- Whose report of a call is waited for finds it among what it owes; so does a team's leader who asks to join.
CREATE INDEX whistle_party_awaited_id ON whistle_party (awaited_id) WHERE awaited_id IS NOT NULL;
CREATE INDEX team_leader_id ON team (leader_id);
CREATE INDEX team_member_requested ON team_member (team_id) WHERE state = 'REQUESTED';

-- A unit sees the mobilisations and shifts to which its people are sent, wherever it is stationed.
CREATE INDEX assignment_unit_id ON assignment (unit_id, mobilization_id, shift_id);
