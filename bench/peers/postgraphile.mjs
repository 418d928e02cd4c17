// PostGraphile 5 as its own advice for speed has it: Amber preset, production, no GraphiQL, no explain.
// The database is named by PGHOST, PGDATABASE, PGUSER; PORT, POOL.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

const { PGHOST, PGDATABASE, PGUSER, PORT, POOL } = process.env;

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: ["PgIndexBehaviorsPlugin"], // it would leave out orders and conditions that the questions need
  pgServices: [
    makePgService({
      poolConfig: {
        host: PGHOST, database: PGDATABASE, user: PGUSER, max: Number(POOL),
        options: "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0 -c timezone=UTC",
      },
      schemas: ["public", "bench"],
    }),
  ],
  grafserv: { graphiql: false, watch: false, graphqlPath: "/graphql" },
  grafast: { explain: false },
});

const server = createServer();
server.on("error", (problem) => { console.error(problem); process.exit(1); });
server.keepAliveTimeout = 120_000;
await instance.createServ(grafserv).addTo(server);
server.listen(Number(PORT), "127.0.0.1");
