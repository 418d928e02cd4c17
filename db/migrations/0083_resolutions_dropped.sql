-- A resolution can be dropped, with a reason: nothing is to be done of it any more.
ALTER TABLE resolution
    DROP CONSTRAINT resolution_state_check,
    ADD CONSTRAINT resolution_state_check CHECK (state IN ('OPEN', 'COMPLETED', 'CONFIRMED', 'DROPPED')),
    DROP CONSTRAINT resolution_has_what_its_state_needs,
    ADD CONSTRAINT resolution_has_what_its_state_needs CHECK (
        CASE state WHEN 'COMPLETED' THEN completed_at IS NOT NULL
                   WHEN 'CONFIRMED' THEN completed_at IS NOT NULL AND confirmed_at IS NOT NULL
                   WHEN 'DROPPED' THEN reason IS NOT NULL
                   ELSE true END);
