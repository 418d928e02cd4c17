// node follow.mjs LIBRARY URL: a stock client follows new demands with its own habits of coming back; each title is a line.
// Errors and a completed subscription are lines too: after those, it would not come again.
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';

const [library, url] = process.argv.slice(2);
const authorization = `Bearer ${process.env.TOKEN}`;
const client = library === 'graphql-ws'
  ? createWs({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { Authorization: authorization } })
  : createSse({ url, headers: { authorization } });
const variables = { after: process.env.AFTER || null };
const query = 'subscription ($after: Cursor) { demandPublished(after: $after) { cursor demand { title publisherHours { total } } } }';

client.subscribe({ query, variables }, {
  next({ data, errors }) {
    variables.after = data?.demandPublished.cursor ?? variables.after;
    console.log(errors ? `errors ${JSON.stringify(errors)}` : data.demandPublished.demand?.title ?? 'checkpoint');
  },
  error: problem => console.log(`error ${problem.code ?? ''} ${problem.message ?? JSON.stringify(problem)}`),
  complete: () => console.log('complete'),
});
