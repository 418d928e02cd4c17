-- Four-part cards of joint projects, beside those of claims: a card is a version of the one or of the other.
ALTER TABLE card
    ADD COLUMN joint_project_id uuid REFERENCES joint_project,
    ALTER COLUMN claim_id DROP NOT NULL,
    ALTER COLUMN item_id DROP NOT NULL,
    ADD CONSTRAINT card_of_one CHECK (num_nonnulls(claim_id, joint_project_id) = 1 AND (claim_id IS NULL) = (item_id IS NULL)),
    ADD CONSTRAINT card_number_of_project UNIQUE (joint_project_id, number);
CREATE UNIQUE INDEX card_of_project_awaits_answer ON card (joint_project_id) WHERE state = 'PROPOSED';

ALTER TABLE joint_project ADD COLUMN card_id uuid REFERENCES card;  -- the version that holds; ends_on is its day
