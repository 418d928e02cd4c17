-- What the parties of a call write to each other, and the notes among those who handle it.
CREATE TABLE whistle_message (
    id              uuid PRIMARY KEY,
    whistle_id      uuid NOT NULL REFERENCES whistle,
    organization_id uuid NOT NULL REFERENCES organization,  -- for which it was written
    written_by      uuid NOT NULL REFERENCES member,
    internal        boolean NOT NULL,                       -- who raised the call does not see it
    body            filled NOT NULL,
    written_at      timestamptz NOT NULL,
    shown_with_id   uuid GENERATED ALWAYS AS (CASE WHEN internal THEN NULL ELSE whistle_id END) STORED
);
CREATE INDEX whistle_message_whistle_id ON whistle_message (whistle_id, written_at, id);

CREATE FUNCTION whistle_message_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'whistle_message is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER whistle_message_stays BEFORE UPDATE OR DELETE ON whistle_message
    FOR EACH ROW EXECUTE FUNCTION whistle_message_is_append_only();

-- A call as those see it who handle it: by these columns nobody sees it for having raised it. It is at home in the street that
-- dispatches it; of one that a street raised, in the district.
CREATE VIEW whistle_inside AS
SELECT w.id, w.state, nullif(w.lead_id, w.raiser_id) AS lead_id, h.home_code, around(h.home_code, 9) AS street,
       around(h.home_code, 6) AS district
FROM whistle w CROSS JOIN LATERAL (SELECT left(w.home_code, CASE WHEN length(w.home_code) > 9 THEN 9 ELSE 6 END) AS home_code) h;
CREATE VIEW whistle_inside_party AS
SELECT p.whistle_id, p.organization_id FROM whistle_party p JOIN whistle w ON w.id = p.whistle_id
WHERE p.organization_id <> w.raiser_id;
