// node compose.mjs [--check] [--subgraphs FILE] [--out FILE]: compose the supergraph of the subgraphs' SDL, by default
// ../supergraph.graphql of subgraphs.json; or only say whether it is stale. SDL files are named from the list's folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({ options: {
  check: { type: 'boolean', default: false },
  subgraphs: { type: 'string', default: here('subgraphs.json') },
  out: { type: 'string', default: here('../supergraph.graphql') },
} });

const subgraphs = JSON.parse(readFileSync(values.subgraphs, 'utf8'));
const composed = composeServices(subgraphs.map(({ name, url, sdl }) => (
  { name, url, typeDefs: parse(readFileSync(resolve(dirname(values.subgraphs), sdl), 'utf8')) })));
for (const error of composed.errors ?? []) {
  console.error(`${error.extensions?.code}: ${error.message}`);
}
if (composed.errors?.length) {
  process.exit(1);
}
const text = `${composed.supergraphSdl.trim()}\n`;
if (!values.check) {
  writeFileSync(values.out, text);
} else if (text !== readFileSync(values.out, 'utf8')) {
  console.error('sdl/supergraph.graphql is stale: make compose');
  process.exit(1);
}
console.log(`supergraph of ${subgraphs.map(each => each.name).join(', ')}`);
