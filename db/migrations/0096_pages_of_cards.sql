-- A card knows who sees what it is of, so that a page finds the cards that one sees, and not those of others to ask each. The database
-- keeps these columns: of what a card's item and its project tell, only an item's scope ever changes. FOR SHARE: a card that is added
-- while its item is opened waits for that, or that for the card. A draft, which its publisher alone sees, has no claims, and so no
-- cards: one would have no home, and is refused.
ALTER TABLE card
    ADD COLUMN home_code home_code,
    ADD COLUMN scope_code text,
    ADD COLUMN committee_id uuid;
UPDATE card k SET home_code = i.home_code, scope_code = i.scope_code FROM item i WHERE i.id = k.item_id;
UPDATE card k SET home_code = p.home_code, committee_id = p.committee_id FROM joint_project p WHERE p.id = k.joint_project_id;
ALTER TABLE card
    ALTER COLUMN home_code SET NOT NULL,
    ADD COLUMN home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED NOT NULL,
    ADD COLUMN street text GENERATED ALWAYS AS (around((home_code)::text, 9)) STORED,
    ADD COLUMN district text GENERATED ALWAYS AS (around((home_code)::text, 6)) STORED;

CREATE FUNCTION card_is_seen_with() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.item_id IS NOT NULL THEN
        SELECT home_code, scope_code INTO NEW.home_code, NEW.scope_code FROM item
            WHERE id = NEW.item_id AND state <> 'DRAFT' FOR SHARE;
    ELSE
        SELECT home_code, committee_id INTO NEW.home_code, NEW.committee_id FROM joint_project WHERE id = NEW.joint_project_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER card_is_seen_with BEFORE INSERT ON card FOR EACH ROW EXECUTE FUNCTION card_is_seen_with();

CREATE FUNCTION item_opens_its_cards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE card SET scope_code = NEW.scope_code WHERE item_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER item_opens_its_cards AFTER UPDATE OF scope ON item FOR EACH ROW
    WHEN (OLD.scope IS DISTINCT FROM NEW.scope) EXECUTE FUNCTION item_opens_its_cards();

DROP INDEX card_proposed_at, card_due_at;
CREATE INDEX card_proposer ON card (state, proposer_id, proposed_at, id);
CREATE INDEX card_proposer_due ON card (state, proposer_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX card_asked ON card (state, asked_id, proposed_at, id);
CREATE INDEX card_asked_due ON card (state, asked_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX card_open_to ON card (state, scope_code, proposed_at, id) WHERE scope_code IS NOT NULL;
CREATE INDEX card_open_to_due ON card (state, scope_code, coalesce(due_at, 'infinity'), id) WHERE scope_code IS NOT NULL;
CREATE INDEX card_home ON card (state, home, proposed_at, id);
CREATE INDEX card_home_due ON card (state, home, coalesce(due_at, 'infinity'), id);
CREATE INDEX card_street ON card (state, street, proposed_at, id);
CREATE INDEX card_street_due ON card (state, street, coalesce(due_at, 'infinity'), id);
CREATE INDEX card_district ON card (state, district, proposed_at, id);
CREATE INDEX card_district_due ON card (state, district, coalesce(due_at, 'infinity'), id);
CREATE INDEX card_committee ON card (state, committee_id, proposed_at, id) WHERE committee_id IS NOT NULL;
CREATE INDEX card_committee_due ON card (state, committee_id, coalesce(due_at, 'infinity'), id) WHERE committee_id IS NOT NULL;
