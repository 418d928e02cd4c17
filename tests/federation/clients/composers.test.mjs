// The hub's subgraph and its partners', as each composer puts them together.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { buildASTSchema, buildSchema, isInputObjectType, parse } from 'graphql';

const require = createRequire(import.meta.url); // one graphql for all: these are CommonJS, and so is what they are given
const gateway = new URL('../../../sdl/gateway/', import.meta.url);
const subgraphs = JSON.parse(readFileSync(new URL('subgraphs.json', gateway), 'utf8'))
  .map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(readFileSync(new URL(sdl, gateway), 'utf8')) }));
const api = buildSchema(readFileSync(new URL('../../../sdl/sandan.graphql', import.meta.url), 'utf8'));
const oneOf = schema => Object.values(schema.getTypeMap()).filter(each => isInputObjectType(each) && each.isOneOf).map(each => each.name);

const composers = {
  '@theguild/federation-composition': () => {
    const { composeServices, transformSupergraphToPublicSchema } = createRequire(gateway)('@theguild/federation-composition');
    const { errors, supergraphSdl } = composeServices(subgraphs);
    assert.deepEqual(errors ?? [], []);
    return buildASTSchema(transformSupergraphToPublicSchema(parse(supergraphSdl)));
  },
  '@apollo/composition': () => {
    const { composeServices } = require('@apollo/composition');
    const { errors, schema } = composeServices(subgraphs);
    assert.deepEqual(errors ?? [], []);
    return schema.toAPISchema().toGraphQLJSSchema();
  },
  '@wundergraph/composition': () => {
    const { federateSubgraphs, LATEST_ROUTER_COMPATIBILITY_VERSION } = require('@wundergraph/composition');
    const { errors, federatedGraphClientSchema } = federateSubgraphs({ version: LATEST_ROUTER_COMPATIBILITY_VERSION,
      subgraphs: subgraphs.map(({ typeDefs, ...each }) => ({ ...each, definitions: typeDefs })) });
    assert.deepEqual(errors ?? [], []);
    return federatedGraphClientSchema;
  },
};

for (const [name, composed] of Object.entries(composers)) {
  test(`${name} composes the graph`, () => {
    const schema = composed();
    const types = schema.getTypeMap();
    assert.deepEqual(Object.keys(api.getTypeMap()).filter(each => !types[each]), []);
    assert.ok(types.Organization.getFields().incidents && types.Demand.getFields().publisherHours);
    assert.deepEqual(oneOf(schema), name === '@apollo/composition' ? [] : oneOf(api)); // Apollo's drops the directive
  });
}
