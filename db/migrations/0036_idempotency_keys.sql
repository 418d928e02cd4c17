-- A retried write's answer is found by its idempotency key: the table has the field's name.
ALTER TABLE answered RENAME TO idempotency_key;
ALTER TABLE idempotency_key RENAME CONSTRAINT answered_pkey TO idempotency_key_pkey;
ALTER TABLE idempotency_key RENAME CONSTRAINT answered_key_check TO idempotency_key_key_check;
ALTER INDEX answered_created_at RENAME TO idempotency_key_created_at;
