// node collection.mjs FILE: runs the examples' collection in newman, as Postman would, at HUB, with TOKENS of the demo's people.
import { readFileSync } from 'node:fs';
import newman from 'newman';

const collection = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pushed = each => each.request.header.some(({ value }) => value === 'text/event-stream'); // they do not end by themselves
const tokens = Object.entries(JSON.parse(process.env.TOKENS)).map(([key, value]) => ({ key: `token-${key}`, value }));
newman.run({
  collection: { ...collection, item: collection.item.map(each => ({ ...each, item: each.item.filter(one => !pushed(one)) })) },
  envVar: [{ key: 'url', value: process.env.HUB }, ...tokens],
}, (problem, summary) => {
  const failures = problem ? [{ error: problem }] : summary.run.failures;
  const assertions = problem ? 1 : summary.run.stats.assertions.total;
  for (const { error, source } of failures) {
    console.error(`${source?.name}: ${error.message}`);
  }
  console.log(`${assertions - failures.length} passed, ${failures.length} failed`);
});
