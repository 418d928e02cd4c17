-- A stage before the community's: an item is open to those who are paired with its publisher. Its scope's code is the publisher's then, which those
-- have among theirs who act for the other side of a pairing that holds.
ALTER DOMAIN scope DROP CONSTRAINT scope_check;
ALTER DOMAIN scope ADD CONSTRAINT scope_check CHECK (VALUE IN ('PAIRED', 'COMMUNITY', 'STREET', 'DISTRICT', 'CITY', 'PROVINCE'));
CREATE FUNCTION scope_code_of(scope text, home_code text, publisher_id uuid) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE scope WHEN 'PAIRED' THEN 'P' || publisher_id ELSE left(home_code, digits_of(scope)) END;

DROP INDEX item_words;
ALTER TABLE item DROP COLUMN scope_code;    -- and its indexes; they are made anew below
-- What has the code of a publisher has a place of its own: the code's first six characters, as readers look for it.
CREATE OR REPLACE FUNCTION placed_grams(list text, home_code text, scope_code text, words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000000
    RETURN ARRAY(
        SELECT left(list, 1) || place || gram
        FROM (SELECT left(home_code, 6)
              UNION SELECT left(scope_code, 6) WHERE length(scope_code) < 6 OR left(scope_code, 1) = 'P') AS p (place),
             (SELECT '' UNION ALL
              SELECT g FROM unnest(string_to_array(words, NULL), (string_to_array(words, NULL))[2:]) AS c (first, second),
                            LATERAL (VALUES (first), (first || second)) AS v (g)
              WHERE g !~ '\s') AS g (gram)
    );
ALTER TABLE item
    ADD COLUMN paired_days smallint CHECK (paired_days > 0),
    ADD COLUMN scope_code text NOT NULL GENERATED ALWAYS AS (scope_code_of(scope, home_code, publisher_id)) STORED;
CREATE INDEX item_scope ON item (list, state, scope_code, listed_at, id);
CREATE INDEX item_scope_deadline ON item (list, state, scope_code, coalesce(deadline, 'infinity'), id);
CREATE INDEX item_scope_place ON item USING gist (scope_code, place) WHERE place IS NOT NULL;
CREATE INDEX item_words ON item USING gin (placed_grams(list, home_code, scope_code, words), scope_code, home, street)
    WITH (fastupdate = off);
ALTER INDEX item_words ALTER COLUMN 1 SET STATISTICS 0;
-- What opens to more soonest first.
CREATE INDEX item_scope_stage ON item (list, state, scope_code, coalesce(next_stage_at, 'infinity'), id);
CREATE INDEX item_home_stage ON item (list, state, home, coalesce(next_stage_at, 'infinity'), id);
CREATE INDEX item_street_stage ON item (list, state, street, coalesce(next_stage_at, 'infinity'), id);
CREATE INDEX item_district_stage ON item (list, state, district, coalesce(next_stage_at, 'infinity'), id);
