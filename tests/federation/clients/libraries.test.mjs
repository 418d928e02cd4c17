// graphql-request, villus and fetch-event-source against the hub (HUB) and the gateway (GATEWAY), with a token (TOKEN).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { ClientError, GraphQLClient } from 'graphql-request';
import { createClient as createWs } from 'graphql-ws';
import { createClient as createVillus, fetch as fetched, handleSubscriptions } from 'villus';
import WebSocket from 'ws';
import { cutting } from './cutting.mjs';

Object.assign(globalThis, { window: globalThis, document: { hidden: false, addEventListener() {}, removeEventListener() {} } });
const headers = { authorization: `Bearer ${process.env.TOKEN}` };
const NAMES = 'query ($first: Int) { organizations(first: $first) { nodes { name } } }';
const SUBSCRIBE = 'subscription ($after: Cursor) { demandPublished(after: $after) { cursor demand { title } } }';
const WRONG = 'query { organizations(first: 500) { nodes { name } } }';
const PUBLISH = `mutation ($input: PublishDemandInput!) { publishDemand(input: $input) {
  __typename ... on PublishDemandPayload { demand { id title } } ... on Refusal { message } } }`;
const CLAIM = `mutation ($input: ClaimItemInput!) { claimItem(input: $input) {
  __typename ... on ClaimItemPayload { claim { id } } ... on Refusal { message } } }`;
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const graphqlRequest = url => {
  const client = new GraphQLClient(url, { headers });
  return { client, ask: (query, variables) => client.request(query, variables) };
};

function villus(url) {
  const socket = createWs({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: headers, lazyCloseTimeout: 0 });
  const client = createVillus({ url, cachePolicy: 'network-only', use: [
    handleSubscriptions(({ query, variables }) => ({ subscribe: sink => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }) })),
    ({ opContext }) => Object.assign(opContext.headers, headers), fetched({ fetch }),
  ] });
  const ask = async (query, variables) => {
    const { data, error } = query.startsWith('mutation')
      ? await client.executeMutation({ query, variables }) : await client.executeQuery({ query, variables });
    if (error) {
      throw error;
    }
    return data;
  };
  return { client, socket, ask };
}

const input = more => ({ input: { idempotencyKey: randomUUID(), ...more } });
const publish = ask => ask(PUBLISH, input({ title: `求助 ${randomUUID()}`, category: 'HEALTH' })).then(data => data.publishDemand.demand);

for (const name of ['HUB', 'GATEWAY']) {
  const url = process.env[name];
  const at = `at the ${name.toLowerCase()}`;

  for (const [library, made] of Object.entries({ 'graphql-request': graphqlRequest, villus })) {
    test(`${library} reads, writes, and is refused, ${at}`, async () => {
      const { ask } = made(url);
      assert.equal((await ask(NAMES, { first: 2 })).organizations.nodes.length, 2);
      const { id } = await publish(ask);
      assert.equal((await ask(CLAIM, input({ itemId: id }))).claimItem.__typename, 'OwnItem');
    });

    test(`${library} is told what is wrong, ${at}`, async () => {
      const problem = await made(url).ask(WRONG).catch(each => each);
      const [{ extensions }] = problem instanceof ClientError ? problem.response.errors : problem.graphqlErrors;
      assert.deepEqual([extensions.code, extensions.field], ['BAD_INPUT', 'first']);
    });
  }

  test(`villus subscribes, ${at}`, async () => {
    const { client, socket, ask } = villus(url);
    const seen = [];
    const subscription = (await client.executeSubscription({ query: SUBSCRIBE, variables: {} }))
      .subscribe({ next: ({ data }) => seen.push(data.demandPublished.demand?.title), error() {}, complete() {} });
    await until(async () => seen.includes((await publish(ask)).title) || pause(200).then(() => seen.some(Boolean)));
    subscription.unsubscribe();
    await socket.dispose();
  });

  test(`fetch-event-source subscribes, and misses nothing when its connection is cut, ${at}`, async () => {
    const { ask } = graphqlRequest(url);
    const proxy = cutting(url);
    const over = new AbortController();
    const seen = new Map();
    followed(await proxy.start(), over.signal, title => seen.set(title, (seen.get(title) ?? 0) + 1));
    await until(async () => seen.has((await publish(ask)).title) || pause(200).then(() => seen.size > 0));
    proxy.cut();
    const { title } = await publish(ask);
    await until(() => seen.has(title));
    over.abort();
    proxy.stop();
    assert.deepEqual([...new Set(seen.values())], [1]); // it went on behind the last one
  });
}

async function until(isSo) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) {
      return;
    }
    await pause(100);
  }
  assert.fail('it never came');
}

// The library comes again by itself, with the Last-Event-ID that the hub takes; the gateway's events have no ids, and who
// subscribes there calls it anew, with the cursor.
async function followed(url, signal, saw) {
  let after = null;
  while (!signal.aborted) {
    let named = false;
    await fetchEventSource(url, {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, signal,
      body: JSON.stringify({ query: SUBSCRIBE, variables: { after } }),
      onmessage({ data, id }) {
        const event = data && JSON.parse(data).data?.demandPublished;
        if (event) {
          named = Boolean(id);
          after = event.cursor;
          if (event.demand) {
            saw(event.demand.title);
          }
        }
      },
      onclose() { throw new Error('the stream ended'); },
      onerror(problem) {
        if (!named) {
          throw problem;
        }
      },
    }).catch(() => pause(500));
  }
}
