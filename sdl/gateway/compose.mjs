// node compose.mjs [--check]: compose ../supergraph.graphql of the subgraphs' SDL; or say whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const file = path => new URL(path, import.meta.url);
const target = file('../supergraph.graphql');
const subgraphs = JSON.parse(readFileSync(file('subgraphs.json'), 'utf8'));

const composed = composeServices(subgraphs.map(({ name, url, sdl }) => (
  { name, url, typeDefs: parse(readFileSync(file(sdl), 'utf8')) })));
for (const error of composed.errors ?? []) {
  console.error(`${error.extensions?.code}: ${error.message}`);
}
if (composed.errors?.length) {
  process.exit(1);
}
const text = `${composed.supergraphSdl.trim()}\n`;
if (process.argv.includes('--check')) {
  if (text !== readFileSync(target, 'utf8')) {
    console.error('sdl/supergraph.graphql is stale: make compose');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
console.log(`supergraph of ${subgraphs.map(each => each.name).join(', ')}`);
