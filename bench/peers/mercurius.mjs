// Mercurius with its just-in-time compiler and batching loaders, over pg with prepared statements.
// The database is named by PGHOST, PGDATABASE, PGUSER; PORT, POOL.
import Fastify from "fastify";
import mercurius from "mercurius";
import { database } from "./mercurius/database.mjs";
import { loaders } from "./mercurius/loaders.mjs";
import { resolvers } from "./mercurius/resolvers.mjs";
import { schema } from "./mercurius/schema.mjs";

const app = Fastify({ logger: false, keepAliveTimeout: 120_000 });
app.register(mercurius, {
  schema, resolvers, loaders, jit: 1, graphiql: false, path: "/graphql", context: () => ({ database }),
});
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
