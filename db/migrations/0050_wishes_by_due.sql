-- A member's wishes are found by state first, as every page of wishes and every duty asks. What orders pages by due date is another
-- expression than the clock's index has: that one, read in its order, would hold all places' wishes.
DROP INDEX micro_wish_holder_id, micro_wish_community_due, micro_wish_open_to_due, micro_wish_home_due, micro_wish_street_due,
           micro_wish_district_due;
CREATE INDEX micro_wish_holder_id ON micro_wish (state, holder_id, coalesce(due_at, 'infinity'), id) WHERE holder_id IS NOT NULL;
CREATE INDEX micro_wish_community_due ON micro_wish (state, community_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX micro_wish_open_to_due ON micro_wish (state, scope_code, coalesce(due_at, 'infinity'), id);
CREATE INDEX micro_wish_home_due ON micro_wish (state, home, coalesce(due_at, 'infinity'), id);
CREATE INDEX micro_wish_street_due ON micro_wish (state, street, coalesce(due_at, 'infinity'), id);
CREATE INDEX micro_wish_district_due ON micro_wish (state, district, coalesce(due_at, 'infinity'), id);
