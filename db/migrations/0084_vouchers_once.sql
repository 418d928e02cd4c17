-- A voucher is recorded once, however its letters are written: A1 is a1. Where both are there, the later ones say which they are.
ALTER TABLE expense DROP CONSTRAINT expense_voucher_once;
UPDATE expense e SET voucher = e.voucher || ' (' || d.number || ')' FROM (
    SELECT id, row_number() OVER (PARTITION BY project_id, lower(voucher) ORDER BY recorded_at, id) AS number FROM expense) d
WHERE d.id = e.id AND d.number > 1;
CREATE UNIQUE INDEX expense_voucher_once ON expense (project_id, lower(voucher));
