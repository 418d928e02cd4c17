// node audit.mjs URL: GraphQL over HTTP, as graphql-http's audits see it.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
const failed = results.filter(each => each.status !== 'ok');
for (const each of failed) {
  console.error(`${each.status} ${each.id} ${each.name}: ${each.reason}`);
}
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
