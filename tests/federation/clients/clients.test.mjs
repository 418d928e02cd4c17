// The clients that frontends use, against the hub (HUB) and the gateway (GATEWAY), with a token (TOKEN).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';
import { cutting } from './cutting.mjs';

const authorization = `Bearer ${process.env.TOKEN}`;
const PUBLISH = `mutation ($input: PublishDemandInput!) { publishDemand(input: $input) {
  ... on PublishDemandPayload { demand { id } } } }`;
const SUBSCRIBE = 'subscription ($after: Cursor) { demandPublished(after: $after) { cursor previous demand { title } } }';
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

async function publish(url) {
  const title = `求助 ${randomUUID()}`;
  const input = { idempotencyKey: randomUUID(), title, category: 'HEALTH' };
  const answer = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query: PUBLISH, variables: { input } }) });
  const { errors } = await answer.json();
  assert.equal(errors, undefined);
  return title;
}

const clients = {
  'graphql-ws': url => createWs({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 10,
    connectionParams: { Authorization: authorization }, retryWait: () => pause(200) }),
  'graphql-sse in one connection': url => createSse({ url, headers: () => ({ authorization }), singleConnection: true,
    retryAttempts: 10, retry: () => pause(200) }),
  'graphql-sse': url => createSse({ url, headers: { authorization }, retryAttempts: 10, retry: () => pause(200) }),
};

// Follows new demands; the variables are one object, so that each reconnect sends the last cursor.
function follow(client) {
  const seen = new Map();
  const variables = {};
  let failure;
  const stop = client.subscribe({ query: SUBSCRIBE, variables }, {
    next({ data, errors }) {
      assert.equal(errors, undefined);
      const { cursor, demand } = data.demandPublished;
      variables.after = cursor;
      if (demand) {
        seen.set(demand.title, (seen.get(demand.title) ?? 0) + 1);
      }
    },
    error: problem => { failure = problem; },
    complete: () => {},
  });
  return { stop, async saw(title) {
    for (let tries = 0; tries < 100 && !seen.has(title); tries += 1) {
      assert.equal(failure, undefined);
      await pause(100);
    }
    assert.ok(seen.has(title), `${title} never came`);
  } };
}

for (const name of ['HUB', 'GATEWAY']) {
  for (const [library, make] of Object.entries(clients)) {
    if (name === 'GATEWAY' && library.includes('one connection')) {
      continue; // the gateway does not speak it
    }
    describe(`${library} at the ${name.toLowerCase()}`, () => {
      const url = process.env[name];
      const proxy = cutting(url);
      let client;

      before(async () => { client = make(await proxy.start()); });
      after(async () => {
        await client.dispose();
        proxy.stop();
      });

      test('queries', async () => {
        const result = await new Promise((next, error) => client.subscribe(
          { query: '{ organization(by: {divisionCode: "110111007001"}) { name } }' }, { next, error, complete() {} }));
        assert.deepEqual(result, { data: { organization: { name: '星城第一社区居委会' } } });
      });

      test('is told what is wrong with a request', async () => {
        const problem = await new Promise(done => client.subscribe(
          { query: '{ nothing }' }, { next: ({ errors }) => done(errors), error: done, complete() {} }));
        assert.match(inspect(problem), /nothing|400/);
      });

      test('subscribes, and misses nothing when its connection is cut', async () => {
        const following = follow(client);
        await pause(1500);
        await following.saw(await publish(url));
        proxy.cut();
        const missed = await publish(url);
        await following.saw(missed);
        await following.saw(await publish(url));
        following.stop();
      });
    });
  }
}

test('graphql-ws is told that its token is not believed', async () => {
  const closed = await new Promise(done => {
    const client = createWs({ url: process.env.HUB.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0,
      connectionParams: { Authorization: 'Bearer nonsense' } });
    client.subscribe({ query: SUBSCRIBE }, { next: done, error: done, complete: done });
  });
  assert.equal(closed.code, 4403);
});
