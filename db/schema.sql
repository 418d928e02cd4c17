CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';
CREATE DOMAIN public.amount AS integer
	CONSTRAINT amount_check CHECK ((VALUE > 0));
CREATE DOMAIN public.category AS text
	CONSTRAINT category_check CHECK ((VALUE = ANY (ARRAY['HEALTH'::text, 'EDUCATION'::text, 'CULTURE'::text, 'LEGAL_AID'::text, 'SAFETY'::text, 'ENVIRONMENT'::text, 'PROPERTY'::text, 'PARKING'::text, 'ELDERLY_CARE'::text, 'CHILD_CARE'::text, 'EMPLOYMENT'::text, 'VENUE'::text, 'FINANCE'::text, 'VOLUNTEERING'::text, 'PARTY_BUILDING'::text, 'OTHER'::text])));
CREATE DOMAIN public.claim_state AS text
	CONSTRAINT claim_state_check CHECK ((VALUE = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'DELIVERED'::text, 'REWORK'::text, 'CONFIRMED'::text, 'DECLINED'::text, 'WITHDRAWN'::text, 'LAPSED'::text])));
CREATE DOMAIN public.filled AS text
	CONSTRAINT filled_check CHECK ((VALUE <> ''::text));
CREATE DOMAIN public.home_code AS text
	CONSTRAINT home_code_check CHECK ((VALUE ~ '^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$'::text));
CREATE DOMAIN public.item_state AS text
	CONSTRAINT item_state_check CHECK ((VALUE = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'COMPLETED'::text, 'WITHDRAWN'::text, 'EXPIRED'::text])));
CREATE DOMAIN public.latitude AS double precision
	CONSTRAINT latitude_check CHECK (((VALUE >= ('-85'::integer)::double precision) AND (VALUE <= (85)::double precision)));
CREATE DOMAIN public.list AS text
	CONSTRAINT list_check CHECK ((VALUE = ANY (ARRAY['RESOURCE'::text, 'DEMAND'::text, 'PROJECT'::text])));
CREATE DOMAIN public.longitude AS double precision
	CONSTRAINT longitude_check CHECK (((VALUE >= ('-180'::integer)::double precision) AND (VALUE <= (180)::double precision)));
CREATE TYPE public.proposal AS (
	actor_id uuid,
	key text,
	operation text,
	input_hash bytea,
	answer text,
	created_at timestamp with time zone,
	event_id uuid,
	event_at timestamp with time zone,
	event_kind text,
	event_actor_id uuid,
	event_organization_id uuid,
	event_object_type text,
	event_object_id uuid,
	event_object_version integer,
	event_subject_type text,
	event_subject_id uuid,
	event_home_code text,
	event_request_id text,
	event_before text,
	event_after text,
	claim_id uuid,
	item_id uuid,
	claimant_id uuid,
	claimant_is_unit boolean,
	proposed_by uuid,
	quantity integer,
	note text,
	during tstzrange,
	answer_by timestamp with time zone,
	now timestamp with time zone,
	scopes text[],
	homes text[],
	streets text[],
	districts text[],
	organizations uuid[],
	committees uuid[],
	most_unanswered integer
);
CREATE DOMAIN public.resource_kind AS text
	CONSTRAINT resource_kind_check CHECK ((VALUE = ANY (ARRAY['VENUE'::text, 'SERVICE'::text, 'EXPERTISE'::text, 'EQUIPMENT'::text, 'FUND'::text, 'ACTIVITY'::text])));
CREATE DOMAIN public.scope AS text
	CONSTRAINT scope_check CHECK ((VALUE = ANY (ARRAY['PAIRED'::text, 'COMMUNITY'::text, 'STREET'::text, 'DISTRICT'::text, 'CITY'::text, 'PROVINCE'::text])));
CREATE DOMAIN public.stars AS integer
	CONSTRAINT stars_check CHECK (((VALUE >= 1) AND (VALUE <= 5)));
CREATE DOMAIN public.urgency AS text
	CONSTRAINT urgency_check CHECK ((VALUE = ANY (ARRAY['ROUTINE'::text, 'SOON'::text, 'URGENT'::text])));
CREATE DOMAIN public.yuan AS numeric(14,2)
	CONSTRAINT yuan_check CHECK ((VALUE >= (0)::numeric));
