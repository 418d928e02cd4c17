-- The three lists, their claims, who may act, and the trail that everything leaves.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Text search: every character and every pair of neighbours, so that one- and two-character words have an index.
-- Each stands behind the list's letter and the place by which the item is sought, its district or what it has above
-- that: a word has as many rows in an index of the country as there are, but few in a place. The bare place is a key too.
-- The pairs are only a net: a reader checks each word against item.words as well.
-- Its cost is beyond measure on purpose: a plan must ask the index, never work it out row by row (0.1 ms each).
CREATE FUNCTION placed_grams(list text, home_code text, scope_code text, words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000000
    RETURN ARRAY(
        SELECT left(list, 1) || place || gram
        FROM (SELECT left(home_code, 6) UNION SELECT scope_code WHERE length(scope_code) < 6) AS p (place),
             (SELECT '' UNION ALL
              SELECT g FROM unnest(string_to_array(words, NULL), (string_to_array(words, NULL))[2:]) AS c (first, second),
                            LATERAL (VALUES (first), (first || second)) AS v (g)
              WHERE g !~ '\s') AS g (gram)
    );

-- Web Mercator, metres: conformal, so near a place the nearest on this plane is the nearest on the ground.
CREATE FUNCTION mercator(longitude float8, latitude float8) RETURNS point
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN point(6378137 * radians(longitude), 6378137 * ln(tan(pi() / 4 + radians(latitude) / 2)));

-- Great-circle distance in metres (haversine, mean radius 6,371,008.8 m).
CREATE FUNCTION ground_distance(longitude1 float8, latitude1 float8, longitude2 float8, latitude2 float8) RETURNS float8
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN 2 * 6371008.8 * asin(least(1, sqrt(
        sin(radians(latitude2 - latitude1) / 2) ^ 2
        + cos(radians(latitude1)) * cos(radians(latitude2)) * sin(radians(longitude2 - longitude1) / 2) ^ 2)));

-- What a word may be. A CHECK of a table is read anew by every statement that writes a row of it, whatever column it
-- changes; a domain's is kept, and asked only of the columns that are given a value: 0046.
CREATE DOMAIN list AS text CHECK (VALUE IN ('RESOURCE', 'DEMAND', 'PROJECT'));
CREATE DOMAIN item_state AS text CHECK (VALUE IN ('DRAFT', 'PUBLISHED', 'COMPLETED', 'WITHDRAWN', 'EXPIRED'));
CREATE DOMAIN scope AS text CHECK (VALUE IN ('COMMUNITY', 'STREET', 'DISTRICT', 'CITY', 'PROVINCE'));
CREATE DOMAIN category AS text CHECK (VALUE IN (
    'HEALTH', 'EDUCATION', 'CULTURE', 'LEGAL_AID', 'SAFETY', 'ENVIRONMENT', 'PROPERTY', 'PARKING', 'ELDERLY_CARE',
    'CHILD_CARE', 'EMPLOYMENT', 'VENUE', 'FINANCE', 'VOLUNTEERING', 'PARTY_BUILDING', 'OTHER'));
CREATE DOMAIN urgency AS text CHECK (VALUE IN ('ROUTINE', 'SOON', 'URGENT'));
CREATE DOMAIN resource_kind AS text CHECK (VALUE IN ('VENUE', 'SERVICE', 'EXPERTISE', 'EQUIPMENT', 'FUND', 'ACTIVITY'));
CREATE DOMAIN claim_state AS text CHECK (VALUE IN (
    'PROPOSED', 'ACCEPTED', 'DELIVERED', 'REWORK', 'CONFIRMED', 'DECLINED', 'WITHDRAWN', 'LAPSED'));
CREATE DOMAIN home_code AS text CHECK (VALUE ~ '^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$');
CREATE DOMAIN filled AS text CHECK (VALUE <> '');
CREATE DOMAIN amount AS int CHECK (VALUE > 0);
CREATE DOMAIN stars AS int CHECK (VALUE BETWEEN 1 AND 5);
CREATE DOMAIN yuan AS numeric(14, 2) CHECK (VALUE >= 0);
CREATE DOMAIN longitude AS float8 CHECK (VALUE BETWEEN -180 AND 180);
CREATE DOMAIN latitude AS float8 CHECK (VALUE BETWEEN -85 AND 85);

-- The division of so many digits around a code; null when the code is shorter.
CREATE FUNCTION around(code text, digits int) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN length(code) >= digits THEN left(code, digits) END;
CREATE FUNCTION digits_of(scope text) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE scope WHEN 'COMMUNITY' THEN 12 WHEN 'STREET' THEN 9 WHEN 'DISTRICT' THEN 6 WHEN 'CITY' THEN 4
                      WHEN 'PROVINCE' THEN 2 END;

CREATE TABLE organization (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('PROVINCE', 'CITY', 'DISTRICT', 'STREET', 'COMMUNITY', 'GRID',
                                                'DEPARTMENT', 'UNIT', 'ENTERPRISE', 'SOCIAL_ORGANIZATION')),
    name          text NOT NULL CHECK (name <> ''),
    -- national code of 2, 4, 6, 9 or 12 digits; a grid adds three to its community's
    division_code text UNIQUE,
    parent_code   text GENERATED ALWAYS AS (CASE length(division_code)
                      WHEN 4 THEN left(division_code, 2) WHEN 6 THEN left(division_code, 4)
                      WHEN 9 THEN left(division_code, 6) WHEN 12 THEN left(division_code, 9)
                      WHEN 15 THEN left(division_code, 12) END) STORED,
    credit_code   text UNIQUE CHECK (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    address       text,
    longitude     float8 CHECK (longitude BETWEEN -180 AND 180),
    latitude      float8 CHECK (latitude BETWEEN -85 AND 85),
    version       int NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organization_kind_fits_division_code CHECK (length(division_code) IS NOT DISTINCT FROM CASE kind
        WHEN 'PROVINCE' THEN 2 WHEN 'CITY' THEN 4 WHEN 'DISTRICT' THEN 6
        WHEN 'STREET' THEN 9 WHEN 'COMMUNITY' THEN 12 WHEN 'GRID' THEN 15 END),
    CONSTRAINT organization_division_code_digits CHECK (division_code ~ '^\d+$'),
    CHECK ((longitude IS NULL) = (latitude IS NULL))
);
CREATE INDEX organization_parent_code ON organization (parent_code, division_code);
CREATE INDEX organization_code_order ON organization (coalesce(division_code, '~') COLLATE "C", id);
CREATE INDEX organization_name_order ON organization (name COLLATE "C", id);

CREATE TABLE station (
    id           uuid PRIMARY KEY,
    unit_id      uuid NOT NULL REFERENCES organization,
    community_id uuid NOT NULL REFERENCES organization,
    since        date NOT NULL,
    CONSTRAINT station_once UNIQUE (unit_id, community_id)
);
CREATE INDEX station_community_id ON station (community_id, id);

CREATE TABLE joint_committee (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,
    level           text NOT NULL CHECK (level IN ('COMMUNITY', 'STREET')),
    name            text NOT NULL CHECK (name <> ''),
    founded_on      date,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT joint_committee_once UNIQUE (organization_id)
);

CREATE TABLE member (
    id         uuid PRIMARY KEY,
    subject    text NOT NULL CONSTRAINT member_subject_once UNIQUE,   -- the `sub` of the token
    handle     text CONSTRAINT member_handle_once UNIQUE,
    name       text NOT NULL CHECK (name <> ''),
    active     boolean NOT NULL DEFAULT true,
    version    int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What a member does for an organisation; rights follow from it while its term lasts.
CREATE TABLE office (
    id              uuid PRIMARY KEY,
    member_id       uuid NOT NULL REFERENCES member,
    organization_id uuid NOT NULL REFERENCES organization,
    kind            text NOT NULL CHECK (kind IN ('LIAISON', 'SECRETARY', 'OFFICER')),
    starts_on       date NOT NULL,
    ends_on         date CHECK (ends_on >= starts_on),
    CONSTRAINT office_once UNIQUE (member_id, organization_id, kind, starts_on)
);
CREATE INDEX office_organization_id ON office (organization_id, id);

CREATE TABLE seat (
    id              uuid PRIMARY KEY,
    committee_id    uuid NOT NULL REFERENCES joint_committee,
    member_id       uuid NOT NULL REFERENCES member,
    organization_id uuid REFERENCES organization,           -- whom the member represents
    kind            text NOT NULL CHECK (kind IN ('SECRETARY', 'FIRST_SECRETARY', 'FULL_TIME', 'PART_TIME')),
    starts_on       date NOT NULL,
    ends_on         date CHECK (ends_on >= starts_on),
    CONSTRAINT seat_once UNIQUE (committee_id, member_id, starts_on)
);
CREATE INDEX seat_member_id ON seat (member_id, id);
CREATE INDEX seat_organization_id ON seat (organization_id, id);

CREATE TABLE item (
    id            uuid PRIMARY KEY,
    list          list NOT NULL,
    state         item_state NOT NULL,
    publisher_id  uuid NOT NULL REFERENCES organization,
    home_code     home_code NOT NULL,
    scope         scope NOT NULL,
    scope_code    text NOT NULL GENERATED ALWAYS AS (left(home_code, digits_of(scope))) STORED,
    home          text NOT NULL GENERATED ALWAYS AS (left(home_code, 12)) STORED,     -- without the grid's digits
    street        text GENERATED ALWAYS AS (around(home_code, 9)) STORED,
    district      text GENERATED ALWAYS AS (around(home_code, 6)) STORED,
    category      category NOT NULL,
    title         filled NOT NULL,
    body          text NOT NULL DEFAULT '',
    -- Whatever the database's locale: what Python folds likewise (`planner.words.folded`) LIKE finds as it is.
    words         text NOT NULL GENERATED ALWAYS AS (lower(normalize(title || ' ' || body, NFKD) COLLATE "C")) STORED,
    quantity      amount NOT NULL,
    unit          filled NOT NULL,
    claimed       int NOT NULL DEFAULT 0,
    listed_at     timestamptz NOT NULL,                     -- when it was published; of a draft, when it was written
    starts_at     timestamptz,
    deadline      timestamptz,
    closed_at     timestamptz,
    address       text,
    longitude     longitude,
    latitude      latitude,
    place         point GENERATED ALWAYS AS (mercator(longitude, latitude)) STORED,
    urgency       urgency,
    grid_id       uuid REFERENCES organization,             -- the grid that a demand came from
    resource_kind resource_kind,
    budget_yuan   yuan,
    lead_seat_id  uuid REFERENCES seat,
    version       int NOT NULL DEFAULT 1,
    CONSTRAINT item_claimed_within_quantity CHECK (claimed BETWEEN 0 AND quantity),
    CONSTRAINT item_fields_fit_list CHECK (
        (urgency IS NOT NULL) = (list = 'DEMAND') AND (grid_id IS NULL OR list = 'DEMAND')
        AND (resource_kind IS NOT NULL) = (list = 'RESOURCE')
        AND (budget_yuan IS NULL OR list = 'PROJECT') AND (lead_seat_id IS NULL OR list = 'PROJECT')),
    CHECK ((longitude IS NULL) = (latitude IS NULL)),
    CHECK (starts_at IS NULL OR deadline IS NULL OR starts_at <= deadline)
) WITH (fillfactor = 80);   -- room in the page for a claim's new version: else it has an entry in every index
-- A page walks one of these for each code that its viewer may see, in the page's order (db/visibility.py: LEGS).
CREATE INDEX item_scope ON item (list, state, scope_code, listed_at, id);
CREATE INDEX item_home ON item (list, state, home, listed_at, id);
CREATE INDEX item_street ON item (list, state, street, listed_at, id);
CREATE INDEX item_district ON item (list, state, district, listed_at, id);
CREATE INDEX item_published ON item (list, state, publisher_id, listed_at, id);
CREATE INDEX item_grid ON item (list, state, grid_id, listed_at, id) WHERE grid_id IS NOT NULL;
CREATE INDEX item_scope_deadline ON item (list, state, scope_code, coalesce(deadline, 'infinity'), id);
CREATE INDEX item_home_deadline ON item (list, state, home, coalesce(deadline, 'infinity'), id);
CREATE INDEX item_street_deadline ON item (list, state, street, coalesce(deadline, 'infinity'), id);
CREATE INDEX item_district_deadline ON item (list, state, district, coalesce(deadline, 'infinity'), id);
CREATE INDEX item_scope_place ON item USING gist (scope_code, place) WHERE place IS NOT NULL;
CREATE INDEX item_home_place ON item USING gist (home, place) WHERE place IS NOT NULL;
CREATE INDEX item_street_place ON item USING gist (street, place) WHERE place IS NOT NULL;
CREATE INDEX item_district_place ON item USING gist (district, place) WHERE place IS NOT NULL;
CREATE INDEX item_words ON item USING gin (placed_grams(list, home_code, scope_code, words), scope_code, home, street)
    WITH (fastupdate = off);    -- a list of pending rows would be read through at each search
ALTER INDEX item_words ALTER COLUMN 1 SET STATISTICS 0;    -- no generic plan asks for any, and they are nine tenths of an ANALYZE
CREATE INDEX item_publisher ON item (publisher_id, listed_at, id);
CREATE INDEX item_open_deadline ON item (deadline, id) WHERE state = 'PUBLISHED';
CREATE INDEX item_lead_seat_id ON item (lead_seat_id, listed_at) WHERE lead_seat_id IS NOT NULL;

CREATE TABLE claim (
    id           uuid PRIMARY KEY,
    item_id      uuid NOT NULL REFERENCES item,
    claimant_id  uuid NOT NULL REFERENCES organization,
    proposed_by  uuid NOT NULL REFERENCES member,
    quantity     amount NOT NULL,
    state        claim_state NOT NULL,
    note         text,
    during       tstzrange CHECK (NOT isempty(during)),     -- the time slot, of a venue
    answer_by    timestamptz NOT NULL,
    task         text,                                      -- the four-part card
    responsible  text,
    standard     text,
    due_at       timestamptz,
    report       text,                                      -- what was delivered
    reason       text,                                      -- why declined, withdrawn or returned
    rating       stars,
    comment      text,
    proposed_at  timestamptz NOT NULL,
    answered_at  timestamptz,
    delivered_at timestamptz,
    confirmed_at timestamptz,
    version      int NOT NULL DEFAULT 1,
    CONSTRAINT claim_rating_when_confirmed CHECK ((rating IS NOT NULL) = (state = 'CONFIRMED')),
    CONSTRAINT claim_slot_taken EXCLUDE USING gist (item_id WITH =, during WITH &&)
        WHERE (state IN ('PROPOSED', 'ACCEPTED', 'DELIVERED', 'REWORK', 'CONFIRMED') AND during IS NOT NULL)
);
CREATE INDEX claim_item_id ON claim (item_id, proposed_at, id);
CREATE INDEX claim_claimant_id ON claim (claimant_id, proposed_at, id) INCLUDE (item_id);
CREATE INDEX claim_proposed_at ON claim (proposed_at, id);
CREATE INDEX claim_answer_by ON claim (answer_by, id);
CREATE INDEX claim_unanswered ON claim (answer_by) WHERE state = 'PROPOSED';

-- An item shown to an organisation outside its scope, until the share ends.
CREATE TABLE share (
    id              uuid PRIMARY KEY,
    item_id         uuid NOT NULL REFERENCES item,
    organization_id uuid NOT NULL REFERENCES organization,
    shared_by       uuid NOT NULL REFERENCES member,
    ends_at         timestamptz,                            -- null: as long as the item lasts
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT share_once UNIQUE (item_id, organization_id)
);
CREATE INDEX share_organization_id ON share (organization_id, item_id);

-- Personal data: shown to the parties of an accepted claim, masked elsewhere, each unmasked read recorded.
CREATE TABLE contact (
    item_id uuid PRIMARY KEY REFERENCES item,
    name    text NOT NULL CHECK (name <> ''),
    phone   text NOT NULL CHECK (phone ~ '^\+?[0-9-]{5,20}$')
);
CREATE TABLE contact_read (
    id         uuid PRIMARY KEY,
    item_id    uuid NOT NULL REFERENCES item,
    member_id  uuid NOT NULL REFERENCES member,
    request_id text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contact_read_item_id ON contact_read (item_id, at);

-- One row for each write that was answered; a retry with the same key gets the same answer. A member, an organisation
-- or an item is never deleted, so here and in the trail, where most is written, nothing has to be locked to be sure: 0046.
CREATE TABLE answered (
    actor_id   uuid NOT NULL,
    key        text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
    operation  text NOT NULL,
    input_hash bytea NOT NULL,
    answer     jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX answered_created_at ON answered (created_at);

-- A claim as `db.proposals` asks for it: of `answered`, of `event`, of `claim`, and by what its viewer sees the item. JSON is
-- text here: the driver has no other within a row.
CREATE TYPE proposal AS (
    actor_id uuid, key text, operation text, input_hash bytea, answer text,
    event_id uuid, event_at timestamptz, event_kind text, event_actor_id uuid, event_organization_id uuid,
    event_object_type text, event_object_id uuid, event_object_version int, event_item_id uuid, event_home_code text,
    event_request_id text, event_before text, event_after text,
    claim_id uuid, item_id uuid, claimant_id uuid, claimant_is_unit boolean, proposed_by uuid, quantity int, note text,
    during tstzrange, answer_by timestamptz, now timestamptz,
    scopes text[], homes text[], streets text[], districts text[], organizations uuid[]
);

-- The trail. `seq` orders the events of one object (its row is locked when it is drawn); `pos` is the readers' order,
-- dense, given by the relay after commit together with the link to the event before.
CREATE TABLE event (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pos             bigint,
    hash            bytea,
    id              uuid NOT NULL UNIQUE,
    at              timestamptz NOT NULL,
    kind            text NOT NULL,                          -- 'claim.proposed'
    actor_id        uuid,                                   -- the member; null: the hub itself, by the clock
    organization_id uuid,                                   -- for whom the actor acted
    object_type     text NOT NULL,                          -- the GraphQL type: 'Claim'
    object_id       uuid NOT NULL,
    object_version  int NOT NULL,
    item_id         uuid,                                   -- the item in whose history it stands
    home_code       text,                                   -- the division it happened in
    request_id      text,
    before          jsonb,
    after           jsonb,
    CONSTRAINT event_pos_with_hash CHECK ((pos IS NULL) = (hash IS NULL))
);
CREATE UNIQUE INDEX event_pos_once ON event (pos) WHERE pos IS NOT NULL;
CREATE INDEX event_unplaced ON event (seq) WHERE pos IS NULL;
CREATE INDEX event_item_id ON event (item_id, seq);
CREATE INDEX event_object_id ON event (object_id, seq);

-- Append-only: the relay may place an event once, nothing else may change or vanish.
CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW
    WHEN (OLD.pos IS NOT NULL OR NEW.pos IS NULL OR OLD.seq IS DISTINCT FROM NEW.seq OR OLD.id IS DISTINCT FROM NEW.id
          OR OLD.at IS DISTINCT FROM NEW.at OR OLD.kind IS DISTINCT FROM NEW.kind
          OR OLD.actor_id IS DISTINCT FROM NEW.actor_id OR OLD.organization_id IS DISTINCT FROM NEW.organization_id
          OR OLD.object_type IS DISTINCT FROM NEW.object_type OR OLD.object_id IS DISTINCT FROM NEW.object_id
          OR OLD.object_version IS DISTINCT FROM NEW.object_version OR OLD.item_id IS DISTINCT FROM NEW.item_id
          OR OLD.home_code IS DISTINCT FROM NEW.home_code OR OLD.request_id IS DISTINCT FROM NEW.request_id
          OR OLD.before IS DISTINCT FROM NEW.before OR OLD.after IS DISTINCT FROM NEW.after)
    EXECUTE FUNCTION event_is_append_only();
