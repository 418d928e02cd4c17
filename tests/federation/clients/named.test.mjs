// Operations by name, as the clients' own libraries ask for them: at a hub (HUB, TOKEN), and at one that takes none but those
// registered in MANIFEST (STRICT, STRICT_TOKEN).
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';

const { HUB, TOKEN, STRICT, STRICT_TOKEN, MANIFEST } = process.env;
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const operation = name => readFileSync(new URL(`operations/${name}.graphql`, import.meta.url), 'utf8');
const NAMES = operation('names');
const PUBLISHED = operation('published');
const PUBLISH = `mutation ($input: PublishDemandInput!) { publishDemand(input: $input) { __typename } }`;

// A text that no other test has asked for.
const fresh = text => text.replace(/Names|Published/, name => `${name}${randomUUID().replaceAll('-', '')}`);

// fetch, which notes what it was asked: the method, and whether the text was sent.
function noting(token) {
  const asked = [];
  const noted = async (url, options = {}) => {
    const body = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(url).searchParams);
    asked.push(`${options.method ?? 'GET'} ${body.query ? 'text' : 'hash'}`);
    return fetch(url, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } });
  };
  return { asked, noted };
}

function apollo(uri, token, options) {
  const { asked, noted } = noting(token);
  const link = ApolloLink.from([new PersistedQueryLink(options), new HttpLink({ uri, fetch: noted })]);
  return { asked, client: new ApolloClient({ link, cache: new InMemoryCache() }) };
}

function urql(url, token, options, more = []) {
  const { asked, noted } = noting(token);
  return { asked, client: new Client({ url, fetch: noted, preferGetMethod: false, fetchSubscriptions: more.length === 0,
    exchanges: [persistedExchange(options), ...more, fetchExchange] }) };
}

const sha256 = text => createHash('sha256').update(text).digest('hex');

for (const useGETForHashedQueries of [false, true]) {
  test(`Apollo Client sends a text once, ${useGETForHashedQueries ? 'GET' : 'POST'}`, async () => {
    const query = gql(fresh(NAMES));
    const method = useGETForHashedQueries ? 'GET' : 'POST';
    for (const expected of [[`${method} hash`, 'text'], [`${method} hash`]]) {
      const { client, asked } = apollo(HUB, TOKEN, { sha256, useGETForHashedQueries });
      const { data } = await client.query({ query, variables: { first: 2 } });
      assert.equal(data.organizations.nodes.length, 2);
      assert.equal(asked[0], expected[0]);
      assert.deepEqual(asked.map(each => each.split(' ')[1]), expected.map(each => each.split(' ').at(-1)));
    }
  });
}

test('urql sends a text once', async () => {
  const query = fresh(NAMES);
  for (const expected of [['GET hash', 'GET text'], ['GET hash']]) {
    const { client, asked } = urql(HUB, TOKEN, { preferGetForPersistedQueries: 'within-url-limit' });
    const { data, error } = await client.query(query, { first: 2 }).toPromise();
    assert.equal(error, undefined);
    assert.equal(data.organizations.nodes.length, 2);
    assert.equal(asked.length, expected.length);
    assert.deepEqual(asked.map(each => each.split(' ')[1]), expected.map(each => each.split(' ')[1]));
  }
});

async function publish(url, token) {
  const title = `求助 ${randomUUID()}`;
  const input = { idempotencyKey: randomUUID(), title, category: 'HEALTH' };
  const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: PUBLISH, variables: { input } }) });
  assert.equal((await answer.json()).errors, undefined);
  return title;
}

// Publishes until the subscription tells of one: it begins when it begins.
async function told(client, query) {
  let title;
  const seen = new Promise((done, fail) => client.subscription(query, {}).subscribe(({ data, error }) => {
    if (error) {
      fail(error);
    } else if (data?.demandPublished.demand?.title.startsWith('求助')) {
      done(data.demandPublished.demand.title);
    }
  }));
  const timer = setInterval(async () => { title = await publish(HUB, TOKEN); }, 300);
  await seen.finally(() => clearInterval(timer));
  assert.ok(title !== undefined);
}

test('urql subscribes by event streams', async () => {
  const query = fresh(PUBLISHED);
  for (const expected of [['hash', 'text'], ['hash']]) {
    const { client, asked } = urql(HUB, TOKEN, { enableForSubscriptions: true, preferGetForPersistedQueries: false });
    await told(client, query);
    assert.deepEqual(asked.map(each => each.split(' ')[1]), expected);
  }
});

test('urql subscribes over graphql-ws', async () => {
  const query = fresh(PUBLISHED);
  for (const expected of [['hash', 'text'], ['hash']]) {
    const ws = createWs({ url: HUB.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { Authorization: `Bearer ${TOKEN}` } });
    const asked = [];
    const forward = subscriptionExchange({ forwardSubscription: request => ({ subscribe: sink => {
      asked.push(request.query ? 'text' : 'hash');
      return { unsubscribe: ws.subscribe({ ...request, query: request.query ?? '' }, sink) };
    } }) });
    const { client } = urql(HUB, TOKEN, { enableForSubscriptions: true }, [forward]);
    await told(client, query);
    assert.deepEqual(asked, expected);
    await ws.dispose();
  }
});

test('Apollo Client asks for what its manifest registers, and nothing else is taken', async () => {
  const { client, asked } = apollo(STRICT, STRICT_TOKEN, generatePersistedQueryIdsFromManifest({ loadManifest: () => manifest }));
  const { data } = await client.query({ query: gql(NAMES), variables: { first: 2 } });
  assert.equal(data.organizations.nodes.length, 2);
  assert.deepEqual(asked, ['POST hash']);
  const other = apollo(STRICT, STRICT_TOKEN, { sha256 });
  await assert.rejects(other.client.query({ query: gql(fresh(NAMES)), variables: { first: 2 } }),
    ({ errors }) => errors[0].extensions.code === 'OPERATION_NOT_REGISTERED');
});

test('urql asks for what a manifest registers', async () => {
  const [{ id }] = manifest.operations.filter(({ name }) => name === 'Names');
  const { client, asked } = urql(STRICT, STRICT_TOKEN, { generateHash: async () => id, enforcePersistedQueries: true });
  const { data } = await client.query(NAMES, { first: 2 }).toPromise();
  assert.equal(data.organizations.nodes.length, 2);
  assert.deepEqual(asked, ['GET hash']);
});
