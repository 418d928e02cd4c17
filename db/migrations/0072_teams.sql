-- Teams of registered members, who sign up for activities as one.
CREATE TABLE team (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,          -- the community, street or unit
    home_code       home_code NOT NULL,                             -- its code; of a unit, of its home
    home            text GENERATED ALWAYS AS (left(home_code, 12)) STORED,
    street          text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district        text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    scope_code      text NOT NULL,                                  -- of the division whose registered members it is for
    kind            text NOT NULL CHECK (kind IN ('PIONEER', 'SHOCK', 'VOLUNTEER')),
    name            filled NOT NULL,
    leader_id       uuid NOT NULL REFERENCES member,
    state           text NOT NULL CHECK (state IN ('FORMED', 'DISSOLVED')),
    formed_at       timestamptz NOT NULL,
    over_at         timestamptz,
    reason          text,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT team_has_what_its_state_needs CHECK (
        CASE state WHEN 'DISSOLVED' THEN over_at IS NOT NULL AND reason IS NOT NULL ELSE true END)
);
CREATE INDEX team_organization_id ON team (organization_id, formed_at, id);
-- A page has one of these for each column by which somebody sees a team.
CREATE INDEX team_own ON team (state, organization_id, formed_at, id);
CREATE INDEX team_open_to ON team (state, scope_code, formed_at, id);
CREATE INDEX team_home ON team (state, home, formed_at, id);
CREATE INDEX team_street ON team (state, street, formed_at, id);
CREATE INDEX team_district ON team (state, district, formed_at, id);

CREATE TABLE team_member (
    id        uuid PRIMARY KEY,
    team_id   uuid NOT NULL REFERENCES team,
    member_id uuid NOT NULL REFERENCES member,
    state     text NOT NULL CHECK (state IN ('INVITED', 'REQUESTED', 'JOINED', 'LEFT')),
    asked_at  timestamptz NOT NULL,
    joined_at timestamptz,
    over_at   timestamptz,
    version   int NOT NULL DEFAULT 1,
    CONSTRAINT team_member_has_what_its_state_needs CHECK (
        CASE state WHEN 'JOINED' THEN joined_at IS NOT NULL WHEN 'LEFT' THEN over_at IS NOT NULL ELSE true END)
);
CREATE UNIQUE INDEX team_member_once ON team_member (team_id, member_id) WHERE state IN ('INVITED', 'REQUESTED', 'JOINED');
CREATE INDEX team_member_team_id ON team_member (team_id, asked_at, id);
CREATE INDEX team_member_member_id ON team_member (member_id, state, team_id);

ALTER TABLE sign_up ADD team_id uuid REFERENCES team;               -- with which the member came; null: by itself
CREATE INDEX sign_up_team_id ON sign_up (team_id, starts_at, id) WHERE team_id IS NOT NULL;
