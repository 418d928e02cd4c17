-- Who may decide over whom: an organisation has a home, whose officers decide what it is and who acts for it; a station needs
-- both sides; a member belongs to where it was registered as long as nothing else ties it.

ALTER TABLE organization
    ADD COLUMN home_code text CHECK (home_code ~ '^\d{2,15}$'),     -- of a unit: the community that it was registered in
    ADD CONSTRAINT organization_home_of_units CHECK (home_code IS NULL OR division_code IS NULL);
UPDATE organization g SET home_code = (
    SELECT c.division_code FROM station s JOIN organization c ON c.id = s.community_id
    WHERE s.unit_id = g.id ORDER BY s.since, s.id LIMIT 1)
WHERE g.division_code IS NULL;

ALTER TABLE station
    ADD COLUMN state text NOT NULL DEFAULT 'CONFIRMED' CHECK (state IN ('PROPOSED', 'CONFIRMED', 'DECLINED', 'ENDED')),
    ADD COLUMN proposed_by text CHECK (proposed_by IN ('UNIT', 'COMMUNITY')),   -- the side; null: who may speak for both
    ADD COLUMN ended_on date,
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD CONSTRAINT station_proposed_by_a_side CHECK (state NOT IN ('PROPOSED', 'DECLINED') OR proposed_by IS NOT NULL),
    ADD CONSTRAINT station_ends_when_ended CHECK ((ended_on IS NOT NULL) = (state = 'ENDED')),
    DROP CONSTRAINT station_once;
CREATE UNIQUE INDEX station_once ON station (unit_id, community_id) WHERE state = 'CONFIRMED';
CREATE UNIQUE INDEX station_proposed_once ON station (unit_id, community_id) WHERE state = 'PROPOSED';
CREATE INDEX station_unit_id ON station (unit_id, since, id);       -- of whatever state: a unit's own list

ALTER TABLE member ADD COLUMN home_code text CHECK (home_code ~ '^\d{2,15}$');  -- of the division that registered the member
UPDATE member m SET home_code = (
    SELECT coalesce(g.division_code, g.home_code) FROM event e JOIN organization g ON g.id = e.organization_id
    WHERE e.object_id = m.id AND e.kind = 'member.registered' LIMIT 1);

-- How much an organisation holds unanswered is counted by each of its claims.
CREATE INDEX claim_held_unanswered ON claim (claimant_id) WHERE state = 'PROPOSED';
ALTER TYPE proposal ADD ATTRIBUTE most_unanswered int;              -- null: as many as there are
