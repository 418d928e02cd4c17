-- A seat is handed over: it ends, and another of the same place begins. What the place owes and has used up stays with it.
ALTER TABLE seat ADD COLUMN place_id uuid REFERENCES seat;          -- the first seat of the place; null: this one is it
ALTER TABLE seat ADD COLUMN succeeds_id uuid REFERENCES seat;       -- from which it was handed over
ALTER TABLE seat ADD CONSTRAINT seat_of_a_place CHECK ((place_id IS NULL) = (succeeds_id IS NULL));
CREATE INDEX seat_place ON seat (coalesce(place_id, id), id);