CREATE FUNCTION public.around(code text, digits integer) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN (length(code) >= digits) THEN "left"(code, digits) ELSE NULL::text END;
CREATE FUNCTION public.card_is_seen_with() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.item_id IS NOT NULL THEN
        SELECT home_code, scope_code INTO NEW.home_code, NEW.scope_code FROM item
            WHERE id = NEW.item_id AND state <> 'DRAFT' FOR SHARE;
    ELSE
        SELECT home_code, committee_id INTO NEW.home_code, NEW.committee_id FROM joint_project WHERE id = NEW.joint_project_id;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.digits_of(scope text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE scope WHEN 'COMMUNITY'::text THEN 12 WHEN 'STREET'::text THEN 9 WHEN 'DISTRICT'::text THEN 6 WHEN 'CITY'::text THEN 4 WHEN 'PROVINCE'::text THEN 2 ELSE NULL::integer END;
CREATE FUNCTION public.event_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.ground_distance(longitude1 double precision, latitude1 double precision, longitude2 double precision, latitude2 double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ((((2)::numeric * 6371008.8))::double precision * asin(LEAST((1)::double precision, sqrt(((sin((radians((latitude2 - latitude1)) / (2)::double precision)) ^ (2)::double precision) + ((cos(radians(latitude1)) * cos(radians(latitude2))) * (sin((radians((longitude2 - longitude1)) / (2)::double precision)) ^ (2)::double precision)))))));
CREATE FUNCTION public.item_opens_its_cards() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE card SET scope_code = NEW.scope_code WHERE item_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.mercator(longitude double precision, latitude double precision) RETURNS point
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN point(((6378137)::double precision * radians(longitude)), ((6378137)::double precision * ln(tan(((pi() / (4)::double precision) + (radians(latitude) / (2)::double precision))))));
CREATE FUNCTION public.placed_grams(list text, home_code text, scope_code text, words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT COST 1e+06 PARALLEL SAFE
    RETURN ARRAY(SELECT (("left"(placed_grams.list, 1) || p.place) || g.gram) FROM (SELECT "left"(placed_grams.home_code, 6) AS "left" UNION SELECT "left"(placed_grams.scope_code, 6) AS "left" WHERE ((length(placed_grams.scope_code) < 6) OR ("left"(placed_grams.scope_code, 1) = 'P'::text))) p(place), (SELECT ''::text AS "?column?" UNION ALL SELECT v.g FROM UNNEST(string_to_array(placed_grams.words, NULL::text), (string_to_array(placed_grams.words, NULL::text))[2:]) c(first, second), LATERAL (VALUES (c.first), ((c.first || c.second))) v(g) WHERE (v.g !~ '\s'::text)) g(gram));
CREATE FUNCTION public.scope_code_of(scope text, home_code text, publisher_id uuid) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE scope WHEN 'PAIRED'::text THEN ('P'::text || publisher_id) ELSE "left"(home_code, public.digits_of(scope)) END;
CREATE FUNCTION public.whistle_message_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'whistle_message is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TABLE public.activity (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    published_by uuid NOT NULL,
    title public.filled NOT NULL,
    body text NOT NULL,
    address public.filled NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    sign_up_until timestamp with time zone NOT NULL,
    places integer NOT NULL,
    taken integer DEFAULT 0 NOT NULL,
    state text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT activity_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ENDED'::text THEN (over_at IS NOT NULL)
    WHEN 'CANCELLED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT activity_keeps_its_places CHECK (((taken >= 0) AND (taken <= places))),
    CONSTRAINT activity_places_check CHECK ((places > 0)),
    CONSTRAINT activity_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT activity_state_check CHECK ((state = ANY (ARRAY['PUBLISHED'::text, 'ENDED'::text, 'CANCELLED'::text]))),
    CONSTRAINT activity_times CHECK (((sign_up_until <= starts_at) AND (starts_at < ends_at)))
);
CREATE TABLE public.admission (
    id uuid NOT NULL,
    department_id uuid NOT NULL,
    division_id uuid NOT NULL,
    decider_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    title text NOT NULL,
    basis text NOT NULL,
    category public.category NOT NULL,
    asked_yuan public.yuan NOT NULL,
    funded_per text NOT NULL,
    approved_yuan public.yuan,
    voucher text,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    ends_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT admission_approved_yuan_check CHECK (((approved_yuan)::numeric > (0)::numeric)),
    CONSTRAINT admission_asked_yuan_check CHECK (((asked_yuan)::numeric > (0)::numeric)),
    CONSTRAINT admission_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT admission_funded_per_check CHECK ((funded_per = ANY (ARRAY['TOTAL'::text, 'PER_COMMUNITY'::text]))),
    CONSTRAINT admission_has_what_its_state_needs CHECK (
CASE state
    WHEN 'PROPOSED'::text THEN true
    WHEN 'APPROVED'::text THEN ((decided_at IS NOT NULL) AND (approved_yuan IS NOT NULL) AND (voucher IS NOT NULL))
    WHEN 'REFUSED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'WITHDRAWN'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'REVOKED'::text THEN ((decided_at IS NOT NULL) AND (approved_yuan IS NOT NULL) AND (voucher IS NOT NULL) AND (over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'ENDED'::text THEN (over_at IS NOT NULL)
    ELSE NULL::boolean
END),
    CONSTRAINT admission_money CHECK (((approved_yuan IS NULL) = (voucher IS NULL))),
    CONSTRAINT admission_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT admission_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'APPROVED'::text, 'REFUSED'::text, 'WITHDRAWN'::text, 'REVOKED'::text, 'ENDED'::text]))),
    CONSTRAINT admission_term CHECK ((ends_on >= starts_on)),
    CONSTRAINT admission_title_check CHECK ((title <> ''::text)),
    CONSTRAINT admission_voucher_check CHECK ((voucher <> ''::text))
);
CREATE TABLE public.agreement (
    id uuid NOT NULL,
    host_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    title public.filled NOT NULL,
    body text NOT NULL,
    host_offers text,
    unit_offers text,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text NOT NULL,
    proposed_by text,
    proposed_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    over_at timestamp with time zone,
    reason text,
    renews_id uuid,
    remind_at timestamp with time zone,
    passes_on_at timestamp with time zone,
    ends_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT agreement_has_what_its_state_needs CHECK (
CASE state
    WHEN 'PROPOSED'::text THEN (proposed_by IS NOT NULL)
    WHEN 'SIGNED'::text THEN (signed_at IS NOT NULL)
    WHEN 'RENEWED'::text THEN ((signed_at IS NOT NULL) AND (over_at IS NOT NULL))
    WHEN 'ENDED'::text THEN ((signed_at IS NOT NULL) AND (over_at IS NOT NULL))
    WHEN 'TERMINATED'::text THEN ((signed_at IS NOT NULL) AND (over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'DECLINED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE NULL::boolean
END),
    CONSTRAINT agreement_proposed_by_check CHECK ((proposed_by = ANY (ARRAY['HOST'::text, 'UNIT'::text]))),
    CONSTRAINT agreement_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'SIGNED'::text, 'RENEWED'::text, 'ENDED'::text, 'TERMINATED'::text, 'DECLINED'::text]))),
    CONSTRAINT agreement_term CHECK ((ends_on >= starts_on))
);
CREATE TABLE public.assignment (
    id uuid NOT NULL,
    shift_id uuid NOT NULL,
    mobilization_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    member_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    replaces_id uuid,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    hours numeric(4,2),
    confirmed_at timestamp with time zone,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT assignment_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ACKNOWLEDGED'::text THEN (acknowledged_at IS NOT NULL)
    WHEN 'SERVED'::text THEN ((confirmed_at IS NOT NULL) AND (hours IS NOT NULL))
    WHEN 'ABSENT'::text THEN (confirmed_at IS NOT NULL)
    WHEN 'DECLINED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'RELEASED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'REPLACED'::text THEN (over_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT assignment_hours CHECK (((hours > (0)::numeric) AND ((hours * (3600)::numeric) <= EXTRACT(epoch FROM (ends_at - starts_at))))),
    CONSTRAINT assignment_hours_of_who_was_there CHECK (((hours IS NULL) OR (state = 'SERVED'::text))),
    CONSTRAINT assignment_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT assignment_state_check CHECK ((state = ANY (ARRAY['ASSIGNED'::text, 'ACKNOWLEDGED'::text, 'DECLINED'::text, 'SERVED'::text, 'ABSENT'::text, 'REPLACED'::text, 'RELEASED'::text])))
);
CREATE TABLE public.attachment (
    id uuid NOT NULL,
    name public.filled NOT NULL,
    secret bytea NOT NULL,
    type text NOT NULL,
    size integer NOT NULL,
    digest text NOT NULL,
    attached_by uuid NOT NULL,
    attached_for_id uuid,
    attached_at timestamp with time zone NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    CONSTRAINT attachment_type_check CHECK ((type = ANY (ARRAY['PDF'::text, 'PNG'::text, 'JPEG'::text, 'WEBP'::text, 'DOCX'::text, 'XLSX'::text, 'TEXT'::text])))
);
CREATE TABLE public.attendance (
    id uuid NOT NULL,
    conference_id uuid NOT NULL,
    seat_id uuid,
    presence text NOT NULL,
    name text,
    CONSTRAINT attendance_name_check CHECK ((name <> ''::text)),
    CONSTRAINT attendance_of_a_seat_or_a_guest CHECK ((((seat_id IS NULL) = (presence = 'GUEST'::text)) AND ((name IS NOT NULL) = (presence = ANY (ARRAY['SUBSTITUTED'::text, 'GUEST'::text]))))),
    CONSTRAINT attendance_presence_check CHECK ((presence = ANY (ARRAY['PRESENT'::text, 'SUBSTITUTED'::text, 'ABSENT'::text, 'GUEST'::text])))
);
CREATE TABLE public.calendar_address (
    member_id uuid NOT NULL,
    hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.card (
    id uuid NOT NULL,
    claim_id uuid,
    item_id uuid,
    number integer NOT NULL,
    state text NOT NULL,
    task text,
    responsible text,
    standard text,
    due_at timestamp with time zone,
    proposer_id uuid NOT NULL,
    asked_id uuid NOT NULL,
    proposed_by uuid,
    proposed_at timestamp with time zone NOT NULL,
    answered_by uuid,
    answered_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    joint_project_id uuid,
    home_code public.home_code NOT NULL,
    scope_code text,
    committee_id uuid,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    CONSTRAINT card_has_what_its_state_needs CHECK (
CASE state
    WHEN 'AGREED'::text THEN (answered_at IS NOT NULL)
    WHEN 'DECLINED'::text THEN ((answered_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'WITHDRAWN'::text THEN (answered_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT card_of_one CHECK (((num_nonnulls(claim_id, joint_project_id) = 1) AND ((claim_id IS NULL) = (item_id IS NULL)))),
    CONSTRAINT card_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'AGREED'::text, 'DECLINED'::text, 'WITHDRAWN'::text])))
);
CREATE TABLE public.checkpoint (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    state text NOT NULL,
    kind text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    due_on date NOT NULL,
    overdue_at timestamp with time zone,
    answered_at timestamp with time zone,
    report text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT checkpoint_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ANSWERED'::text THEN ((answered_at IS NOT NULL) AND (report IS NOT NULL))
    ELSE true
END),
    CONSTRAINT checkpoint_kind_check CHECK ((kind = ANY (ARRAY['BULLETIN'::text, 'HALF_YEAR_CHECK'::text, 'ANNUAL_EVALUATION'::text]))),
    CONSTRAINT checkpoint_state_check CHECK ((state = ANY (ARRAY['ASKED'::text, 'ANSWERED'::text])))
);
CREATE TABLE public.claim (
    id uuid NOT NULL,
    item_id uuid NOT NULL,
    claimant_id uuid NOT NULL,
    proposed_by uuid NOT NULL,
    quantity public.amount NOT NULL,
    state public.claim_state NOT NULL,
    note text,
    during tstzrange,
    answer_by timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    report text,
    reason text,
    rating public.stars,
    comment text,
    proposed_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    delivered_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    card_id uuid,
    overdue_at timestamp with time zone,
    joint_project_id uuid,
    publisher_id uuid NOT NULL,
    CONSTRAINT claim_during_check CHECK ((NOT isempty(during))),
    CONSTRAINT claim_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ACCEPTED'::text THEN (answered_at IS NOT NULL)
    WHEN 'DELIVERED'::text THEN ((answered_at IS NOT NULL) AND (delivered_at IS NOT NULL))
    WHEN 'REWORK'::text THEN ((answered_at IS NOT NULL) AND (delivered_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'CONFIRMED'::text THEN ((answered_at IS NOT NULL) AND (delivered_at IS NOT NULL) AND (confirmed_at IS NOT NULL))
    WHEN 'DECLINED'::text THEN ((answered_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'WITHDRAWN'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT claim_rating_when_confirmed CHECK (((rating IS NOT NULL) = ((state)::text = 'CONFIRMED'::text)))
);
CREATE TABLE public.commitment (
    id uuid NOT NULL,
    list_id uuid CONSTRAINT commitment_list_id_not_null1 NOT NULL,
    committee_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    year integer NOT NULL,
    seat_id uuid,
    state text NOT NULL,
    text public.filled NOT NULL,
    owner_id uuid,
    owner_seat_id uuid,
    due_on date NOT NULL,
    overdue_at timestamp with time zone,
    given_at timestamp with time zone NOT NULL,
    finding text,
    note text,
    checked_at timestamp with time zone,
    outcome text,
    report text,
    reported_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT commitment_finding_check CHECK ((finding = ANY (ARRAY['ON_TRACK'::text, 'BEHIND'::text, 'NOT_BEGUN'::text]))),
    CONSTRAINT commitment_has_one_owner CHECK (((owner_id IS NULL) <> (owner_seat_id IS NULL))),
    CONSTRAINT commitment_has_what_its_state_needs CHECK (
CASE state
    WHEN 'REPORTED'::text THEN ((reported_at IS NOT NULL) AND (outcome IS NOT NULL) AND (report IS NOT NULL))
    WHEN 'DROPPED'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT commitment_is_checked_by_a_finding CHECK (((finding IS NULL) = (checked_at IS NULL))),
    CONSTRAINT commitment_outcome_check CHECK ((outcome = ANY (ARRAY['DONE'::text, 'PARTLY_DONE'::text, 'NOT_DONE'::text]))),
    CONSTRAINT commitment_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'REPORTED'::text, 'DROPPED'::text])))
);
CREATE TABLE public.commitment_list (
    id uuid NOT NULL,
    committee_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    above_id uuid,
    year integer NOT NULL,
    kind text NOT NULL,
    seat_id uuid,
    place_id uuid,
    state text NOT NULL,
    adopted_at timestamp with time zone NOT NULL,
    check_due_on date,
    checked_at timestamp with time zone,
    comment text,
    report_due_on date NOT NULL,
    reported_at timestamp with time zone,
    report text,
    due_on date GENERATED ALWAYS AS (
CASE
    WHEN (state = 'ADOPTED'::text) THEN COALESCE(check_due_on, report_due_on)
    ELSE report_due_on
END) STORED NOT NULL,
    overdue_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT commitment_list_has_what_its_state_needs CHECK (
CASE state
    WHEN 'CHECKED'::text THEN (checked_at IS NOT NULL)
    WHEN 'REPORTED'::text THEN ((reported_at IS NOT NULL) AND (report IS NOT NULL))
    ELSE true
END),
    CONSTRAINT commitment_list_is_a_seats CHECK ((((kind = 'COMMITTEE'::text) = (seat_id IS NULL)) AND ((seat_id IS NULL) = (place_id IS NULL)))),
    CONSTRAINT commitment_list_kind_check CHECK ((kind = ANY (ARRAY['SECRETARY'::text, 'MEMBER'::text, 'COMMITTEE'::text]))),
    CONSTRAINT commitment_list_state_check CHECK ((state = ANY (ARRAY['ADOPTED'::text, 'CHECKED'::text, 'REPORTED'::text])))
);
CREATE TABLE public.community_fund (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    year integer NOT NULL,
    yuan public.yuan NOT NULL,
    granted public.yuan DEFAULT 0 NOT NULL,
    set_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT community_fund_is_enough CHECK (((granted)::numeric <= (yuan)::numeric)),
    CONSTRAINT community_fund_year_check CHECK (((year >= 2000) AND (year <= 2099)))
);
CREATE TABLE public.joint_committee (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    level text NOT NULL,
    name text NOT NULL,
    founded_on date,
    version integer DEFAULT 1 NOT NULL,
    lead_quota integer DEFAULT 2 NOT NULL,
    cadence text DEFAULT 'QUARTERLY'::text NOT NULL,
    conference_due_at timestamp with time zone,
    missed_since date,
    CONSTRAINT joint_committee_cadence CHECK ((cadence = ANY (ARRAY['WEEKLY'::text, 'MONTHLY'::text, 'QUARTERLY'::text]))),
    CONSTRAINT joint_committee_lead_quota_check CHECK (((lead_quota >= 1) AND (lead_quota <= 1000))),
    CONSTRAINT joint_committee_level_check CHECK ((level = ANY (ARRAY['COMMUNITY'::text, 'STREET'::text]))),
    CONSTRAINT joint_committee_name_check CHECK ((name <> ''::text))
);
CREATE TABLE public.joint_conference (
    id uuid NOT NULL,
    committee_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    state text NOT NULL,
    title public.filled NOT NULL,
    planned_for date NOT NULL,
    topics_until timestamp with time zone NOT NULL,
    starts_at timestamp with time zone,
    venue text,
    called_at timestamp with time zone,
    held_at timestamp with time zone,
    minutes text,
    published_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    fill_at timestamp with time zone,
    CONSTRAINT joint_conference_has_what_its_state_needs CHECK (
CASE state
    WHEN 'CALLED'::text THEN ((starts_at IS NOT NULL) AND (venue IS NOT NULL) AND (called_at IS NOT NULL))
    WHEN 'HELD'::text THEN ((starts_at IS NOT NULL) AND (venue IS NOT NULL) AND (called_at IS NOT NULL) AND (held_at IS NOT NULL) AND (minutes IS NOT NULL))
    WHEN 'PUBLISHED'::text THEN ((starts_at IS NOT NULL) AND (venue IS NOT NULL) AND (called_at IS NOT NULL) AND (held_at IS NOT NULL) AND (minutes IS NOT NULL) AND (published_at IS NOT NULL))
    WHEN 'CANCELLED'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT joint_conference_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'CALLED'::text, 'HELD'::text, 'PUBLISHED'::text, 'CANCELLED'::text])))
);
CREATE TABLE public.resolution (
    id uuid NOT NULL,
    topic_id uuid NOT NULL,
    committee_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    state text NOT NULL,
    kind text NOT NULL,
    text public.filled NOT NULL,
    owner_id uuid,
    owner_seat_id uuid,
    item_id uuid,
    due_on date NOT NULL,
    overdue_at timestamp with time zone,
    carried_over integer DEFAULT 0 NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    open_to text GENERATED ALWAYS AS (
CASE
    WHEN (published_at IS NOT NULL) THEN (home_code)::text
    ELSE NULL::text
END) STORED,
    completed_at timestamp with time zone,
    report text,
    confirmed_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT resolution_has_one_owner CHECK (((owner_id IS NULL) <> (owner_seat_id IS NULL))),
    CONSTRAINT resolution_has_what_its_state_needs CHECK (
CASE state
    WHEN 'COMPLETED'::text THEN (completed_at IS NOT NULL)
    WHEN 'CONFIRMED'::text THEN ((completed_at IS NOT NULL) AND (confirmed_at IS NOT NULL))
    WHEN 'DROPPED'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT resolution_item_fits_kind CHECK (((item_id IS NULL) = (kind = 'TASK'::text))),
    CONSTRAINT resolution_kind_check CHECK ((kind = ANY (ARRAY['TASK'::text, 'DEMAND'::text, 'PROJECT'::text]))),
    CONSTRAINT resolution_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'COMPLETED'::text, 'CONFIRMED'::text, 'DROPPED'::text])))
);
CREATE TABLE public.topic (
    id uuid NOT NULL,
    committee_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    stage text NOT NULL,
    open_to text GENERATED ALWAYS AS (
CASE
    WHEN (stage <> ALL (ARRAY['COLLECTED'::text, 'PUT_BACK'::text])) THEN (home_code)::text
    ELSE NULL::text
END) STORED,
    source text NOT NULL,
    category public.category NOT NULL,
    title public.filled NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    raised_by uuid,
    raised_for_id uuid,
    item_id uuid,
    claim_id uuid,
    resolution_id uuid,
    conference_id uuid,
    carried_over integer DEFAULT 0 NOT NULL,
    opinions text,
    reason text,
    collected_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    supervised_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT topic_has_what_its_stage_needs CHECK (
CASE stage
    WHEN 'PROPOSED'::text THEN (conference_id IS NOT NULL)
    WHEN 'CONSULTED'::text THEN ((conference_id IS NOT NULL) AND (opinions IS NOT NULL))
    WHEN 'RESOLVED'::text THEN (conference_id IS NOT NULL)
    WHEN 'PUBLISHED'::text THEN ((conference_id IS NOT NULL) AND (published_at IS NOT NULL))
    WHEN 'SUPERVISED'::text THEN ((conference_id IS NOT NULL) AND (published_at IS NOT NULL) AND (supervised_at IS NOT NULL))
    WHEN 'PUT_BACK'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT topic_source_check CHECK ((source = ANY (ARRAY['RAISED'::text, 'OVERDUE'::text, 'RETURNED'::text, 'UNCLAIMED'::text, 'CARRIED_OVER'::text]))),
    CONSTRAINT topic_stage_check CHECK ((stage = ANY (ARRAY['COLLECTED'::text, 'PROPOSED'::text, 'CONSULTED'::text, 'RESOLVED'::text, 'PUBLISHED'::text, 'SUPERVISED'::text, 'PUT_BACK'::text])))
);
CREATE VIEW public.conference_figures AS
 SELECT j.id,
    j.id AS committee_id,
    u.unit,
    (p.starts_on)::date AS starts_on,
    ((p.starts_on + u.length))::date AS ends_before,
    ( SELECT (count(*))::integer AS count
           FROM generate_series((date_trunc(c.name, p.starts_on) + c.length), (p.starts_on + u.length), c.length) e(at)
          WHERE (e.at > p.starts_on)) AS due,
    ( SELECT (count(*))::integer AS count
           FROM public.joint_conference m
          WHERE ((m.committee_id = j.id) AND (m.state = ANY (ARRAY['HELD'::text, 'PUBLISHED'::text])) AND (m.planned_for >= (p.starts_on)::date) AND (m.planned_for < ((p.starts_on + u.length))::date))) AS held,
    ( SELECT (count(*))::integer AS count
           FROM public.topic t
          WHERE ((t.committee_id = j.id) AND (t.collected_at >= (p.starts_on AT TIME ZONE '08:00:00'::interval)) AND (t.collected_at < ((p.starts_on + u.length) AT TIME ZONE '08:00:00'::interval)))) AS topics,
    ( SELECT (count(*))::integer AS count
           FROM public.resolution r
          WHERE ((r.committee_id = j.id) AND (r.made_at >= (p.starts_on AT TIME ZONE '08:00:00'::interval)) AND (r.made_at < ((p.starts_on + u.length) AT TIME ZONE '08:00:00'::interval)))) AS resolutions,
    ( SELECT (count(*))::integer AS count
           FROM public.resolution r
          WHERE ((r.committee_id = j.id) AND (r.state = 'CONFIRMED'::text) AND (r.confirmed_at >= (p.starts_on AT TIME ZONE '08:00:00'::interval)) AND (r.confirmed_at < ((p.starts_on + u.length) AT TIME ZONE '08:00:00'::interval)))) AS solved
   FROM (((( VALUES ('MONTH'::text,'1 mon'::interval), ('QUARTER'::text,'3 mons'::interval), ('YEAR'::text,'1 year'::interval)) u(unit, length)
     CROSS JOIN LATERAL generate_series('2000-01-01 00:00:00'::timestamp without time zone, '2059-12-31 00:00:00'::timestamp without time zone, u.length) p(starts_on))
     CROSS JOIN public.joint_committee j)
     CROSS JOIN LATERAL ( SELECT
                CASE j.cadence
                    WHEN 'WEEKLY'::text THEN 'week'::text
                    WHEN 'MONTHLY'::text THEN 'month'::text
                    ELSE 'quarter'::text
                END AS name,
                CASE j.cadence
                    WHEN 'WEEKLY'::text THEN '7 days'::interval
                    WHEN 'MONTHLY'::text THEN '1 mon'::interval
                    ELSE '3 mons'::interval
                END AS length) c);
CREATE TABLE public.contact (
    item_id uuid NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    CONSTRAINT contact_name_check CHECK ((name <> ''::text)),
    CONSTRAINT contact_phone_check CHECK ((phone ~ '^\+?[0-9-]{5,20}$'::text))
);
CREATE TABLE public.contact_read (
    id uuid NOT NULL,
    subject_id uuid CONSTRAINT contact_read_item_id_not_null NOT NULL,
    member_id uuid NOT NULL,
    request_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    subject_type text NOT NULL
);
CREATE TABLE public.delivery (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    webhook_id uuid NOT NULL,
    event_id uuid NOT NULL,
    pos bigint NOT NULL,
    kind text NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    tried_at timestamp with time zone,
    problem text,
    status integer,
    CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'DEAD'::text])))
);
CREATE TABLE public.dual_report (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    community_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    state text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    over_at timestamp with time zone,
    reason text,
    succeeds_id uuid,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT dual_report_has_what_its_state_needs CHECK (
CASE state
    WHEN 'CONFIRMED'::text THEN (confirmed_at IS NOT NULL)
    WHEN 'MOVED'::text THEN ((confirmed_at IS NOT NULL) AND (over_at IS NOT NULL))
    WHEN 'ENDED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'DECLINED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT dual_report_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT dual_report_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'MOVED'::text, 'ENDED'::text, 'DECLINED'::text])))
);
CREATE TABLE public.event (
    seq bigint NOT NULL,
    pos bigint,
    hash bytea,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    actor_id uuid,
    organization_id uuid,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    object_version integer NOT NULL,
    subject_id uuid NOT NULL,
    home_code text,
    request_id text,
    before jsonb,
    after jsonb,
    subject_type text NOT NULL,
    form smallint,
    CONSTRAINT event_pos_with_form CHECK (((pos IS NULL) = (form IS NULL))),
    CONSTRAINT event_pos_with_hash CHECK (((pos IS NULL) = (hash IS NULL)))
);
ALTER TABLE public.event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.expense (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    funding_id uuid NOT NULL,
    voucher public.filled NOT NULL,
    purpose public.filled NOT NULL,
    yuan public.yuan NOT NULL,
    spent_on date NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT expense_yuan_check CHECK (((yuan)::numeric > (0)::numeric))
);
CREATE TABLE public.funding (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    source text NOT NULL,
    organization_id uuid,
    fund_id uuid,
    planned public.yuan NOT NULL,
    granted public.yuan DEFAULT 0 NOT NULL,
    spent public.yuan DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT funding_is_enough CHECK ((((granted)::numeric <= (planned)::numeric) AND ((spent)::numeric <= (granted)::numeric))),
    CONSTRAINT funding_planned_check CHECK (((planned)::numeric > (0)::numeric)),
    CONSTRAINT funding_source_check CHECK ((source = ANY (ARRAY['FISCAL'::text, 'STREET'::text, 'UNIT'::text, 'DONATION'::text])))
);
CREATE TABLE public.idempotency_key (
    actor_id uuid CONSTRAINT answered_actor_id_not_null NOT NULL,
    key text CONSTRAINT answered_key_not_null NOT NULL,
    operation text CONSTRAINT answered_operation_not_null NOT NULL,
    input_hash bytea CONSTRAINT answered_input_hash_not_null NOT NULL,
    answer jsonb CONSTRAINT answered_answer_not_null NOT NULL,
    created_at timestamp with time zone CONSTRAINT answered_created_at_not_null NOT NULL,
    CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 8) AND (length(key) <= 128)))
);
CREATE TABLE public.item (
    id uuid NOT NULL,
    list public.list NOT NULL,
    state public.item_state NOT NULL,
    publisher_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    scope public.scope NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    category public.category NOT NULL,
    title public.filled NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    words text NOT NULL,
    quantity public.amount NOT NULL,
    unit public.filled NOT NULL,
    claimed integer DEFAULT 0 NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    starts_at timestamp with time zone,
    deadline timestamp with time zone,
    closed_at timestamp with time zone,
    address text,
    longitude public.longitude,
    latitude public.latitude,
    place point GENERATED ALWAYS AS (public.mercator((longitude)::double precision, (latitude)::double precision)) STORED,
    urgency public.urgency,
    grid_id uuid,
    resource_kind public.resource_kind,
    budget_yuan public.yuan,
    lead_seat_id uuid,
    version integer DEFAULT 1 NOT NULL,
    draft_version integer DEFAULT 0 NOT NULL,
    community_days smallint,
    street_days smallint,
    next_stage_at timestamp with time zone,
    paired_days smallint,
    scope_code text GENERATED ALWAYS AS (public.scope_code_of((scope)::text, (home_code)::text, publisher_id)) STORED NOT NULL,
    admission_id uuid,
    CONSTRAINT item_check CHECK (((longitude IS NULL) = (latitude IS NULL))),
    CONSTRAINT item_check1 CHECK (((starts_at IS NULL) OR (deadline IS NULL) OR (starts_at <= deadline))),
    CONSTRAINT item_claimed_within_quantity CHECK (((claimed >= 0) AND (claimed <= (quantity)::integer))),
    CONSTRAINT item_community_days_check CHECK ((community_days > 0)),
    CONSTRAINT item_fields_fit_list CHECK ((((urgency IS NOT NULL) = ((list)::text = 'DEMAND'::text)) AND ((grid_id IS NULL) OR ((list)::text = 'DEMAND'::text)) AND ((resource_kind IS NOT NULL) = ((list)::text = 'RESOURCE'::text)) AND ((budget_yuan IS NULL) OR ((list)::text = 'PROJECT'::text)) AND ((lead_seat_id IS NULL) OR ((list)::text = 'PROJECT'::text)))),
    CONSTRAINT item_has_what_its_state_needs CHECK (
CASE state
    WHEN 'COMPLETED'::text THEN (closed_at IS NOT NULL)
    WHEN 'WITHDRAWN'::text THEN (closed_at IS NOT NULL)
    WHEN 'EXPIRED'::text THEN ((closed_at IS NOT NULL) AND (deadline IS NOT NULL))
    ELSE true
END),
    CONSTRAINT item_paired_days_check CHECK ((paired_days > 0)),
    CONSTRAINT item_street_days_check CHECK ((street_days > 0))
)
WITH (fillfactor='80');
CREATE TABLE public.joint_project (
    id uuid NOT NULL,
    host_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    committee_id uuid,
    lead_unit_id uuid NOT NULL,
    lead_seat_id uuid,
    state text NOT NULL,
    title public.filled NOT NULL,
    body text NOT NULL,
    ends_on date NOT NULL,
    overdue_at timestamp with time zone,
    formed_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    over_at timestamp with time zone,
    summary text,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    checkpoint_at timestamp with time zone,
    budget_yuan public.yuan,
    card_id uuid,
    CONSTRAINT joint_project_has_what_its_state_needs CHECK (
CASE state
    WHEN 'UNDER_WAY'::text THEN (started_at IS NOT NULL)
    WHEN 'COMPLETED'::text THEN ((started_at IS NOT NULL) AND (over_at IS NOT NULL))
    WHEN 'STOPPED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT joint_project_state_check CHECK ((state = ANY (ARRAY['FORMED'::text, 'UNDER_WAY'::text, 'COMPLETED'::text, 'STOPPED'::text])))
);
CREATE TABLE public.lead_consent (
    id uuid NOT NULL,
    seat_id uuid NOT NULL,
    place_id uuid NOT NULL,
    year integer NOT NULL,
    reason text NOT NULL,
    consented_by uuid NOT NULL,
    consented_at timestamp with time zone NOT NULL,
    CONSTRAINT lead_consent_reason_check CHECK ((reason <> ''::text))
);
CREATE TABLE public.mail_address (
    member_id uuid NOT NULL,
    address text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    code text,
    code_until timestamp with time zone,
    confirmed_at timestamp with time zone,
    cadence text NOT NULL,
    hour integer NOT NULL,
    quiet_from integer NOT NULL,
    quiet_until integer NOT NULL,
    language text NOT NULL,
    digest_at timestamp with time zone,
    pos bigint DEFAULT 0 NOT NULL,
    CONSTRAINT mail_address_cadence_check CHECK ((cadence = ANY (ARRAY['DAILY'::text, 'WEEKLY'::text, 'NEVER'::text]))),
    CONSTRAINT mail_address_hour_check CHECK (((hour >= 0) AND (hour <= 23))),
    CONSTRAINT mail_address_is_confirmed_by_code CHECK (((confirmed_at IS NOT NULL) OR (code IS NOT NULL))),
    CONSTRAINT mail_address_language_check CHECK ((language = ANY (ARRAY['ZH'::text, 'EN'::text, 'BOTH'::text]))),
    CONSTRAINT mail_address_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 23))),
    CONSTRAINT mail_address_quiet_until_check CHECK (((quiet_until >= 0) AND (quiet_until <= 23)))
);
CREATE TABLE public.mailing (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    member_id uuid NOT NULL,
    purpose text NOT NULL,
    period text NOT NULL,
    since_pos bigint NOT NULL,
    until_pos bigint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    try_at timestamp with time zone NOT NULL,
    CONSTRAINT mailing_purpose_check CHECK ((purpose = ANY (ARRAY['CODE'::text, 'DIGEST'::text, 'AT_ONCE'::text]))),
    CONSTRAINT mailing_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'DEAD'::text])))
);
CREATE TABLE public.member (
    id uuid NOT NULL,
    subject text NOT NULL,
    handle text,
    name text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    home_code text,
    CONSTRAINT member_home_code_check CHECK ((home_code ~ '^\d{2,15}$'::text)),
    CONSTRAINT member_name_check CHECK ((name <> ''::text))
);
CREATE TABLE public.micro_wish (
    id uuid NOT NULL,
    community_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    scope public.scope NOT NULL,
    scope_code text GENERATED ALWAYS AS ("left"((home_code)::text, public.digits_of((scope)::text))) STORED NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    published_by uuid NOT NULL,
    category public.category NOT NULL,
    title public.filled NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    holder_id uuid,
    former_id uuid,
    published_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    held_at timestamp with time zone,
    fulfilled_at timestamp with time zone,
    note text,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT micro_wish_has_what_its_state_needs CHECK (
CASE state
    WHEN 'OFFERED'::text THEN (holder_id IS NOT NULL)
    WHEN 'TAKEN'::text THEN (holder_id IS NOT NULL)
    WHEN 'HELD'::text THEN ((holder_id IS NOT NULL) AND (held_at IS NOT NULL))
    WHEN 'FULFILLED'::text THEN ((holder_id IS NOT NULL) AND (held_at IS NOT NULL) AND (fulfilled_at IS NOT NULL) AND (note IS NOT NULL))
    WHEN 'CONFIRMED'::text THEN ((holder_id IS NOT NULL) AND (held_at IS NOT NULL) AND (fulfilled_at IS NOT NULL) AND (note IS NOT NULL) AND (over_at IS NOT NULL))
    WHEN 'WITHDRAWN'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'LAPSED'::text THEN (over_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT micro_wish_note_check CHECK ((note <> ''::text)),
    CONSTRAINT micro_wish_of_a_community CHECK ((length((home_code)::text) = 12)),
    CONSTRAINT micro_wish_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT micro_wish_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'OFFERED'::text, 'TAKEN'::text, 'HELD'::text, 'FULFILLED'::text, 'CONFIRMED'::text, 'WITHDRAWN'::text, 'LAPSED'::text])))
);
CREATE TABLE public.milestone (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    state text NOT NULL,
    title public.filled NOT NULL,
    due_on date NOT NULL,
    overdue_at timestamp with time zone,
    reported_at timestamp with time zone,
    report text,
    confirmed_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT milestone_has_what_its_state_needs CHECK (
CASE state
    WHEN 'REPORTED'::text THEN (reported_at IS NOT NULL)
    WHEN 'CONFIRMED'::text THEN ((reported_at IS NOT NULL) AND (confirmed_at IS NOT NULL))
    WHEN 'DROPPED'::text THEN (reason IS NOT NULL)
    ELSE true
END),
    CONSTRAINT milestone_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'REPORTED'::text, 'CONFIRMED'::text, 'DROPPED'::text])))
);
CREATE TABLE public.mobilization (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    called_by uuid NOT NULL,
    title public.filled NOT NULL,
    reason public.filled NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    acknowledge_by timestamp with time zone NOT NULL,
    tell_at timestamp with time zone,
    state text NOT NULL,
    called_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    cancel_reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT mobilization_cancel_reason_check CHECK ((cancel_reason <> ''::text)),
    CONSTRAINT mobilization_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ENDED'::text THEN (over_at IS NOT NULL)
    WHEN 'CANCELLED'::text THEN ((over_at IS NOT NULL) AND (cancel_reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT mobilization_state_check CHECK ((state = ANY (ARRAY['CALLED'::text, 'ENDED'::text, 'CANCELLED'::text]))),
    CONSTRAINT mobilization_times CHECK (((acknowledge_by <= starts_at) AND (starts_at < ends_at)))
);
CREATE TABLE public.mobilization_post (
    id uuid NOT NULL,
    mobilization_id uuid NOT NULL,
    number integer NOT NULL,
    name public.filled NOT NULL,
    address public.filled NOT NULL,
    division_code public.home_code NOT NULL
);
CREATE TABLE public.notice (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL,
    object_type text CONSTRAINT notice_subject_type_not_null NOT NULL,
    object_id uuid CONSTRAINT notice_subject_id_not_null NOT NULL,
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    channel text,
    CONSTRAINT notice_channel_check CHECK ((channel = ANY (ARRAY['DIGEST'::text, 'AT_ONCE'::text])))
);
COMMENT ON COLUMN public.notice.object_type IS 'as its event has it: the GraphQL type';
CREATE TABLE public.notice_channel (
    member_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    CONSTRAINT notice_channel_channel_check CHECK ((channel = ANY (ARRAY['NONE'::text, 'AT_ONCE'::text])))
);
CREATE TABLE public.notice_muted (
    member_id uuid NOT NULL,
    kind text NOT NULL
);
CREATE TABLE public.office (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT office_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT office_kind_check CHECK ((kind = ANY (ARRAY['LIAISON'::text, 'SECRETARY'::text, 'OFFICER'::text, 'GRID_HEAD'::text, 'GRID_STAFF'::text])))
);
CREATE TABLE public.opinion (
    id uuid NOT NULL,
    asker_id uuid NOT NULL,
    community_id uuid NOT NULL,
    unit_id uuid,
    member_id uuid,
    purpose text NOT NULL,
    question text NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    figures_from timestamp with time zone NOT NULL,
    claims_proposed integer NOT NULL,
    claims_accepted integer NOT NULL,
    claims_delivered integer NOT NULL,
    claims_confirmed integer NOT NULL,
    projects integer NOT NULL,
    conferences integer NOT NULL,
    "position" text,
    answer text,
    answered_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    reason text,
    overdue_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT opinion_answer_check CHECK ((answer <> ''::text)),
    CONSTRAINT opinion_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ASKED'::text THEN true
    WHEN 'ANSWERED'::text THEN (("position" IS NOT NULL) AND (answer IS NOT NULL) AND (answered_at IS NOT NULL))
    WHEN 'WITHDRAWN'::text THEN ((reason IS NOT NULL) AND (withdrawn_at IS NOT NULL))
    ELSE NULL::boolean
END),
    CONSTRAINT opinion_of_one CHECK (((unit_id IS NULL) <> (member_id IS NULL))),
    CONSTRAINT opinion_position_check CHECK (("position" = ANY (ARRAY['SUPPORTED'::text, 'RESERVED'::text, 'OPPOSED'::text]))),
    CONSTRAINT opinion_purpose_check CHECK ((purpose = ANY (ARRAY['HONOUR'::text, 'PROMOTION'::text]))),
    CONSTRAINT opinion_question_check CHECK ((question <> ''::text)),
    CONSTRAINT opinion_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT opinion_state_check CHECK ((state = ANY (ARRAY['ASKED'::text, 'ANSWERED'::text, 'WITHDRAWN'::text])))
);
CREATE TABLE public.organization (
    id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    division_code text,
    parent_code text GENERATED ALWAYS AS (
CASE length(division_code)
    WHEN 4 THEN "left"(division_code, 2)
    WHEN 6 THEN "left"(division_code, 4)
    WHEN 9 THEN "left"(division_code, 6)
    WHEN 12 THEN "left"(division_code, 9)
    WHEN 15 THEN "left"(division_code, 12)
    ELSE NULL::text
END) STORED,
    credit_code text,
    address text,
    longitude double precision,
    latitude double precision,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    home_code text,
    no_credit_code_reason text,
    CONSTRAINT organization_check CHECK (((longitude IS NULL) = (latitude IS NULL))),
    CONSTRAINT organization_codes_or_reason CHECK (((no_credit_code_reason IS NULL) OR ((credit_code IS NULL) AND (division_code IS NULL)))),
    CONSTRAINT organization_credit_code_check CHECK ((credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)),
    CONSTRAINT organization_division_code_digits CHECK ((division_code ~ '^\d+$'::text)),
    CONSTRAINT organization_home_code_check CHECK ((home_code ~ '^\d{2,15}$'::text)),
    CONSTRAINT organization_home_of_units CHECK (((home_code IS NULL) OR (division_code IS NULL))),
    CONSTRAINT organization_kind_check CHECK ((kind = ANY (ARRAY['PROVINCE'::text, 'CITY'::text, 'DISTRICT'::text, 'STREET'::text, 'COMMUNITY'::text, 'GRID'::text, 'DEPARTMENT'::text, 'UNIT'::text, 'ENTERPRISE'::text, 'SOCIAL_ORGANIZATION'::text]))),
    CONSTRAINT organization_kind_fits_division_code CHECK ((NOT (length(division_code) IS DISTINCT FROM
CASE kind
    WHEN 'PROVINCE'::text THEN 2
    WHEN 'CITY'::text THEN 4
    WHEN 'DISTRICT'::text THEN 6
    WHEN 'STREET'::text THEN 9
    WHEN 'COMMUNITY'::text THEN 12
    WHEN 'GRID'::text THEN 15
    ELSE NULL::integer
END))),
    CONSTRAINT organization_latitude_check CHECK (((latitude >= ('-85'::integer)::double precision) AND (latitude <= (85)::double precision))),
    CONSTRAINT organization_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
    CONSTRAINT organization_name_check CHECK ((name <> ''::text))
);
CREATE TABLE public.outgoing (
    one boolean DEFAULT true NOT NULL,
    pos bigint NOT NULL,
    mail_pos bigint DEFAULT 0 NOT NULL,
    CONSTRAINT outgoing_one_check CHECK (one)
);
CREATE TABLE public.pairing (
    id uuid NOT NULL,
    kind text NOT NULL,
    host_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    building text,
    partner_id uuid NOT NULL,
    leader_id uuid,
    promise text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text NOT NULL,
    proposed_by text,
    proposed_at timestamp with time zone NOT NULL,
    paired_at timestamp with time zone,
    ends_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT pairing_building_check CHECK ((building <> ''::text)),
    CONSTRAINT pairing_has_what_its_state_needs CHECK (
CASE state
    WHEN 'PROPOSED'::text THEN (proposed_by IS NOT NULL)
    WHEN 'PAIRED'::text THEN (paired_at IS NOT NULL)
    WHEN 'ENDED'::text THEN (over_at IS NOT NULL)
    WHEN 'DISSOLVED'::text THEN ((paired_at IS NOT NULL) AND (over_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'DECLINED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE NULL::boolean
END),
    CONSTRAINT pairing_kind_check CHECK ((kind = ANY (ARRAY['UNIT'::text, 'LEADER'::text, 'DEPARTMENT'::text]))),
    CONSTRAINT pairing_of_leader CHECK (((kind = 'LEADER'::text) = (leader_id IS NOT NULL))),
    CONSTRAINT pairing_promise_check CHECK ((promise <> ''::text)),
    CONSTRAINT pairing_proposed_by_check CHECK ((proposed_by = ANY (ARRAY['HOST'::text, 'PARTNER'::text]))),
    CONSTRAINT pairing_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'PAIRED'::text, 'ENDED'::text, 'DISSOLVED'::text, 'DECLINED'::text]))),
    CONSTRAINT pairing_term CHECK ((ends_on >= starts_on))
);
CREATE TABLE public.progress_note (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    written_by uuid NOT NULL,
    body public.filled NOT NULL,
    written_at timestamp with time zone NOT NULL
);
CREATE TABLE public.project_part (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    share integer NOT NULL,
    CONSTRAINT project_part_share_check CHECK (((share >= 1) AND (share <= 100)))
);
CREATE TABLE public.route (
    id uuid NOT NULL,
    division_id uuid NOT NULL,
    division_code public.home_code NOT NULL,
    category public.category NOT NULL,
    lead_id uuid NOT NULL,
    accept_in integer NOT NULL,
    accept_unit text NOT NULL,
    handle_in integer NOT NULL,
    handle_unit text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT route_accept_in_check CHECK ((accept_in > 0)),
    CONSTRAINT route_accept_unit_check CHECK ((accept_unit = ANY (ARRAY['HOURS'::text, 'WORKING_DAYS'::text]))),
    CONSTRAINT route_handle_in_check CHECK ((handle_in > 0)),
    CONSTRAINT route_handle_unit_check CHECK ((handle_unit = ANY (ARRAY['HOURS'::text, 'WORKING_DAYS'::text]))),
    CONSTRAINT route_of_a_district CHECK (((length((division_code)::text) >= 6) AND (length((division_code)::text) <= 12)))
);
CREATE TABLE public.route_assisting (
    route_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.seat (
    id uuid NOT NULL,
    committee_id uuid NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid,
    kind text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    place_id uuid,
    succeeds_id uuid,
    CONSTRAINT seat_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT seat_kind_check CHECK ((kind = ANY (ARRAY['SECRETARY'::text, 'FIRST_SECRETARY'::text, 'FULL_TIME'::text, 'PART_TIME'::text]))),
    CONSTRAINT seat_of_a_place CHECK (((place_id IS NULL) = (succeeds_id IS NULL)))
);
CREATE TABLE public.service_duty (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    projects integer NOT NULL,
    hours numeric(6,2) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT service_duty_hours_check CHECK ((hours >= (0)::numeric)),
    CONSTRAINT service_duty_projects_check CHECK ((projects >= 0))
);
CREATE TABLE public.sign_up (
    id uuid NOT NULL,
    activity_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    member_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    signed_up_at timestamp with time zone NOT NULL,
    hours numeric(5,2),
    confirmed_at timestamp with time zone,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    team_id uuid,
    CONSTRAINT sign_up_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ATTENDED'::text THEN ((confirmed_at IS NOT NULL) AND (hours IS NOT NULL))
    WHEN 'ABSENT'::text THEN (confirmed_at IS NOT NULL)
    WHEN 'WITHDRAWN'::text THEN (over_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT sign_up_hours CHECK (((hours > (0)::numeric) AND ((hours * (3600)::numeric) <= EXTRACT(epoch FROM (ends_at - starts_at))))),
    CONSTRAINT sign_up_hours_of_who_was_there CHECK (((hours IS NULL) OR (state = 'ATTENDED'::text))),
    CONSTRAINT sign_up_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT sign_up_state_check CHECK ((state = ANY (ARRAY['SIGNED_UP'::text, 'ATTENDED'::text, 'ABSENT'::text, 'WITHDRAWN'::text])))
);
CREATE VIEW public.service_progress AS
 SELECT d.id,
    d.id AS dual_report_id,
    y.year,
    done.projects,
    done.hours,
    COALESCE(s.projects, 1) AS duty_projects,
    COALESCE(s.hours, 24.00) AS duty_hours
   FROM (((public.dual_report d
     CROSS JOIN generate_series(2000, 2099) y(year))
     LEFT JOIN public.service_duty s ON (((s.home_code)::text = "left"((d.home_code)::text, 6))))
     CROSS JOIN LATERAL ( SELECT (count(DISTINCT u.of))::integer AS projects,
            COALESCE(sum(u.hours), 0.00) AS hours
           FROM ( SELECT sign_up.activity_id AS of,
                    sign_up.starts_at,
                    sign_up.hours
                   FROM public.sign_up
                  WHERE ((sign_up.member_id = d.member_id) AND (sign_up.state = 'ATTENDED'::text))
                UNION ALL
                 SELECT assignment.mobilization_id,
                    assignment.starts_at,
                    assignment.hours
                   FROM public.assignment
                  WHERE ((assignment.member_id = d.member_id) AND (assignment.state = 'SERVED'::text))) u
          WHERE ((u.starts_at >= ((make_date(y.year, 1, 1))::timestamp without time zone AT TIME ZONE '08:00:00'::interval)) AND (u.starts_at < ((make_date((y.year + 1), 1, 1))::timestamp without time zone AT TIME ZONE '08:00:00'::interval)))) done)
  WHERE (d.state = 'CONFIRMED'::text);
CREATE TABLE public.share (
    id uuid NOT NULL,
    item_id uuid,
    organization_id uuid NOT NULL,
    shared_by uuid NOT NULL,
    ends_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    topic_id uuid,
    guest_id uuid,
    project_id uuid,
    CONSTRAINT share_guest_ends CHECK (((guest_id IS NULL) OR (ends_at IS NOT NULL))),
    CONSTRAINT share_of_one CHECK ((num_nonnulls(item_id, topic_id, project_id) = 1))
);
CREATE TABLE public.shift (
    id uuid NOT NULL,
    post_id uuid NOT NULL,
    mobilization_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    division_code public.home_code NOT NULL,
    acknowledge_by timestamp with time zone NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    needed integer NOT NULL,
    assigned integer NOT NULL,
    acknowledged integer DEFAULT 0 NOT NULL,
    served integer DEFAULT 0 NOT NULL,
    cancelled_at timestamp with time zone,
    state text GENERATED ALWAYS AS (
CASE
    WHEN (cancelled_at IS NOT NULL) THEN 'CANCELLED'::text
    WHEN (assigned < needed) THEN 'SHORT'::text
    WHEN (acknowledged < needed) THEN 'FILLED'::text
    ELSE 'ACKNOWLEDGED'::text
END) STORED NOT NULL,
    CONSTRAINT shift_keeps_its_numbers CHECK (((assigned <= needed) AND ((acknowledged >= 0) AND (acknowledged <= assigned)) AND ((served >= 0) AND (served <= acknowledged)))),
    CONSTRAINT shift_needed_check CHECK ((needed > 0)),
    CONSTRAINT shift_times CHECK ((starts_at < ends_at))
);
CREATE TABLE public.station (
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    community_id uuid NOT NULL,
    since date NOT NULL,
    state text DEFAULT 'CONFIRMED'::text NOT NULL,
    proposed_by text,
    ended_on date,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT station_ends_when_ended CHECK (((ended_on IS NOT NULL) = (state = 'ENDED'::text))),
    CONSTRAINT station_proposed_by_a_side CHECK (((state <> ALL (ARRAY['PROPOSED'::text, 'DECLINED'::text])) OR (proposed_by IS NOT NULL))),
    CONSTRAINT station_proposed_by_check CHECK ((proposed_by = ANY (ARRAY['UNIT'::text, 'COMMUNITY'::text]))),
    CONSTRAINT station_state_check CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'DECLINED'::text, 'ENDED'::text])))
);
CREATE TABLE public.system (
    id uuid CONSTRAINT system_member_id_not_null NOT NULL,
    allow text[] CONSTRAINT system_operations_not_null NOT NULL,
    cost integer NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    registered_by uuid,
    state text NOT NULL,
    key_made_at timestamp with time zone,
    closed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    sight text NOT NULL,
    CONSTRAINT system_allow_check CHECK ((cardinality(allow) > 0)),
    CONSTRAINT system_cost_check CHECK ((cost > 0)),
    CONSTRAINT system_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ACTIVE'::text THEN (key_made_at IS NOT NULL)
    WHEN 'CLOSED'::text THEN (closed_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT system_sight_check CHECK ((sight = ANY (ARRAY['OWN'::text, 'ORGANIZATION'::text]))),
    CONSTRAINT system_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'CLOSED'::text])))
);
CREATE TABLE public.system_key (
    hash bytea NOT NULL,
    system_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT system_key_hash_check CHECK ((length(hash) = 32))
);
CREATE TABLE public.team (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    home_code public.home_code NOT NULL,
    home text GENERATED ALWAYS AS ("left"((home_code)::text, 12)) STORED,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    scope_code text NOT NULL,
    kind text NOT NULL,
    name public.filled NOT NULL,
    leader_id uuid NOT NULL,
    state text NOT NULL,
    formed_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    reason text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT team_has_what_its_state_needs CHECK (
CASE state
    WHEN 'DISSOLVED'::text THEN ((over_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT team_kind_check CHECK ((kind = ANY (ARRAY['PIONEER'::text, 'SHOCK'::text, 'VOLUNTEER'::text]))),
    CONSTRAINT team_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT team_state_check CHECK ((state = ANY (ARRAY['FORMED'::text, 'DISSOLVED'::text])))
);
CREATE TABLE public.team_member (
    id uuid NOT NULL,
    team_id uuid NOT NULL,
    member_id uuid NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    joined_at timestamp with time zone,
    over_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT team_member_has_what_its_state_needs CHECK (
CASE state
    WHEN 'JOINED'::text THEN (joined_at IS NOT NULL)
    WHEN 'LEFT'::text THEN (over_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT team_member_state_check CHECK ((state = ANY (ARRAY['INVITED'::text, 'REQUESTED'::text, 'JOINED'::text, 'LEFT'::text])))
);
CREATE TABLE public.ticket (
    hash bytea NOT NULL,
    member_id uuid NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.upload (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    name public.filled NOT NULL,
    secret bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    keep_until timestamp with time zone NOT NULL,
    received_at timestamp with time zone,
    type text,
    size integer,
    digest text,
    CONSTRAINT upload_is_there_or_not CHECK ((num_nulls(received_at, type, size, digest) = ANY (ARRAY[0, 4]))),
    CONSTRAINT upload_type_check CHECK ((type = ANY (ARRAY['PDF'::text, 'PNG'::text, 'JPEG'::text, 'WEBP'::text, 'DOCX'::text, 'XLSX'::text, 'TEXT'::text])))
);
CREATE TABLE public.webhook (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    added_by uuid NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    format text NOT NULL,
    kinds text[],
    state text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    try_at timestamp with time zone,
    gives_up_at timestamp with time zone,
    removed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    system_id uuid,
    home_code public.home_code,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    CONSTRAINT webhook_format_check CHECK ((format = ANY (ARRAY['STANDARD'::text, 'WECOM'::text, 'DINGTALK'::text, 'FEISHU'::text]))),
    CONSTRAINT webhook_home_is_its_systems CHECK (((home_code IS NULL) = (system_id IS NULL))),
    CONSTRAINT webhook_name_check CHECK ((name <> ''::text)),
    CONSTRAINT webhook_removed_has_moment CHECK (((state <> 'REMOVED'::text) OR (removed_at IS NOT NULL))),
    CONSTRAINT webhook_state_check CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'PAUSED'::text, 'DISABLED'::text, 'REMOVED'::text])))
);
CREATE TABLE public.webhook_key (
    webhook_id uuid NOT NULL,
    address text NOT NULL,
    secret text
);
CREATE TABLE public.whistle (
    id uuid NOT NULL,
    raiser_id uuid NOT NULL,
    raised_by uuid NOT NULL,
    home_code public.home_code NOT NULL,
    street text GENERATED ALWAYS AS (public.around((home_code)::text, 9)) STORED,
    district text GENERATED ALWAYS AS (public.around((home_code)::text, 6)) STORED,
    kind text NOT NULL,
    category public.category NOT NULL,
    title public.filled NOT NULL,
    body text NOT NULL,
    address text,
    longitude public.longitude,
    latitude public.latitude,
    state text NOT NULL,
    lead_id uuid,
    accept_in integer,
    accept_unit text,
    handle_in integer,
    handle_unit text,
    accept_by timestamp with time zone,
    handle_by timestamp with time zone,
    due_at timestamp with time zone,
    escalate_at timestamp with time zone,
    level text NOT NULL,
    escalated_at timestamp with time zone,
    escalated_to_id uuid,
    reason text,
    result text,
    evidence text,
    reported_at timestamp with time zone NOT NULL,
    triaged_at timestamp with time zone,
    dispatched_at timestamp with time zone,
    accepted_at timestamp with time zone,
    returned_at timestamp with time zone,
    suspended_at timestamp with time zone,
    handled_at timestamp with time zone,
    verified_at timestamp with time zone,
    closed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    rated_at timestamp with time zone,
    responded boolean,
    resolved boolean,
    satisfied boolean,
    assisting_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    unreported_reason text,
    disputed boolean DEFAULT false NOT NULL,
    diagnosis text,
    diagnosed_by uuid,
    diagnosed_at timestamp with time zone,
    street_id uuid,
    district_id uuid,
    duplicate_of_id uuid,
    linked_at timestamp with time zone,
    answered_at timestamp with time zone,
    is_original boolean GENERATED ALWAYS AS ((duplicate_of_id IS NULL)) STORED,
    original_is_one boolean GENERATED ALWAYS AS (
CASE
    WHEN (duplicate_of_id IS NOT NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    repeat_of_id uuid,
    system_id uuid,
    reference text,
    for_resident boolean DEFAULT false NOT NULL,
    asking_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (for_resident AND (rated_at IS NULL) AND (state = ANY (ARRAY['HANDLED'::text, 'VERIFIED'::text, 'CLOSED'::text]))) THEN raiser_id
    ELSE NULL::uuid
END) STORED,
    CONSTRAINT whistle_accept_in_check CHECK ((accept_in > 0)),
    CONSTRAINT whistle_accept_unit_check CHECK ((accept_unit = ANY (ARRAY['HOURS'::text, 'WORKING_DAYS'::text]))),
    CONSTRAINT whistle_address_check CHECK ((address <> ''::text)),
    CONSTRAINT whistle_diagnosis_check CHECK ((diagnosis <> ''::text)),
    CONSTRAINT whistle_diagnosis_is_whole CHECK ((num_nulls(diagnosis, diagnosed_by, diagnosed_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT whistle_evidence_check CHECK ((evidence <> ''::text)),
    CONSTRAINT whistle_handle_in_check CHECK ((handle_in > 0)),
    CONSTRAINT whistle_handle_unit_check CHECK ((handle_unit = ANY (ARRAY['HOURS'::text, 'WORKING_DAYS'::text]))),
    CONSTRAINT whistle_has_what_its_state_needs CHECK (
CASE state
    WHEN 'REPORTED'::text THEN (due_at IS NOT NULL)
    WHEN 'TRIAGED'::text THEN ((due_at IS NOT NULL) AND (triaged_at IS NOT NULL))
    WHEN 'DISPATCHED'::text THEN ((due_at IS NOT NULL) AND (lead_id IS NOT NULL) AND (dispatched_at IS NOT NULL) AND (accept_by IS NOT NULL) AND (handle_by IS NOT NULL))
    WHEN 'ACCEPTED'::text THEN ((due_at IS NOT NULL) AND (lead_id IS NOT NULL) AND (dispatched_at IS NOT NULL) AND (accept_by IS NOT NULL) AND (handle_by IS NOT NULL) AND (accepted_at IS NOT NULL))
    WHEN 'RETURNED'::text THEN ((due_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'HANDLED'::text THEN ((due_at IS NOT NULL) AND (handled_at IS NOT NULL) AND (result IS NOT NULL))
    WHEN 'REWORK'::text THEN ((due_at IS NOT NULL) AND (lead_id IS NOT NULL) AND (dispatched_at IS NOT NULL) AND (accept_by IS NOT NULL) AND (handle_by IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'SUSPENDED'::text THEN ((due_at IS NOT NULL) AND (suspended_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'VERIFIED'::text THEN ((due_at IS NOT NULL) AND (verified_at IS NOT NULL) AND (evidence IS NOT NULL))
    WHEN 'CLOSED'::text THEN (closed_at IS NOT NULL)
    WHEN 'WITHDRAWN'::text THEN ((withdrawn_at IS NOT NULL) AND (reason IS NOT NULL))
    ELSE true
END),
    CONSTRAINT whistle_kind_check CHECK ((kind = ANY (ARRAY['JOINT_ENFORCEMENT'::text, 'KEY_WORK'::text, 'EMERGENCY'::text]))),
    CONSTRAINT whistle_level_check CHECK ((level = ANY (ARRAY['GRID'::text, 'COMMUNITY'::text, 'STREET'::text, 'DISTRICT'::text]))),
    CONSTRAINT whistle_linked CHECK (((state <> 'LINKED'::text) OR ((duplicate_of_id IS NOT NULL) AND (linked_at IS NOT NULL) AND (reason IS NOT NULL)))),
    CONSTRAINT whistle_point CHECK (((longitude IS NULL) = (latitude IS NULL))),
    CONSTRAINT whistle_rating_is_whole CHECK ((num_nulls(rated_at, responded, resolved, satisfied) = ANY (ARRAY[0, 4]))),
    CONSTRAINT whistle_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT whistle_reference_check CHECK ((reference <> ''::text)),
    CONSTRAINT whistle_reference_is_a_systems CHECK (((reference IS NULL) OR (system_id IS NOT NULL))),
    CONSTRAINT whistle_result_check CHECK ((result <> ''::text)),
    CONSTRAINT whistle_state_check CHECK ((state = ANY (ARRAY['REPORTED'::text, 'TRIAGED'::text, 'DISPATCHED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'HANDLED'::text, 'REWORK'::text, 'SUSPENDED'::text, 'VERIFIED'::text, 'LINKED'::text, 'CLOSED'::text, 'WITHDRAWN'::text]))),
    CONSTRAINT whistle_unreported_reason_check CHECK ((unreported_reason <> ''::text))
);
CREATE VIEW public.whistle_figures AS
 SELECT g.id,
    g.id AS organization_id,
    u.unit,
    c.category,
    (p.starts_on)::date AS starts_on,
    ((p.starts_on + u.length))::date AS ends_before,
    f.received,
    f.dispatched,
    f.accepted_in_time,
    f.handled,
    f.handled_in_time,
    f.handled_late,
    f.open,
    f.returned,
    f.escalated,
    f.closed,
    f.withdrawn,
    f.rated,
    f.responded,
    f.resolved,
    f.satisfied,
    f.repeats,
    f.unhandled_due
   FROM (((((( VALUES ('MONTH'::text,'1 mon'::interval), ('QUARTER'::text,'3 mons'::interval), ('YEAR'::text,'1 year'::interval)) u(unit, length)
     CROSS JOIN LATERAL generate_series('2000-01-01 00:00:00'::timestamp without time zone, '2059-12-31 00:00:00'::timestamp without time zone, u.length) p(starts_on))
     CROSS JOIN ( VALUES (NULL::text), ('HEALTH'::text), ('EDUCATION'::text), ('CULTURE'::text), ('LEGAL_AID'::text), ('SAFETY'::text), ('ENVIRONMENT'::text), ('PROPERTY'::text), ('PARKING'::text), ('ELDERLY_CARE'::text), ('CHILD_CARE'::text), ('EMPLOYMENT'::text), ('VENUE'::text), ('FINANCE'::text), ('VOLUNTEERING'::text), ('PARTY_BUILDING'::text), ('OTHER'::text)) c(category))
     CROSS JOIN public.organization g)
     CROSS JOIN LATERAL ( SELECT (p.starts_on AT TIME ZONE '08:00:00'::interval) AS begins,
            ((p.starts_on + u.length) AT TIME ZONE '08:00:00'::interval) AS ends) m)
     CROSS JOIN LATERAL ( SELECT (count(*))::integer AS received,
            (count(*) FILTER (WHERE (w.dispatched_at IS NOT NULL)))::integer AS dispatched,
            (count(*) FILTER (WHERE (w.accepted_at <= w.accept_by)))::integer AS accepted_in_time,
            (count(*) FILTER (WHERE ((w.handled_at IS NOT NULL) AND (w.duplicate_of_id IS NULL))))::integer AS handled,
            (count(*) FILTER (WHERE ((w.handled_at <= w.handle_by) AND (w.duplicate_of_id IS NULL))))::integer AS handled_in_time,
            (count(*) FILTER (WHERE ((w.handled_at > w.handle_by) AND (w.duplicate_of_id IS NULL))))::integer AS handled_late,
            (count(*) FILTER (WHERE (w.state <> ALL (ARRAY['CLOSED'::text, 'WITHDRAWN'::text]))))::integer AS open,
            (count(*) FILTER (WHERE (w.returned_at IS NOT NULL)))::integer AS returned,
            (count(*) FILTER (WHERE ((w.escalated_at IS NOT NULL) AND (w.duplicate_of_id IS NULL))))::integer AS escalated,
            (count(*) FILTER (WHERE (w.state = 'CLOSED'::text)))::integer AS closed,
            (count(*) FILTER (WHERE (w.state = 'WITHDRAWN'::text)))::integer AS withdrawn,
            (count(*) FILTER (WHERE (w.rated_at IS NOT NULL)))::integer AS rated,
            (count(*) FILTER (WHERE w.responded))::integer AS responded,
            (count(*) FILTER (WHERE w.resolved))::integer AS resolved,
            (count(*) FILTER (WHERE w.satisfied))::integer AS satisfied,
            (count(*) FILTER (WHERE (w.repeat_of_id IS NOT NULL)))::integer AS repeats,
            array_agg(w.due_at) FILTER (WHERE (w.state = ANY (ARRAY['REPORTED'::text, 'TRIAGED'::text, 'DISPATCHED'::text, 'RETURNED'::text, 'ACCEPTED'::text, 'REWORK'::text]))) AS unhandled_due
           FROM ( SELECT whistle.id,
                    whistle.raiser_id,
                    whistle.raised_by,
                    whistle.home_code,
                    whistle.street,
                    whistle.district,
                    whistle.kind,
                    whistle.category,
                    whistle.title,
                    whistle.body,
                    whistle.address,
                    whistle.longitude,
                    whistle.latitude,
                    whistle.state,
                    whistle.lead_id,
                    whistle.accept_in,
                    whistle.accept_unit,
                    whistle.handle_in,
                    whistle.handle_unit,
                    whistle.accept_by,
                    whistle.handle_by,
                    whistle.due_at,
                    whistle.escalate_at,
                    whistle.level,
                    whistle.escalated_at,
                    whistle.escalated_to_id,
                    whistle.reason,
                    whistle.result,
                    whistle.evidence,
                    whistle.reported_at,
                    whistle.triaged_at,
                    whistle.dispatched_at,
                    whistle.accepted_at,
                    whistle.returned_at,
                    whistle.suspended_at,
                    whistle.handled_at,
                    whistle.verified_at,
                    whistle.closed_at,
                    whistle.withdrawn_at,
                    whistle.version,
                    whistle.rated_at,
                    whistle.responded,
                    whistle.resolved,
                    whistle.satisfied,
                    whistle.assisting_ids,
                    whistle.unreported_reason,
                    whistle.disputed,
                    whistle.diagnosis,
                    whistle.diagnosed_by,
                    whistle.diagnosed_at,
                    whistle.street_id,
                    whistle.district_id,
                    whistle.duplicate_of_id,
                    whistle.linked_at,
                    whistle.answered_at,
                    whistle.is_original,
                    whistle.original_is_one,
                    whistle.repeat_of_id,
                    whistle.system_id,
                    whistle.reference,
                    whistle.for_resident,
                    whistle.asking_id
                   FROM public.whistle
                  WHERE ((g.division_code IS NULL) AND (whistle.lead_id = g.id) AND (whistle.reported_at >= m.begins) AND (whistle.reported_at < m.ends))
                UNION ALL
                 SELECT whistle.id,
                    whistle.raiser_id,
                    whistle.raised_by,
                    whistle.home_code,
                    whistle.street,
                    whistle.district,
                    whistle.kind,
                    whistle.category,
                    whistle.title,
                    whistle.body,
                    whistle.address,
                    whistle.longitude,
                    whistle.latitude,
                    whistle.state,
                    whistle.lead_id,
                    whistle.accept_in,
                    whistle.accept_unit,
                    whistle.handle_in,
                    whistle.handle_unit,
                    whistle.accept_by,
                    whistle.handle_by,
                    whistle.due_at,
                    whistle.escalate_at,
                    whistle.level,
                    whistle.escalated_at,
                    whistle.escalated_to_id,
                    whistle.reason,
                    whistle.result,
                    whistle.evidence,
                    whistle.reported_at,
                    whistle.triaged_at,
                    whistle.dispatched_at,
                    whistle.accepted_at,
                    whistle.returned_at,
                    whistle.suspended_at,
                    whistle.handled_at,
                    whistle.verified_at,
                    whistle.closed_at,
                    whistle.withdrawn_at,
                    whistle.version,
                    whistle.rated_at,
                    whistle.responded,
                    whistle.resolved,
                    whistle.satisfied,
                    whistle.assisting_ids,
                    whistle.unreported_reason,
                    whistle.disputed,
                    whistle.diagnosis,
                    whistle.diagnosed_by,
                    whistle.diagnosed_at,
                    whistle.street_id,
                    whistle.district_id,
                    whistle.duplicate_of_id,
                    whistle.linked_at,
                    whistle.answered_at,
                    whistle.is_original,
                    whistle.original_is_one,
                    whistle.repeat_of_id,
                    whistle.system_id,
                    whistle.reference,
                    whistle.for_resident,
                    whistle.asking_id
                   FROM public.whistle
                  WHERE ((length(g.division_code) = 12) AND ((whistle.home_code)::text = g.division_code) AND (whistle.reported_at >= m.begins) AND (whistle.reported_at < m.ends))
                UNION ALL
                 SELECT whistle.id,
                    whistle.raiser_id,
                    whistle.raised_by,
                    whistle.home_code,
                    whistle.street,
                    whistle.district,
                    whistle.kind,
                    whistle.category,
                    whistle.title,
                    whistle.body,
                    whistle.address,
                    whistle.longitude,
                    whistle.latitude,
                    whistle.state,
                    whistle.lead_id,
                    whistle.accept_in,
                    whistle.accept_unit,
                    whistle.handle_in,
                    whistle.handle_unit,
                    whistle.accept_by,
                    whistle.handle_by,
                    whistle.due_at,
                    whistle.escalate_at,
                    whistle.level,
                    whistle.escalated_at,
                    whistle.escalated_to_id,
                    whistle.reason,
                    whistle.result,
                    whistle.evidence,
                    whistle.reported_at,
                    whistle.triaged_at,
                    whistle.dispatched_at,
                    whistle.accepted_at,
                    whistle.returned_at,
                    whistle.suspended_at,
                    whistle.handled_at,
                    whistle.verified_at,
                    whistle.closed_at,
                    whistle.withdrawn_at,
                    whistle.version,
                    whistle.rated_at,
                    whistle.responded,
                    whistle.resolved,
                    whistle.satisfied,
                    whistle.assisting_ids,
                    whistle.unreported_reason,
                    whistle.disputed,
                    whistle.diagnosis,
                    whistle.diagnosed_by,
                    whistle.diagnosed_at,
                    whistle.street_id,
                    whistle.district_id,
                    whistle.duplicate_of_id,
                    whistle.linked_at,
                    whistle.answered_at,
                    whistle.is_original,
                    whistle.original_is_one,
                    whistle.repeat_of_id,
                    whistle.system_id,
                    whistle.reference,
                    whistle.for_resident,
                    whistle.asking_id
                   FROM public.whistle
                  WHERE ((length(g.division_code) = 9) AND (whistle.street = g.division_code) AND (whistle.reported_at >= m.begins) AND (whistle.reported_at < m.ends))
                UNION ALL
                 SELECT whistle.id,
                    whistle.raiser_id,
                    whistle.raised_by,
                    whistle.home_code,
                    whistle.street,
                    whistle.district,
                    whistle.kind,
                    whistle.category,
                    whistle.title,
                    whistle.body,
                    whistle.address,
                    whistle.longitude,
                    whistle.latitude,
                    whistle.state,
                    whistle.lead_id,
                    whistle.accept_in,
                    whistle.accept_unit,
                    whistle.handle_in,
                    whistle.handle_unit,
                    whistle.accept_by,
                    whistle.handle_by,
                    whistle.due_at,
                    whistle.escalate_at,
                    whistle.level,
                    whistle.escalated_at,
                    whistle.escalated_to_id,
                    whistle.reason,
                    whistle.result,
                    whistle.evidence,
                    whistle.reported_at,
                    whistle.triaged_at,
                    whistle.dispatched_at,
                    whistle.accepted_at,
                    whistle.returned_at,
                    whistle.suspended_at,
                    whistle.handled_at,
                    whistle.verified_at,
                    whistle.closed_at,
                    whistle.withdrawn_at,
                    whistle.version,
                    whistle.rated_at,
                    whistle.responded,
                    whistle.resolved,
                    whistle.satisfied,
                    whistle.assisting_ids,
                    whistle.unreported_reason,
                    whistle.disputed,
                    whistle.diagnosis,
                    whistle.diagnosed_by,
                    whistle.diagnosed_at,
                    whistle.street_id,
                    whistle.district_id,
                    whistle.duplicate_of_id,
                    whistle.linked_at,
                    whistle.answered_at,
                    whistle.is_original,
                    whistle.original_is_one,
                    whistle.repeat_of_id,
                    whistle.system_id,
                    whistle.reference,
                    whistle.for_resident,
                    whistle.asking_id
                   FROM public.whistle
                  WHERE ((length(g.division_code) = 6) AND (whistle.district = g.division_code) AND (whistle.reported_at >= m.begins) AND (whistle.reported_at < m.ends))
                UNION ALL
                 SELECT w_1.id,
                    w_1.raiser_id,
                    w_1.raised_by,
                    w_1.home_code,
                    w_1.street,
                    w_1.district,
                    w_1.kind,
                    w_1.category,
                    w_1.title,
                    w_1.body,
                    w_1.address,
                    w_1.longitude,
                    w_1.latitude,
                    w_1.state,
                    w_1.lead_id,
                    w_1.accept_in,
                    w_1.accept_unit,
                    w_1.handle_in,
                    w_1.handle_unit,
                    w_1.accept_by,
                    w_1.handle_by,
                    w_1.due_at,
                    w_1.escalate_at,
                    w_1.level,
                    w_1.escalated_at,
                    w_1.escalated_to_id,
                    w_1.reason,
                    w_1.result,
                    w_1.evidence,
                    w_1.reported_at,
                    w_1.triaged_at,
                    w_1.dispatched_at,
                    w_1.accepted_at,
                    w_1.returned_at,
                    w_1.suspended_at,
                    w_1.handled_at,
                    w_1.verified_at,
                    w_1.closed_at,
                    w_1.withdrawn_at,
                    w_1.version,
                    w_1.rated_at,
                    w_1.responded,
                    w_1.resolved,
                    w_1.satisfied,
                    w_1.assisting_ids,
                    w_1.unreported_reason,
                    w_1.disputed,
                    w_1.diagnosis,
                    w_1.diagnosed_by,
                    w_1.diagnosed_at,
                    w_1.street_id,
                    w_1.district_id,
                    w_1.duplicate_of_id,
                    w_1.linked_at,
                    w_1.answered_at,
                    w_1.is_original,
                    w_1.original_is_one,
                    w_1.repeat_of_id,
                    w_1.system_id,
                    w_1.reference,
                    w_1.for_resident,
                    w_1.asking_id
                   FROM (public.organization d
                     JOIN public.whistle w_1 ON ((w_1.district = d.division_code)))
                  WHERE ((length(g.division_code) < 6) AND (d.kind = 'DISTRICT'::text) AND starts_with(d.division_code, g.division_code) AND (w_1.reported_at >= m.begins) AND (w_1.reported_at < m.ends))) w
          WHERE ((c.category IS NULL) OR ((w.category)::text = c.category))) f);
CREATE VIEW public.whistle_inside AS
 SELECT w.id,
    w.state,
    NULLIF(w.lead_id, w.raiser_id) AS lead_id,
    h.home_code,
    public.around(h.home_code, 9) AS street,
    public.around(h.home_code, 6) AS district
   FROM (public.whistle w
     CROSS JOIN LATERAL ( SELECT "left"((w.home_code)::text,
                CASE
                    WHEN (length((w.home_code)::text) > 9) THEN 9
                    ELSE 6
                END) AS home_code) h);
CREATE TABLE public.whistle_party (
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    reason text,
    report text,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    reported_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    beside_id uuid GENERATED ALWAYS AS (
CASE
    WHEN ((role = 'LEAD'::text) AND (state <> 'RETURNED'::text)) THEN NULL::uuid
    ELSE organization_id
END) STORED,
    awaited_id uuid GENERATED ALWAYS AS (
CASE
    WHEN ((role = 'ASSISTING'::text) AND (state = 'ASKED'::text)) THEN organization_id
    ELSE NULL::uuid
END) STORED,
    CONSTRAINT whistle_party_has_what_its_state_needs CHECK (
CASE state
    WHEN 'ACCEPTED'::text THEN (answered_at IS NOT NULL)
    WHEN 'RETURNED'::text THEN ((answered_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'REPORTED'::text THEN ((reported_at IS NOT NULL) AND (report IS NOT NULL))
    ELSE true
END),
    CONSTRAINT whistle_party_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT whistle_party_report_check CHECK ((report <> ''::text)),
    CONSTRAINT whistle_party_role_check CHECK ((role = ANY (ARRAY['LEAD'::text, 'ASSISTING'::text]))),
    CONSTRAINT whistle_party_state_check CHECK ((state = ANY (ARRAY['ASKED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'REPORTED'::text, 'RELEASED'::text])))
);
CREATE VIEW public.whistle_inside_party AS
 SELECT p.whistle_id,
    p.organization_id
   FROM (public.whistle_party p
     JOIN public.whistle w ON ((w.id = p.whistle_id)))
  WHERE (p.organization_id <> w.raiser_id);
CREATE TABLE public.whistle_message (
    id uuid NOT NULL,
    whistle_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    written_by uuid NOT NULL,
    internal boolean NOT NULL,
    body public.filled NOT NULL,
    written_at timestamp with time zone NOT NULL,
    shown_with_id uuid GENERATED ALWAYS AS (
CASE
    WHEN internal THEN NULL::uuid
    ELSE whistle_id
END) STORED
);
CREATE TABLE public.whistle_resident (
    whistle_id uuid NOT NULL,
    name public.filled NOT NULL,
    phone public.filled NOT NULL
);
CREATE TABLE public.wish_resident (
    wish_id uuid NOT NULL,
    name public.filled NOT NULL,
    phone text NOT NULL,
    CONSTRAINT wish_resident_phone_check CHECK ((phone ~ '^\+?[0-9-]{5,20}$'::text))
);
CREATE TABLE public.yearly_report (
    id uuid NOT NULL,
    year integer NOT NULL,
    member_id uuid,
    unit_id uuid NOT NULL,
    community_id uuid NOT NULL,
    registrations integer NOT NULL,
    projects integer NOT NULL,
    hours numeric(10,2) NOT NULL,
    claims integer NOT NULL,
    deliveries integer NOT NULL,
    duty_projects integer NOT NULL,
    duty_hours numeric(6,2) NOT NULL,
    state text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    contest_until timestamp with time zone NOT NULL,
    contested_at timestamp with time zone,
    reason text,
    answered_at timestamp with time zone,
    answer text,
    final_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT yearly_report_has_what_its_state_needs CHECK (
CASE state
    WHEN 'CONTESTED'::text THEN ((contested_at IS NOT NULL) AND (reason IS NOT NULL))
    WHEN 'FINAL'::text THEN (final_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT yearly_report_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT yearly_report_state_check CHECK ((state = ANY (ARRAY['ISSUED'::text, 'CONTESTED'::text, 'FINAL'::text])))
);
ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_once EXCLUDE USING gist (host_id WITH =, unit_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE ((state = ANY (ARRAY['PROPOSED'::text, 'SIGNED'::text])));
ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_one_at_a_time EXCLUDE USING gist (member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((state = ANY (ARRAY['ASSIGNED'::text, 'ACKNOWLEDGED'::text, 'SERVED'::text])));
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_replaced_once UNIQUE (replaces_id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_once UNIQUE (conference_id, seat_id);
ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendar_address
    ADD CONSTRAINT calendar_address_once UNIQUE (hash);
ALTER TABLE ONLY public.calendar_address
    ADD CONSTRAINT calendar_address_pkey PRIMARY KEY (member_id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_number UNIQUE (claim_id, number);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_number_of_project UNIQUE (joint_project_id, number);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_once UNIQUE (project_id, kind, starts_on);
ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_slot_taken EXCLUDE USING gist (item_id WITH =, during WITH &&) WHERE ((((state)::text = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'DELIVERED'::text, 'REWORK'::text, 'CONFIRMED'::text])) AND (during IS NOT NULL)));
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.community_fund
    ADD CONSTRAINT community_fund_once UNIQUE (organization_id, year);
ALTER TABLE ONLY public.community_fund
    ADD CONSTRAINT community_fund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (item_id);
ALTER TABLE ONLY public.contact_read
    ADD CONSTRAINT contact_read_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_once UNIQUE (webhook_id, event_id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dual_report
    ADD CONSTRAINT dual_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_id_key UNIQUE (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.expense
    ADD CONSTRAINT expense_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (actor_id, key);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_committee
    ADD CONSTRAINT joint_committee_once UNIQUE (organization_id);
ALTER TABLE ONLY public.joint_committee
    ADD CONSTRAINT joint_committee_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_conference
    ADD CONSTRAINT joint_conference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lead_consent
    ADD CONSTRAINT lead_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_pkey PRIMARY KEY (member_id);
ALTER TABLE ONLY public.mailing
    ADD CONSTRAINT mailing_once UNIQUE (member_id, purpose, period);
ALTER TABLE ONLY public.mailing
    ADD CONSTRAINT mailing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_handle_once UNIQUE (handle);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_subject_once UNIQUE (subject);
ALTER TABLE ONLY public.micro_wish
    ADD CONSTRAINT micro_wish_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mobilization
    ADD CONSTRAINT mobilization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mobilization_post
    ADD CONSTRAINT mobilization_post_number UNIQUE (mobilization_id, number);
ALTER TABLE ONLY public.mobilization_post
    ADD CONSTRAINT mobilization_post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notice_channel
    ADD CONSTRAINT notice_channel_pkey PRIMARY KEY (member_id, kind);
ALTER TABLE ONLY public.notice_muted
    ADD CONSTRAINT notice_muted_pkey PRIMARY KEY (member_id, kind);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_once UNIQUE (event_id, member_id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_once UNIQUE (member_id, organization_id, kind, starts_on);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_one_head EXCLUDE USING gist (organization_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE ((kind = 'GRID_HEAD'::text));
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT opinion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_credit_code_key UNIQUE (credit_code);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_division_code_key UNIQUE (division_code);
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outgoing
    ADD CONSTRAINT outgoing_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_once EXCLUDE USING gist (host_id WITH =, partner_id WITH =, COALESCE(leader_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, COALESCE(building, ''::text) WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&) WHERE ((state = ANY (ARRAY['PROPOSED'::text, 'PAIRED'::text])));
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.progress_note
    ADD CONSTRAINT progress_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.project_part
    ADD CONSTRAINT project_part_once UNIQUE (project_id, organization_id);
ALTER TABLE ONLY public.project_part
    ADD CONSTRAINT project_part_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.route_assisting
    ADD CONSTRAINT route_assisting_pkey PRIMARY KEY (route_id, organization_id);
ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_once UNIQUE (category, division_code);
ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_once UNIQUE (committee_id, member_id, starts_on);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.service_duty
    ADD CONSTRAINT service_duty_of_district UNIQUE (home_code);
ALTER TABLE ONLY public.service_duty
    ADD CONSTRAINT service_duty_once UNIQUE (organization_id);
ALTER TABLE ONLY public.service_duty
    ADD CONSTRAINT service_duty_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_once UNIQUE (item_id, organization_id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_project_once UNIQUE (project_id, organization_id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_topic_once UNIQUE (topic_id, organization_id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_one_at_a_time EXCLUDE USING gist (member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((state = ANY (ARRAY['SIGNED_UP'::text, 'ATTENDED'::text])));
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.station
    ADD CONSTRAINT station_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.system_key
    ADD CONSTRAINT system_key_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.system
    ADD CONSTRAINT system_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_key
    ADD CONSTRAINT webhook_key_pkey PRIMARY KEY (webhook_id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.whistle_message
    ADD CONSTRAINT whistle_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_original UNIQUE (id, is_original);
ALTER TABLE ONLY public.whistle_party
    ADD CONSTRAINT whistle_party_once UNIQUE (whistle_id, organization_id);
ALTER TABLE ONLY public.whistle_party
    ADD CONSTRAINT whistle_party_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_reference_once UNIQUE (system_id, reference);
ALTER TABLE ONLY public.whistle_resident
    ADD CONSTRAINT whistle_resident_pkey PRIMARY KEY (whistle_id);
ALTER TABLE ONLY public.wish_resident
    ADD CONSTRAINT wish_resident_pkey PRIMARY KEY (wish_id);
ALTER TABLE ONLY public.yearly_report
    ADD CONSTRAINT yearly_report_pkey PRIMARY KEY (id);
CREATE INDEX activity_district ON public.activity USING btree (state, district, starts_at, id);
CREATE INDEX activity_end ON public.activity USING btree (ends_at, id) WHERE (state = 'PUBLISHED'::text);
CREATE INDEX activity_home ON public.activity USING btree (state, home, starts_at, id);
CREATE INDEX activity_open_to ON public.activity USING btree (state, home_code, starts_at, id);
CREATE INDEX activity_organization_id ON public.activity USING btree (organization_id, starts_at, id);
CREATE INDEX activity_own ON public.activity USING btree (state, organization_id, starts_at, id);
CREATE INDEX activity_street ON public.activity USING btree (state, street, starts_at, id);
CREATE INDEX admission_decider_id ON public.admission USING btree (decider_id, id) WHERE (state = 'PROPOSED'::text);
CREATE INDEX admission_department ON public.admission USING btree (state, department_id, ends_on, id);
CREATE INDEX admission_department_id ON public.admission USING btree (department_id, ends_on, id);
CREATE INDEX admission_district ON public.admission USING btree (state, district, ends_on, id);
CREATE INDEX admission_end ON public.admission USING btree (ends_at, id) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'APPROVED'::text]));
CREATE INDEX admission_home ON public.admission USING btree (state, home_code, ends_on, id);
CREATE INDEX admission_street ON public.admission USING btree (state, street, ends_on, id);
CREATE INDEX agreement_end ON public.agreement USING btree (ends_at) WHERE ((state = 'SIGNED'::text) AND (ends_at IS NOT NULL));
CREATE INDEX agreement_home ON public.agreement USING btree (state, home_code, ends_on, id);
CREATE INDEX agreement_host_id ON public.agreement USING btree (host_id, ends_on, id);
CREATE INDEX agreement_of_district ON public.agreement USING btree (state, district, ends_on, id);
CREATE INDEX agreement_of_street ON public.agreement USING btree (state, street, ends_on, id);
CREATE INDEX agreement_own ON public.agreement USING btree (state, host_id, ends_on, id);
CREATE INDEX agreement_pass_on ON public.agreement USING btree (passes_on_at) WHERE ((state = 'SIGNED'::text) AND (passes_on_at IS NOT NULL));
CREATE INDEX agreement_remind ON public.agreement USING btree (remind_at) WHERE ((state = 'SIGNED'::text) AND (remind_at IS NOT NULL));
CREATE INDEX agreement_unit ON public.agreement USING btree (state, unit_id, ends_on, id);
CREATE INDEX agreement_unit_id ON public.agreement USING btree (unit_id, ends_on, id);
CREATE INDEX assignment_district ON public.assignment USING btree (state, district, starts_at, id);
CREATE INDEX assignment_home ON public.assignment USING btree (state, home, starts_at, id);
CREATE INDEX assignment_mobilization_id ON public.assignment USING btree (mobilization_id, starts_at, id);
CREATE INDEX assignment_own ON public.assignment USING btree (state, organization_id, starts_at, id);
CREATE INDEX assignment_person ON public.assignment USING btree (state, member_id, starts_at, id);
CREATE INDEX assignment_shift_id ON public.assignment USING btree (shift_id, starts_at, id);
CREATE INDEX assignment_street ON public.assignment USING btree (state, street, starts_at, id);
CREATE INDEX assignment_unit ON public.assignment USING btree (state, unit_id, starts_at, id);
CREATE INDEX assignment_unit_id ON public.assignment USING btree (unit_id, mobilization_id, shift_id);
CREATE INDEX attachment_object_id ON public.attachment USING btree (object_id, attached_at, id);
CREATE INDEX attendance_conference_id ON public.attendance USING btree (conference_id, id);
CREATE INDEX card_asked ON public.card USING btree (state, asked_id, proposed_at, id);
CREATE INDEX card_asked_due ON public.card USING btree (state, asked_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX card_asked_id ON public.card USING btree (asked_id, proposed_at, id);
CREATE UNIQUE INDEX card_awaits_answer ON public.card USING btree (claim_id) WHERE (state = 'PROPOSED'::text);
CREATE INDEX card_committee ON public.card USING btree (state, committee_id, proposed_at, id) WHERE (committee_id IS NOT NULL);
CREATE INDEX card_committee_due ON public.card USING btree (state, committee_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (committee_id IS NOT NULL);
CREATE INDEX card_district ON public.card USING btree (state, district, proposed_at, id);
CREATE INDEX card_district_due ON public.card USING btree (state, district, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX card_home ON public.card USING btree (state, home, proposed_at, id);
CREATE INDEX card_home_due ON public.card USING btree (state, home, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX card_item_id ON public.card USING btree (item_id);
CREATE UNIQUE INDEX card_of_project_awaits_answer ON public.card USING btree (joint_project_id) WHERE (state = 'PROPOSED'::text);
CREATE INDEX card_open_to ON public.card USING btree (state, scope_code, proposed_at, id) WHERE (scope_code IS NOT NULL);
CREATE INDEX card_open_to_due ON public.card USING btree (state, scope_code, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (scope_code IS NOT NULL);
CREATE INDEX card_proposer ON public.card USING btree (state, proposer_id, proposed_at, id);
CREATE INDEX card_proposer_due ON public.card USING btree (state, proposer_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX card_proposer_id ON public.card USING btree (proposer_id, proposed_at, id);
CREATE INDEX card_street ON public.card USING btree (state, street, proposed_at, id);
CREATE INDEX card_street_due ON public.card USING btree (state, street, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX checkpoint_asked ON public.checkpoint USING btree (project_id) WHERE (state = 'ASKED'::text);
CREATE INDEX checkpoint_overdue_at ON public.checkpoint USING btree (overdue_at, id) WHERE (state = 'ASKED'::text);
CREATE INDEX checkpoint_project_id ON public.checkpoint USING btree (project_id, due_on, id);
CREATE INDEX claim_answer_by ON public.claim USING btree (answer_by, id);
CREATE INDEX claim_claimant_id ON public.claim USING btree (claimant_id, proposed_at, id) INCLUDE (item_id);
CREATE INDEX claim_item_id ON public.claim USING btree (item_id, proposed_at, id);
CREATE INDEX claim_joint_project_id ON public.claim USING btree (joint_project_id, proposed_at, id) WHERE (joint_project_id IS NOT NULL);
CREATE INDEX claim_late ON public.claim USING btree (due_at) WHERE ((state)::text = ANY (ARRAY['ACCEPTED'::text, 'REWORK'::text]));
CREATE INDEX claim_open_claimant ON public.claim USING btree (claimant_id, state) WHERE ((state)::text = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'REWORK'::text, 'DELIVERED'::text]));
CREATE INDEX claim_open_publisher ON public.claim USING btree (publisher_id, state) WHERE ((state)::text = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'REWORK'::text, 'DELIVERED'::text]));
CREATE INDEX claim_overdue ON public.claim USING btree (overdue_at) WHERE ((state)::text = ANY (ARRAY['ACCEPTED'::text, 'REWORK'::text]));
CREATE INDEX claim_proposed_at ON public.claim USING btree (proposed_at, id);
CREATE INDEX claim_unanswered ON public.claim USING btree (answer_by) WHERE ((state)::text = 'PROPOSED'::text);
CREATE INDEX commitment_committee_id ON public.commitment USING btree (committee_id, due_on, id);
CREATE INDEX commitment_district ON public.commitment USING btree (state, district, due_on, id);
CREATE INDEX commitment_home ON public.commitment USING btree (state, home_code, due_on, id);
CREATE INDEX commitment_list_above ON public.commitment_list USING btree (state, above_id, due_on, id);
CREATE INDEX commitment_list_committee_id ON public.commitment_list USING btree (committee_id, due_on, id);
CREATE INDEX commitment_list_district ON public.commitment_list USING btree (state, district, due_on, id);
CREATE INDEX commitment_list_home ON public.commitment_list USING btree (state, home_code, due_on, id);
CREATE INDEX commitment_list_id ON public.commitment USING btree (list_id, due_on, id);
CREATE INDEX commitment_list_of_committee ON public.commitment_list USING btree (state, committee_id, due_on, id);
CREATE UNIQUE INDEX commitment_list_once ON public.commitment_list USING btree (committee_id, year, COALESCE(place_id, committee_id));
CREATE INDEX commitment_list_organization ON public.commitment_list USING btree (state, organization_id, due_on, id);
CREATE INDEX commitment_list_overdue_at ON public.commitment_list USING btree (overdue_at, id) WHERE (state = ANY (ARRAY['ADOPTED'::text, 'CHECKED'::text]));
CREATE INDEX commitment_list_seat ON public.commitment_list USING btree (state, seat_id, due_on, id) WHERE (seat_id IS NOT NULL);
CREATE INDEX commitment_list_street ON public.commitment_list USING btree (state, street, due_on, id);
CREATE INDEX commitment_of_committee ON public.commitment USING btree (state, committee_id, due_on, id);
CREATE INDEX commitment_organization ON public.commitment USING btree (state, organization_id, due_on, id);
CREATE INDEX commitment_overdue_at ON public.commitment USING btree (overdue_at, id) WHERE (state = 'OPEN'::text);
CREATE INDEX commitment_owner ON public.commitment USING btree (state, owner_id, due_on, id);
CREATE INDEX commitment_owner_seat ON public.commitment USING btree (state, owner_seat_id, due_on, id) WHERE (owner_seat_id IS NOT NULL);
CREATE INDEX commitment_street ON public.commitment USING btree (state, street, due_on, id);
CREATE INDEX contact_read_subject_id ON public.contact_read USING btree (subject_id, at);
CREATE INDEX delivery_at ON public.delivery USING btree (at);
CREATE INDEX delivery_dead ON public.delivery USING btree (webhook_id, at, id) WHERE (state = 'DEAD'::text);
CREATE INDEX delivery_event_id ON public.delivery USING btree (event_id);
CREATE INDEX delivery_kind ON public.delivery USING btree (webhook_id, kind, at, id);
CREATE INDEX delivery_kind_state ON public.delivery USING btree (webhook_id, kind, state, at, id);
CREATE INDEX delivery_page ON public.delivery USING btree (webhook_id, at, id);
CREATE INDEX delivery_state ON public.delivery USING btree (webhook_id, state, at, id);
CREATE INDEX delivery_waiting ON public.delivery USING btree (webhook_id, pos) WHERE (state = 'WAITING'::text);
CREATE INDEX dual_report_community_id ON public.dual_report USING btree (community_id, proposed_at, id);
CREATE INDEX dual_report_district ON public.dual_report USING btree (state, district, proposed_at, id);
CREATE INDEX dual_report_home ON public.dual_report USING btree (state, home, proposed_at, id);
CREATE INDEX dual_report_member_id ON public.dual_report USING btree (member_id, proposed_at, id);
CREATE UNIQUE INDEX dual_report_once ON public.dual_report USING btree (member_id) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text]));
CREATE INDEX dual_report_own ON public.dual_report USING btree (state, community_id, proposed_at, id);
CREATE INDEX dual_report_person ON public.dual_report USING btree (state, member_id, proposed_at, id);
CREATE INDEX dual_report_street ON public.dual_report USING btree (state, street, proposed_at, id);
CREATE INDEX dual_report_unit ON public.dual_report USING btree (state, unit_id, proposed_at, id);
CREATE INDEX dual_report_unit_id ON public.dual_report USING btree (unit_id, proposed_at, id);
CREATE INDEX event_actor_id ON public.event USING btree (actor_id, seq) WHERE (actor_id IS NOT NULL);
CREATE INDEX event_at ON public.event USING btree (at, seq);
CREATE INDEX event_kind ON public.event USING btree (kind, seq);
CREATE INDEX event_object_id ON public.event USING btree (object_id, seq);
CREATE INDEX event_organization_id ON public.event USING btree (organization_id, seq) WHERE (organization_id IS NOT NULL);
CREATE UNIQUE INDEX event_pos_once ON public.event USING btree (pos) WHERE (pos IS NOT NULL);
CREATE INDEX event_subject_id ON public.event USING btree (subject_id, seq);
CREATE INDEX event_unplaced ON public.event USING btree (seq) WHERE (pos IS NULL);
CREATE INDEX expense_funding_id ON public.expense USING btree (funding_id);
CREATE INDEX expense_project_id ON public.expense USING btree (project_id, spent_on, id);
CREATE UNIQUE INDEX expense_voucher_once ON public.expense USING btree (project_id, lower((voucher)::text));
CREATE INDEX funding_fund_id ON public.funding USING btree (fund_id, id) WHERE (fund_id IS NOT NULL);
CREATE INDEX funding_project_id ON public.funding USING btree (project_id, id);
CREATE INDEX idempotency_key_created_at ON public.idempotency_key USING btree (created_at);
CREATE INDEX item_admission_id ON public.item USING btree (admission_id, listed_at, id) WHERE (admission_id IS NOT NULL);
CREATE INDEX item_district ON public.item USING btree (list, state, district, listed_at, id);
CREATE INDEX item_district_deadline ON public.item USING btree (list, state, district, COALESCE(deadline, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_district_place ON public.item USING gist (district, place) WHERE (place IS NOT NULL);
CREATE INDEX item_district_stage ON public.item USING btree (list, state, district, COALESCE(next_stage_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_grid ON public.item USING btree (list, state, grid_id, listed_at, id) WHERE (grid_id IS NOT NULL);
CREATE INDEX item_home ON public.item USING btree (list, state, home, listed_at, id);
CREATE INDEX item_home_deadline ON public.item USING btree (list, state, home, COALESCE(deadline, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_home_place ON public.item USING gist (home, place) WHERE (place IS NOT NULL);
CREATE INDEX item_home_stage ON public.item USING btree (list, state, home, COALESCE(next_stage_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_lead_seat_id ON public.item USING btree (lead_seat_id, listed_at) WHERE (lead_seat_id IS NOT NULL);
CREATE INDEX item_next_stage ON public.item USING btree (next_stage_at, id) WHERE (((state)::text = 'PUBLISHED'::text) AND (next_stage_at IS NOT NULL));
CREATE INDEX item_open_deadline ON public.item USING btree (deadline, id) WHERE ((state)::text = 'PUBLISHED'::text);
CREATE INDEX item_published ON public.item USING btree (list, state, publisher_id, listed_at, id);
CREATE INDEX item_publisher ON public.item USING btree (publisher_id, listed_at, id);
CREATE INDEX item_scope ON public.item USING btree (list, state, scope_code, listed_at, id);
CREATE INDEX item_scope_deadline ON public.item USING btree (list, state, scope_code, COALESCE(deadline, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_scope_place ON public.item USING gist (scope_code, place) WHERE (place IS NOT NULL);
CREATE INDEX item_scope_stage ON public.item USING btree (list, state, scope_code, COALESCE(next_stage_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_street ON public.item USING btree (list, state, street, listed_at, id);
CREATE INDEX item_street_deadline ON public.item USING btree (list, state, street, COALESCE(deadline, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_street_place ON public.item USING gist (street, place) WHERE (place IS NOT NULL);
CREATE INDEX item_street_stage ON public.item USING btree (list, state, street, COALESCE(next_stage_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX item_words ON public.item USING gin (public.placed_grams((list)::text, (home_code)::text, scope_code, words), scope_code, home, street) WITH (fastupdate=off);
ALTER INDEX public.item_words ALTER COLUMN 1 SET STATISTICS 0;
CREATE INDEX joint_committee_due ON public.joint_committee USING btree (conference_due_at, id) WHERE (conference_due_at IS NOT NULL);
CREATE INDEX joint_committee_missed ON public.joint_committee USING btree (missed_since, id) WHERE (missed_since IS NOT NULL);
CREATE INDEX joint_conference_committee ON public.joint_conference USING btree (committee_id, planned_for, id);
CREATE INDEX joint_conference_district ON public.joint_conference USING btree (state, district, planned_for, id);
CREATE INDEX joint_conference_fill_at ON public.joint_conference USING btree (fill_at, id) WHERE (state = ANY (ARRAY['PLANNED'::text, 'CALLED'::text]));
CREATE INDEX joint_conference_home ON public.joint_conference USING btree (state, home_code, planned_for, id);
CREATE INDEX joint_conference_of_committee ON public.joint_conference USING btree (state, committee_id, planned_for, id);
CREATE INDEX joint_conference_organization ON public.joint_conference USING btree (state, organization_id, planned_for, id);
CREATE INDEX joint_conference_street ON public.joint_conference USING btree (state, street, planned_for, id);
CREATE INDEX joint_project_checkpoint_at ON public.joint_project USING btree (checkpoint_at, id) WHERE (state = 'UNDER_WAY'::text);
CREATE INDEX joint_project_committee_id ON public.joint_project USING btree (committee_id, ends_on, id);
CREATE INDEX joint_project_district ON public.joint_project USING btree (state, district, ends_on, id);
CREATE INDEX joint_project_home ON public.joint_project USING btree (state, home_code, ends_on, id);
CREATE INDEX joint_project_host ON public.joint_project USING btree (state, host_id, ends_on, id);
CREATE INDEX joint_project_lead ON public.joint_project USING btree (state, lead_unit_id, ends_on, id);
CREATE INDEX joint_project_lead_seat_id ON public.joint_project USING btree (lead_seat_id) WHERE (lead_seat_id IS NOT NULL);
CREATE INDEX joint_project_of_committee ON public.joint_project USING btree (state, committee_id, ends_on, id);
CREATE INDEX joint_project_overdue_at ON public.joint_project USING btree (overdue_at, id) WHERE (state = ANY (ARRAY['FORMED'::text, 'UNDER_WAY'::text]));
CREATE INDEX joint_project_street ON public.joint_project USING btree (state, street, ends_on, id);
CREATE INDEX lead_consent_place ON public.lead_consent USING btree (place_id, year, id);
CREATE INDEX mail_address_digest_at ON public.mail_address USING btree (digest_at) WHERE (confirmed_at IS NOT NULL);
CREATE INDEX mailing_dead ON public.mailing USING btree (id) WHERE (state = 'DEAD'::text);
CREATE UNIQUE INDEX mailing_not_begun ON public.mailing USING btree (member_id) WHERE ((purpose = 'AT_ONCE'::text) AND (state = 'WAITING'::text) AND (tries = 0));
CREATE INDEX mailing_queued_at ON public.mailing USING btree (queued_at);
CREATE INDEX mailing_try_at ON public.mailing USING btree (try_at) WHERE (state = 'WAITING'::text);
CREATE INDEX micro_wish_community ON public.micro_wish USING btree (state, community_id, published_at, id);
CREATE INDEX micro_wish_community_due ON public.micro_wish USING btree (state, community_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX micro_wish_district ON public.micro_wish USING btree (state, district, published_at, id);
CREATE INDEX micro_wish_district_due ON public.micro_wish USING btree (state, district, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX micro_wish_due ON public.micro_wish USING btree (due_at, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'OFFERED'::text, 'TAKEN'::text, 'HELD'::text]));
CREATE INDEX micro_wish_holder_id ON public.micro_wish USING btree (state, holder_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (holder_id IS NOT NULL);
CREATE INDEX micro_wish_home ON public.micro_wish USING btree (state, home, published_at, id);
CREATE INDEX micro_wish_home_due ON public.micro_wish USING btree (state, home, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX micro_wish_open_to ON public.micro_wish USING btree (state, scope_code, published_at, id);
CREATE INDEX micro_wish_open_to_due ON public.micro_wish USING btree (state, scope_code, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX micro_wish_street ON public.micro_wish USING btree (state, street, published_at, id);
CREATE INDEX micro_wish_street_due ON public.micro_wish USING btree (state, street, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX milestone_overdue_at ON public.milestone USING btree (overdue_at, id) WHERE (state = 'PLANNED'::text);
CREATE INDEX milestone_project_id ON public.milestone USING btree (project_id, due_on, id);
CREATE INDEX milestone_reported ON public.milestone USING btree (project_id) WHERE (state = 'REPORTED'::text);
CREATE INDEX mobilization_district ON public.mobilization USING btree (state, district, starts_at, id);
CREATE INDEX mobilization_end ON public.mobilization USING btree (ends_at, id) WHERE (state = 'CALLED'::text);
CREATE INDEX mobilization_home ON public.mobilization USING btree (state, home, starts_at, id);
CREATE INDEX mobilization_open_to ON public.mobilization USING btree (state, home_code, starts_at, id);
CREATE INDEX mobilization_organization_id ON public.mobilization USING btree (organization_id, starts_at, id);
CREATE INDEX mobilization_own ON public.mobilization USING btree (state, organization_id, starts_at, id);
CREATE INDEX mobilization_street ON public.mobilization USING btree (state, street, starts_at, id);
CREATE INDEX mobilization_tell ON public.mobilization USING btree (tell_at, id) WHERE (state = 'CALLED'::text);
CREATE INDEX notice_member ON public.notice USING btree (member_id, at, id);
CREATE INDEX notice_read_at ON public.notice USING btree (read_at) WHERE (read_at IS NOT NULL);
CREATE INDEX notice_unread ON public.notice USING btree (member_id, ((read_at IS NULL)), at, id);
CREATE INDEX office_organization_id ON public.office USING btree (organization_id, id);
CREATE INDEX opinion_asker ON public.opinion USING btree (state, asker_id, due_on, id);
CREATE INDEX opinion_community ON public.opinion USING btree (state, community_id, due_on, id);
CREATE INDEX opinion_overdue_at ON public.opinion USING btree (overdue_at, id) WHERE (state = 'ASKED'::text);
CREATE INDEX organization_code_order ON public.organization USING btree (COALESCE(division_code, '~'::text) COLLATE "C", id);
CREATE INDEX organization_name_order ON public.organization USING btree (name COLLATE "C", id);
CREATE INDEX organization_parent_code ON public.organization USING btree (parent_code, division_code);
CREATE INDEX pairing_district ON public.pairing USING btree (state, district, ends_on, id);
CREATE INDEX pairing_end ON public.pairing USING btree (ends_at, id) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'PAIRED'::text]));
CREATE INDEX pairing_home ON public.pairing USING btree (state, home, ends_on, id);
CREATE INDEX pairing_host ON public.pairing USING btree (state, host_id, ends_on, id);
CREATE INDEX pairing_host_id ON public.pairing USING btree (host_id, ends_on, id);
CREATE INDEX pairing_leader_id ON public.pairing USING btree (leader_id, ends_on, id) WHERE (leader_id IS NOT NULL);
CREATE INDEX pairing_open_to ON public.pairing USING btree (state, home_code, ends_on, id);
CREATE INDEX pairing_partner ON public.pairing USING btree (state, partner_id, ends_on, id);
CREATE INDEX pairing_partner_id ON public.pairing USING btree (partner_id, ends_on, id);
CREATE INDEX pairing_street ON public.pairing USING btree (state, street, ends_on, id);
CREATE INDEX progress_note_project_id ON public.progress_note USING btree (project_id, written_at, id);
CREATE INDEX project_part_organization_id ON public.project_part USING btree (organization_id, project_id);
CREATE INDEX resolution_committee_id ON public.resolution USING btree (committee_id, due_on, id);
CREATE INDEX resolution_district ON public.resolution USING btree (state, district, due_on, id);
CREATE INDEX resolution_home ON public.resolution USING btree (state, home_code, due_on, id);
CREATE INDEX resolution_of_committee ON public.resolution USING btree (state, committee_id, due_on, id);
CREATE INDEX resolution_open_to ON public.resolution USING btree (state, open_to, due_on, id);
CREATE INDEX resolution_organization ON public.resolution USING btree (state, organization_id, due_on, id);
CREATE INDEX resolution_overdue_at ON public.resolution USING btree (overdue_at, id) WHERE (state = 'OPEN'::text);
CREATE INDEX resolution_owner ON public.resolution USING btree (state, owner_id, due_on, id);
CREATE INDEX resolution_owner_seat ON public.resolution USING btree (state, owner_seat_id, due_on, id) WHERE (owner_seat_id IS NOT NULL);
CREATE INDEX resolution_street ON public.resolution USING btree (state, street, due_on, id);
CREATE INDEX resolution_topic_id ON public.resolution USING btree (topic_id, due_on, id);
CREATE INDEX route_division_id ON public.route USING btree (division_id, category, id);
CREATE INDEX route_in_order ON public.route USING btree (((((division_code)::text || ' '::text) || (category)::text)), id);
CREATE INDEX route_lead_id ON public.route USING btree (lead_id);
CREATE INDEX seat_member_id ON public.seat USING btree (member_id, id);
CREATE INDEX seat_organization_id ON public.seat USING btree (organization_id, id);
CREATE INDEX seat_place ON public.seat USING btree (COALESCE(place_id, id), id);
CREATE INDEX share_guest_id ON public.share USING btree (guest_id, id) WHERE (guest_id IS NOT NULL);
CREATE INDEX share_organization_id ON public.share USING btree (organization_id, item_id);
CREATE INDEX shift_district ON public.shift USING btree (state, district, starts_at, id);
CREATE INDEX shift_home ON public.shift USING btree (state, home, starts_at, id);
CREATE INDEX shift_mobilization_id ON public.shift USING btree (mobilization_id, starts_at, id);
CREATE INDEX shift_open_to ON public.shift USING btree (state, home_code, starts_at, id);
CREATE INDEX shift_own ON public.shift USING btree (state, organization_id, starts_at, id);
CREATE INDEX shift_post_id ON public.shift USING btree (post_id, starts_at, id);
CREATE INDEX shift_street ON public.shift USING btree (state, street, starts_at, id);
CREATE INDEX sign_up_activity_id ON public.sign_up USING btree (activity_id, starts_at, id);
CREATE INDEX sign_up_district ON public.sign_up USING btree (state, district, starts_at, id);
CREATE INDEX sign_up_home ON public.sign_up USING btree (state, home, starts_at, id);
CREATE INDEX sign_up_member_id ON public.sign_up USING btree (member_id, starts_at, id);
CREATE INDEX sign_up_own ON public.sign_up USING btree (state, organization_id, starts_at, id);
CREATE INDEX sign_up_person ON public.sign_up USING btree (state, member_id, starts_at, id);
CREATE INDEX sign_up_street ON public.sign_up USING btree (state, street, starts_at, id);
CREATE INDEX sign_up_team_id ON public.sign_up USING btree (team_id, starts_at, id) WHERE (team_id IS NOT NULL);
CREATE INDEX sign_up_unit ON public.sign_up USING btree (state, unit_id, starts_at, id);
CREATE INDEX sign_up_unit_id ON public.sign_up USING btree (unit_id, starts_at, id);
CREATE INDEX station_community_id ON public.station USING btree (community_id, id);
CREATE UNIQUE INDEX station_once ON public.station USING btree (unit_id, community_id) WHERE (state = 'CONFIRMED'::text);
CREATE UNIQUE INDEX station_proposed_once ON public.station USING btree (unit_id, community_id) WHERE (state = 'PROPOSED'::text);
CREATE INDEX station_unit_id ON public.station USING btree (unit_id, since, id);
CREATE INDEX system_district ON public.system USING btree (state, district, registered_at, id);
CREATE INDEX system_home ON public.system USING btree (state, home_code, registered_at, id);
CREATE INDEX system_key_system_id ON public.system_key USING btree (system_id, made_at);
CREATE INDEX system_organization_id ON public.system USING btree (organization_id);
CREATE INDEX system_own ON public.system USING btree (state, organization_id, registered_at, id);
CREATE INDEX system_street ON public.system USING btree (state, street, registered_at, id);
CREATE INDEX team_district ON public.team USING btree (state, district, formed_at, id);
CREATE INDEX team_home ON public.team USING btree (state, home, formed_at, id);
CREATE INDEX team_leader_id ON public.team USING btree (leader_id);
CREATE INDEX team_member_member_id ON public.team_member USING btree (member_id, state, team_id);
CREATE UNIQUE INDEX team_member_once ON public.team_member USING btree (team_id, member_id) WHERE (state = ANY (ARRAY['INVITED'::text, 'REQUESTED'::text, 'JOINED'::text]));
CREATE INDEX team_member_requested ON public.team_member USING btree (team_id) WHERE (state = 'REQUESTED'::text);
CREATE INDEX team_member_team_id ON public.team_member USING btree (team_id, asked_at, id);
CREATE INDEX team_open_to ON public.team USING btree (state, scope_code, formed_at, id);
CREATE INDEX team_organization_id ON public.team USING btree (organization_id, formed_at, id);
CREATE INDEX team_own ON public.team USING btree (state, organization_id, formed_at, id);
CREATE INDEX team_street ON public.team USING btree (state, street, formed_at, id);
CREATE INDEX ticket_expires_at ON public.ticket USING btree (expires_at);
CREATE INDEX ticket_member_id ON public.ticket USING btree (member_id);
CREATE INDEX topic_claim_id ON public.topic USING btree (claim_id) WHERE (claim_id IS NOT NULL);
CREATE INDEX topic_committee_id ON public.topic USING btree (committee_id, collected_at, id);
CREATE INDEX topic_conference_id ON public.topic USING btree (conference_id, collected_at, id);
CREATE INDEX topic_district ON public.topic USING btree (stage, district, collected_at, id);
CREATE INDEX topic_home ON public.topic USING btree (stage, home_code, collected_at, id);
CREATE INDEX topic_item_id ON public.topic USING btree (item_id) WHERE (item_id IS NOT NULL);
CREATE INDEX topic_of_committee ON public.topic USING btree (stage, committee_id, collected_at, id);
CREATE INDEX topic_open_to ON public.topic USING btree (stage, open_to, collected_at, id);
CREATE INDEX topic_organization ON public.topic USING btree (stage, organization_id, collected_at, id);
CREATE INDEX topic_raised_for ON public.topic USING btree (stage, raised_for_id, collected_at, id);
CREATE INDEX topic_resolution_id ON public.topic USING btree (resolution_id) WHERE (resolution_id IS NOT NULL);
CREATE INDEX topic_street ON public.topic USING btree (stage, street, collected_at, id);
CREATE INDEX upload_keep_until ON public.upload USING btree (keep_until, id);
CREATE INDEX upload_member_id ON public.upload USING btree (member_id);
CREATE INDEX webhook_district ON public.webhook USING btree (state, district, added_at, id) WHERE (district IS NOT NULL);
CREATE INDEX webhook_gives_up ON public.webhook USING btree (gives_up_at, id) WHERE (state = 'ACTIVE'::text);
CREATE INDEX webhook_home ON public.webhook USING btree (state, home_code, added_at, id) WHERE (home_code IS NOT NULL);
CREATE INDEX webhook_organization_id ON public.webhook USING btree (organization_id, added_at, id);
CREATE INDEX webhook_own ON public.webhook USING btree (state, organization_id, added_at, id);
CREATE INDEX webhook_street ON public.webhook USING btree (state, street, added_at, id) WHERE (street IS NOT NULL);
CREATE INDEX webhook_system ON public.webhook USING btree (state, system_id, added_at, id) WHERE (system_id IS NOT NULL);
CREATE INDEX whistle_asking_id ON public.whistle USING btree (asking_id) WHERE (asking_id IS NOT NULL);
CREATE INDEX whistle_closed ON public.whistle USING btree (home_code, category, closed_at) WHERE (state = 'CLOSED'::text);
CREATE INDEX whistle_district ON public.whistle USING btree (state, district, reported_at, id);
CREATE INDEX whistle_district_due ON public.whistle USING btree (state, district, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX whistle_district_id ON public.whistle USING btree (district_id) WHERE ((state = 'RETURNED'::text) AND disputed);
CREATE INDEX whistle_duplicate_of_id ON public.whistle USING btree (duplicate_of_id, reported_at, id) WHERE (duplicate_of_id IS NOT NULL);
CREATE INDEX whistle_escalate ON public.whistle USING btree (escalate_at, id) WHERE ((escalate_at IS NOT NULL) AND (state = ANY (ARRAY['REPORTED'::text, 'TRIAGED'::text, 'DISPATCHED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'HANDLED'::text, 'REWORK'::text, 'VERIFIED'::text])));
CREATE INDEX whistle_home ON public.whistle USING btree (state, home_code, reported_at, id);
CREATE INDEX whistle_home_due ON public.whistle USING btree (state, home_code, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX whistle_lead ON public.whistle USING btree (state, lead_id, reported_at, id);
CREATE INDEX whistle_lead_due ON public.whistle USING btree (state, lead_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX whistle_message_whistle_id ON public.whistle_message USING btree (whistle_id, written_at, id);
CREATE INDEX whistle_of_district ON public.whistle USING btree (district, category, reported_at);
CREATE INDEX whistle_of_home ON public.whistle USING btree (home_code, category, reported_at);
CREATE INDEX whistle_of_lead ON public.whistle USING btree (lead_id, category, reported_at);
CREATE INDEX whistle_of_street ON public.whistle USING btree (street, category, reported_at);
CREATE INDEX whistle_party_awaited_id ON public.whistle_party USING btree (awaited_id) WHERE (awaited_id IS NOT NULL);
CREATE INDEX whistle_party_beside_id ON public.whistle_party USING btree (beside_id, whistle_id) WHERE (beside_id IS NOT NULL);
CREATE INDEX whistle_party_organization_id ON public.whistle_party USING btree (organization_id, whistle_id);
CREATE INDEX whistle_raiser ON public.whistle USING btree (state, raiser_id, reported_at, id);
CREATE INDEX whistle_raiser_due ON public.whistle USING btree (state, raiser_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX whistle_reference ON public.whistle USING btree (reference, id) WHERE (reference IS NOT NULL);
CREATE INDEX whistle_repeat_of_id ON public.whistle USING btree (repeat_of_id, reported_at, id) WHERE (repeat_of_id IS NOT NULL);
CREATE INDEX whistle_street ON public.whistle USING btree (state, street, reported_at, id);
CREATE INDEX whistle_street_due ON public.whistle USING btree (state, street, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX whistle_street_id ON public.whistle USING btree (street_id, state) WHERE (state = ANY (ARRAY['REPORTED'::text, 'TRIAGED'::text, 'RETURNED'::text, 'VERIFIED'::text]));
CREATE INDEX whistle_system ON public.whistle USING btree (state, system_id, reported_at, id) WHERE (system_id IS NOT NULL);
CREATE INDEX whistle_system_due ON public.whistle USING btree (state, system_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (system_id IS NOT NULL);
CREATE INDEX yearly_report_close ON public.yearly_report USING btree (contest_until, id) WHERE (state = 'ISSUED'::text);
CREATE INDEX yearly_report_community_id ON public.yearly_report USING btree (community_id, issued_at, id);
CREATE INDEX yearly_report_member_id ON public.yearly_report USING btree (member_id, issued_at, id);
CREATE UNIQUE INDEX yearly_report_once_of_member ON public.yearly_report USING btree (member_id, year) WHERE (member_id IS NOT NULL);
CREATE UNIQUE INDEX yearly_report_once_of_unit ON public.yearly_report USING btree (unit_id, year) WHERE (member_id IS NULL);
CREATE INDEX yearly_report_own ON public.yearly_report USING btree (state, community_id, issued_at, id);
CREATE INDEX yearly_report_person ON public.yearly_report USING btree (state, member_id, issued_at, id);
CREATE INDEX yearly_report_unit ON public.yearly_report USING btree (state, unit_id, issued_at, id);
CREATE INDEX yearly_report_unit_id ON public.yearly_report USING btree (unit_id, issued_at, id);
CREATE TRIGGER card_is_seen_with BEFORE INSERT ON public.card FOR EACH ROW EXECUTE FUNCTION public.card_is_seen_with();
CREATE TRIGGER event_no_delete BEFORE DELETE ON public.event FOR EACH ROW EXECUTE FUNCTION public.event_is_append_only();
CREATE TRIGGER event_no_update BEFORE UPDATE ON public.event FOR EACH ROW WHEN (((old.pos IS NOT NULL) OR (new.pos IS NULL) OR (old.seq IS DISTINCT FROM new.seq) OR (old.id IS DISTINCT FROM new.id) OR (old.at IS DISTINCT FROM new.at) OR (old.kind IS DISTINCT FROM new.kind) OR (old.actor_id IS DISTINCT FROM new.actor_id) OR (old.organization_id IS DISTINCT FROM new.organization_id) OR (old.object_type IS DISTINCT FROM new.object_type) OR (old.object_id IS DISTINCT FROM new.object_id) OR (old.object_version IS DISTINCT FROM new.object_version) OR (old.subject_type IS DISTINCT FROM new.subject_type) OR (old.subject_id IS DISTINCT FROM new.subject_id) OR (old.home_code IS DISTINCT FROM new.home_code) OR (old.request_id IS DISTINCT FROM new.request_id) OR (old.before IS DISTINCT FROM new.before) OR (old.after IS DISTINCT FROM new.after))) EXECUTE FUNCTION public.event_is_append_only();
CREATE TRIGGER item_opens_its_cards AFTER UPDATE OF scope ON public.item FOR EACH ROW WHEN (((old.scope)::text IS DISTINCT FROM (new.scope)::text)) EXECUTE FUNCTION public.item_opens_its_cards();
CREATE TRIGGER whistle_message_stays BEFORE DELETE OR UPDATE ON public.whistle_message FOR EACH ROW EXECUTE FUNCTION public.whistle_message_is_append_only();
ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_decider_id_fkey FOREIGN KEY (decider_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_division_id_fkey FOREIGN KEY (division_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_renews_id_fkey FOREIGN KEY (renews_id) REFERENCES public.agreement(id);
ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_mobilization_id_fkey FOREIGN KEY (mobilization_id) REFERENCES public.mobilization(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES public.assignment(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES public.shift(id);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_attached_by_fkey FOREIGN KEY (attached_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_attached_for_id_fkey FOREIGN KEY (attached_for_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_conference_id_fkey FOREIGN KEY (conference_id) REFERENCES public.joint_conference(id);
ALTER TABLE ONLY public.attendance
    ADD CONSTRAINT attendance_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_asked_id_fkey FOREIGN KEY (asked_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_joint_project_id_fkey FOREIGN KEY (joint_project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_proposer_id_fkey FOREIGN KEY (proposer_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.card(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_claimant_id_fkey FOREIGN KEY (claimant_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_joint_project_id_fkey FOREIGN KEY (joint_project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_above_id_fkey FOREIGN KEY (above_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_list_id_fkey FOREIGN KEY (list_id) REFERENCES public.commitment_list(id);
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.commitment_list
    ADD CONSTRAINT commitment_list_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_owner_seat_id_fkey FOREIGN KEY (owner_seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.community_fund
    ADD CONSTRAINT community_fund_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.contact_read
    ADD CONSTRAINT contact_read_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhook(id);
ALTER TABLE ONLY public.dual_report
    ADD CONSTRAINT dual_report_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.dual_report
    ADD CONSTRAINT dual_report_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.dual_report
    ADD CONSTRAINT dual_report_succeeds_id_fkey FOREIGN KEY (succeeds_id) REFERENCES public.dual_report(id);
ALTER TABLE ONLY public.dual_report
    ADD CONSTRAINT dual_report_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.expense
    ADD CONSTRAINT expense_funding_id_fkey FOREIGN KEY (funding_id) REFERENCES public.funding(id);
ALTER TABLE ONLY public.expense
    ADD CONSTRAINT expense_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.expense
    ADD CONSTRAINT expense_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_fund_id_fkey FOREIGN KEY (fund_id) REFERENCES public.community_fund(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_admission_id_fkey FOREIGN KEY (admission_id) REFERENCES public.admission(id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_lead_seat_id_fkey FOREIGN KEY (lead_seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.joint_committee
    ADD CONSTRAINT joint_committee_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.joint_conference
    ADD CONSTRAINT joint_conference_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.joint_conference
    ADD CONSTRAINT joint_conference_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.card(id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_lead_seat_id_fkey FOREIGN KEY (lead_seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.joint_project
    ADD CONSTRAINT joint_project_lead_unit_id_fkey FOREIGN KEY (lead_unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.lead_consent
    ADD CONSTRAINT lead_consent_consented_by_fkey FOREIGN KEY (consented_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.lead_consent
    ADD CONSTRAINT lead_consent_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.lead_consent
    ADD CONSTRAINT lead_consent_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.mail_address
    ADD CONSTRAINT mail_address_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.mailing
    ADD CONSTRAINT mailing_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.micro_wish
    ADD CONSTRAINT micro_wish_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.micro_wish
    ADD CONSTRAINT micro_wish_former_id_fkey FOREIGN KEY (former_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.micro_wish
    ADD CONSTRAINT micro_wish_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.micro_wish
    ADD CONSTRAINT micro_wish_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.mobilization
    ADD CONSTRAINT mobilization_called_by_fkey FOREIGN KEY (called_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.mobilization
    ADD CONSTRAINT mobilization_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.mobilization_post
    ADD CONSTRAINT mobilization_post_mobilization_id_fkey FOREIGN KEY (mobilization_id) REFERENCES public.mobilization(id);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT opinion_asker_id_fkey FOREIGN KEY (asker_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT opinion_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT opinion_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.opinion
    ADD CONSTRAINT opinion_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.pairing
    ADD CONSTRAINT pairing_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.progress_note
    ADD CONSTRAINT progress_note_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.progress_note
    ADD CONSTRAINT progress_note_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.progress_note
    ADD CONSTRAINT progress_note_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.project_part
    ADD CONSTRAINT project_part_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.project_part
    ADD CONSTRAINT project_part_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_owner_seat_id_fkey FOREIGN KEY (owner_seat_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.route_assisting
    ADD CONSTRAINT route_assisting_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.route_assisting
    ADD CONSTRAINT route_assisting_route_id_fkey FOREIGN KEY (route_id) REFERENCES public.route(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_division_id_fkey FOREIGN KEY (division_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.seat
    ADD CONSTRAINT seat_succeeds_id_fkey FOREIGN KEY (succeeds_id) REFERENCES public.seat(id);
ALTER TABLE ONLY public.service_duty
    ADD CONSTRAINT service_duty_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.joint_project(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_shared_by_fkey FOREIGN KEY (shared_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_mobilization_id_fkey FOREIGN KEY (mobilization_id) REFERENCES public.mobilization(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.mobilization_post(id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity(id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.sign_up
    ADD CONSTRAINT sign_up_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.station
    ADD CONSTRAINT station_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.station
    ADD CONSTRAINT station_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.system_key
    ADD CONSTRAINT system_key_system_id_fkey FOREIGN KEY (system_id) REFERENCES public.system(id);
ALTER TABLE ONLY public.system
    ADD CONSTRAINT system_member_id_fkey FOREIGN KEY (id) REFERENCES public.member(id);
ALTER TABLE ONLY public.system
    ADD CONSTRAINT system_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.system
    ADD CONSTRAINT system_registered_by_fkey FOREIGN KEY (registered_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claim(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES public.joint_committee(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_conference_id_fkey FOREIGN KEY (conference_id) REFERENCES public.joint_conference(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_raised_for_id_fkey FOREIGN KEY (raised_for_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_resolution_id_fkey FOREIGN KEY (resolution_id) REFERENCES public.resolution(id);
ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_added_by_fkey FOREIGN KEY (added_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.webhook_key
    ADD CONSTRAINT webhook_key_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhook(id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_system_id_fkey FOREIGN KEY (system_id) REFERENCES public.system(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_diagnosed_by_fkey FOREIGN KEY (diagnosed_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_duplicate_of FOREIGN KEY (duplicate_of_id, original_is_one) REFERENCES public.whistle(id, is_original);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_escalated_to_id_fkey FOREIGN KEY (escalated_to_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle_message
    ADD CONSTRAINT whistle_message_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle_message
    ADD CONSTRAINT whistle_message_whistle_id_fkey FOREIGN KEY (whistle_id) REFERENCES public.whistle(id);
ALTER TABLE ONLY public.whistle_message
    ADD CONSTRAINT whistle_message_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.whistle_party
    ADD CONSTRAINT whistle_party_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle_party
    ADD CONSTRAINT whistle_party_whistle_id_fkey FOREIGN KEY (whistle_id) REFERENCES public.whistle(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES public.member(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_raiser_id_fkey FOREIGN KEY (raiser_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_repeat_of_id_fkey FOREIGN KEY (repeat_of_id) REFERENCES public.whistle(id);
ALTER TABLE ONLY public.whistle_resident
    ADD CONSTRAINT whistle_resident_whistle_id_fkey FOREIGN KEY (whistle_id) REFERENCES public.whistle(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_street_id_fkey FOREIGN KEY (street_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.whistle
    ADD CONSTRAINT whistle_system_id_fkey FOREIGN KEY (system_id) REFERENCES public.system(id);
ALTER TABLE ONLY public.wish_resident
    ADD CONSTRAINT wish_resident_wish_id_fkey FOREIGN KEY (wish_id) REFERENCES public.micro_wish(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.yearly_report
    ADD CONSTRAINT yearly_report_community_id_fkey FOREIGN KEY (community_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.yearly_report
    ADD CONSTRAINT yearly_report_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.member(id);
ALTER TABLE ONLY public.yearly_report
    ADD CONSTRAINT yearly_report_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.organization(id);
