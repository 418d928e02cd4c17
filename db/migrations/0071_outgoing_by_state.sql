-- A webhook's messages in one state, in the order of a page: its dead ones lie among a month of others.
CREATE INDEX delivery_state ON delivery (webhook_id, state, at, id);
-- How many mails were given up is counted at each look at the figures, beside ninety days of what was sent.
CREATE INDEX mailing_dead ON mailing (id) WHERE state = 'DEAD';
