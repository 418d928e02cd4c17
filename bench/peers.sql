-- What a team that uses PostGraphile would put into the database: its searches and its writes are functions.

CREATE SCHEMA bench;

CREATE FUNCTION bench.keys(words text, in_district text) RETURNS text[] LANGUAGE sql STABLE
    RETURN ARRAY(SELECT DISTINCT 'D' || in_district || substr(word, n, 2)
                 FROM regexp_split_to_table(lower(words), '\s+') AS w (word), generate_series(1, greatest(1, length(word) - 1)) AS n);

CREATE FUNCTION bench.search_demands(words text, categories text[], in_district text) RETURNS SETOF item
    LANGUAGE sql STABLE AS $$
    SELECT t.* FROM item t
    WHERE t.list = 'DEMAND' AND t.state = 'PUBLISHED' AND t.category = ANY (categories)
      AND placed_grams(t.list, t.home_code, t.scope_code, t.words) @> bench.keys(search_demands.words, in_district)
      AND t.words LIKE ALL (ARRAY(SELECT '%' || word || '%'
                                  FROM regexp_split_to_table(lower(search_demands.words), '\s+') AS w (word)))
    ORDER BY t.listed_at DESC, t.id DESC
$$;

CREATE FUNCTION bench.claim_item(key text, member_id uuid, claimant_id uuid, item_id uuid, quantity int) RETURNS claim
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    made  claim;
    taken item;
BEGIN
    UPDATE item i SET claimed = claimed + claim_item.quantity
        WHERE i.id = claim_item.item_id AND claimed + claim_item.quantity <= i.quantity AND state = 'PUBLISHED'
          AND (deadline IS NULL OR deadline > now()) RETURNING * INTO taken;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'less is left';
    END IF;
    INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at)
        VALUES (uuidv7(), claim_item.item_id, taken.publisher_id, claim_item.claimant_id, claim_item.member_id, claim_item.quantity,
                'PROPOSED', now() + interval '72 hours', now()) RETURNING * INTO made;
    INSERT INTO event (id, at, kind, actor_id, organization_id, object_type, object_id, object_version, subject_type,
                       subject_id, home_code, request_id, after)
        VALUES (uuidv7(), now(), 'claim.proposed', claim_item.member_id, claim_item.claimant_id, 'Claim', made.id, 1,
                'item', claim_item.item_id, taken.home_code, 'bench',
                jsonb_build_object('state', 'PROPOSED', 'quantity', claim_item.quantity, 'item_claimed', taken.claimed));
    INSERT INTO idempotency_key (actor_id, key, operation, input_hash, answer, created_at) VALUES (
        claim_item.member_id, claim_item.key, 'claims.propose',
        sha256(convert_to(concat(claim_item.item_id, claim_item.quantity, claim_item.claimant_id), 'UTF8')),
        jsonb_build_object('payload', jsonb_build_object('claim', made.id, 'item', taken.id)), now());
    RETURN made;
END $$;

-- What PostGraphile would have read from foreign keys.
COMMENT ON TABLE event IS E'@foreignKey (subject_id) references item (id)\n@foreignKey (actor_id) references member (id)';
