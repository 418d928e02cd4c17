-- Versions of the four-part cards of claims: each is proposed by one party and holds when the other has agreed.
CREATE TABLE card (
    id          uuid PRIMARY KEY,
    claim_id    uuid NOT NULL REFERENCES claim,                 -- of which it says how it is carried out
    item_id     uuid NOT NULL REFERENCES item,                  -- with which it is seen
    number      int NOT NULL,                                   -- among those of its claim, from 1
    state       text NOT NULL CHECK (state IN ('PROPOSED', 'AGREED', 'DECLINED', 'WITHDRAWN')),
    task        text,
    responsible text,
    standard    text,
    due_at      timestamptz,
    proposer_id uuid NOT NULL REFERENCES organization,
    asked_id    uuid NOT NULL REFERENCES organization,          -- the other party
    proposed_by uuid REFERENCES member,                         -- null: it came with an acceptance before there were versions
    proposed_at timestamptz NOT NULL,
    answered_by uuid REFERENCES member,
    answered_at timestamptz,
    reason      text,                                           -- why it was declined
    version     int NOT NULL DEFAULT 1,
    CONSTRAINT card_number UNIQUE (claim_id, number),
    CONSTRAINT card_has_what_its_state_needs CHECK (
        CASE state WHEN 'AGREED' THEN answered_at IS NOT NULL
                   WHEN 'DECLINED' THEN answered_at IS NOT NULL AND reason IS NOT NULL
                   WHEN 'WITHDRAWN' THEN answered_at IS NOT NULL
                   ELSE true END)
);
CREATE UNIQUE INDEX card_awaits_answer ON card (claim_id) WHERE state = 'PROPOSED';
CREATE INDEX card_proposer_id ON card (proposer_id, proposed_at, id);
CREATE INDEX card_asked_id ON card (asked_id, proposed_at, id);
CREATE INDEX card_item_id ON card (item_id);
CREATE INDEX card_proposed_at ON card (proposed_at, id);
CREATE INDEX card_due_at ON card (coalesce(due_at, 'infinity'), id);

INSERT INTO card (id, claim_id, item_id, number, state, task, responsible, standard, due_at, proposer_id, asked_id, proposed_at,
                  answered_at)
SELECT gen_random_uuid(), c.id, c.item_id, 1, 'AGREED', c.task, c.responsible, c.standard, c.due_at, i.publisher_id, c.claimant_id,
       coalesce(c.answered_at, c.proposed_at), coalesce(c.answered_at, c.proposed_at)
FROM claim c JOIN item i ON i.id = c.item_id WHERE num_nonnulls(c.task, c.responsible, c.standard, c.due_at) > 0;

ALTER TABLE claim ADD COLUMN card_id uuid REFERENCES card;      -- the version that holds; claim.due_at is that one's
UPDATE claim SET card_id = card.id FROM card WHERE card.claim_id = claim.id;
ALTER TABLE claim DROP COLUMN task, DROP COLUMN responsible, DROP COLUMN standard;
