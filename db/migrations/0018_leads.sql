-- How many projects a part-time member's place leads in a year, and the consents to one more.
ALTER TABLE joint_committee ADD COLUMN lead_quota int NOT NULL DEFAULT 2 CHECK (lead_quota BETWEEN 1 AND 1000);
CREATE TABLE lead_consent (
    id           uuid PRIMARY KEY,
    seat_id      uuid NOT NULL REFERENCES seat,
    place_id     uuid NOT NULL REFERENCES seat,             -- the first seat of its place, of which it is
    year         int NOT NULL,                              -- of China's calendar
    reason       text NOT NULL CHECK (reason <> ''),
    consented_by uuid NOT NULL REFERENCES member,
    consented_at timestamptz NOT NULL
);
CREATE INDEX lead_consent_place ON lead_consent (place_id, year, id);
