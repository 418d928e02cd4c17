"""SQL only: one module a table, the migrations, the event log, the embedded server. Every function takes a connection
first and never acquires or commits."""
