// The API's schema as tools take it: sdl/sandan.graphql by itself, and what HUB tells by introspection.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { diff } from '@graphql-inspector/core';
import { addMocksToSchema } from '@graphql-tools/mock';
import { buildClientSchema, buildSchema, getIntrospectionQuery, graphql, isScalarType, printSchema } from 'graphql';

const text = readFileSync(new URL('../../../sdl/sandan.graphql', import.meta.url), 'utf8');
const SCALARS = ['Boolean', 'Cursor', 'Date', 'DateTime', 'Decimal', 'Float', 'FormFile', 'ID', 'Int', 'String'];

test('graphql-js loads the file', () => {
  assert.ok(buildSchema(text).getQueryType().getFields().demands);
});

test('introspection tells what is in the file, and no scalar that a generator would not know', async () => {
  const answer = await fetch(process.env.HUB, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }) }) });
  const told = buildSchema(printSchema(buildClientSchema((await answer.json()).data))); // Inspector looks at texts' directives
  assert.deepEqual(await diff(buildSchema(text), told), []);
  const scalars = Object.values(told.getTypeMap()).filter(isScalarType).map(each => each.name).sort();
  assert.deepEqual(scalars, SCALARS);
});

test('a mock server answers', async () => {
  const own = { Cursor: () => 'cursor', Date: () => '2026-05-01', DateTime: () => '2026-05-01T01:00:00Z', Decimal: () => '12.50', FormFile: () => 'file' };
  const mocked = addMocksToSchema({ schema: buildSchema(text), mocks: own });
  const { data, errors } = await graphql({ schema: mocked, source: `query {
    demands(first: 2) { totalCount nodes { id title deadline publisher { name } claims { nodes { state } } } }
    node(id: "any") { __typename id } }` });
  assert.equal(errors, undefined);
  assert.equal(data.demands.nodes[0].publisher.name, 'Hello World');
});
