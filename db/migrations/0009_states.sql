-- A state that needs a moment or a reason has it: what `domain.process` declares as `State.has`. No write of the program left one
-- out, so what is stored is only looked at.
ALTER TABLE item ADD CONSTRAINT item_has_what_its_state_needs CHECK (
    CASE state WHEN 'COMPLETED' THEN closed_at IS NOT NULL
               WHEN 'WITHDRAWN' THEN closed_at IS NOT NULL
               WHEN 'EXPIRED' THEN closed_at IS NOT NULL AND deadline IS NOT NULL
               ELSE true END) NOT VALID;
ALTER TABLE claim ADD CONSTRAINT claim_has_what_its_state_needs CHECK (
    CASE state WHEN 'ACCEPTED' THEN answered_at IS NOT NULL
               WHEN 'DELIVERED' THEN answered_at IS NOT NULL AND delivered_at IS NOT NULL
               WHEN 'REWORK' THEN answered_at IS NOT NULL AND delivered_at IS NOT NULL AND reason IS NOT NULL
               WHEN 'CONFIRMED' THEN answered_at IS NOT NULL AND delivered_at IS NOT NULL AND confirmed_at IS NOT NULL
               WHEN 'DECLINED' THEN answered_at IS NOT NULL AND reason IS NOT NULL
               WHEN 'WITHDRAWN' THEN reason IS NOT NULL
               ELSE true END) NOT VALID;
ALTER TABLE item VALIDATE CONSTRAINT item_has_what_its_state_needs;
ALTER TABLE claim VALIDATE CONSTRAINT claim_has_what_its_state_needs;
