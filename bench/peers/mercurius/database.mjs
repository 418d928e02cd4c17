import pg from "pg";

const { PGHOST, PGDATABASE, PGUSER, POOL } = process.env;
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const pool = new pg.Pool({
  host: PGHOST, database: PGDATABASE, user: PGUSER, max: Number(POOL), idleTimeoutMillis: 0,
  options: "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0 -c timezone=UTC",
});

const names = new Map();

/** A prepared statement's name: the same for the same text. */
function named(text) {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  return name;
}

async function rows(client, text, values) {
  return (await client.query({ name: named(text), text, values })).rows;
}

export const database = {
  rows: (text, values) => rows(pool, text, values),

  /** Runs `work` with a function like `rows`, in one transaction. */
  async transaction(work) {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      const result = await work((text, values) => rows(client, text, values));
      await client.query("COMMIT");
      return result;
    } catch (problem) {
      await client.query("ROLLBACK");
      throw problem;
    } finally {
      client.release();
    }
  },
};
