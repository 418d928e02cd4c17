// What Hive Gateway is told: the same for its runtime, which server.mjs serves, and for its own command line.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import usePrometheus from '@graphql-mesh/plugin-prometheus';
import { worded, wording } from './errors.mjs';
import { socketTransport } from './following.mjs';
import { asked } from './languages.mjs';
import { pages } from './pages.mjs';
import { planned } from './planning.mjs';
import { settings } from './settings.mjs';
import { signing } from './signing.mjs';
import { supergraph } from './supergraph.mjs';

// A client over HTTP and SSE sends headers; one over a WebSocket may send connectionParams instead.
const bearer = context => context.request?.headers.get('authorization')
  ?? context.connectionParams?.Authorization ?? context.connectionParams?.authorization ?? '';

const onward = (request, context) => {
  const headers = { authorization: context.bearer || undefined, 'accept-language': asked(context) };
  const id = request.headers.get('x-request-id');
  return id ? { ...headers, 'x-request-id': id } : headers;
};

const subscribing = settings.subscriptions === 'sse'
  ? { kind: 'http', options: { method: 'POST' } }
  : { kind: 'ws' };

const entry = subgraph => ({
  ...(settings.url(subgraph) ? { location: settings.url(subgraph) } : {}),
  ...(subgraph === 'hub' ? { options: { subscriptions: subscribing } } : {}),
});

// The hub closes a connection that nobody used for 5 s (SANDAN_IDLE_SECONDS); Node itself would keep it as long, and now and
// then send a request into one that is just being closed.
const kept = { keepAlive: true, timeout: 3000 };
const agents = { 'http:': new http.Agent(kept), 'https:': new https.Agent(kept) };

const documents = async id => JSON.parse(await readFile(settings.documents, 'utf8'))[id] ?? null;

export const gatewayConfig = {
  supergraph: supergraph.read,
  unifiedGraphHandler: planned,
  transports: kind => kind === 'ws' ? socketTransport : import('@graphql-mesh/transport-http'),
  __experimental__batchExecution: false, // the planner has put together what goes to one subgraph
  maskedErrors: { maskError: worded },
  gracefulSchemaReload: { drainTimeout: settings.drain },
  graphqlEndpoint: settings.path,
  transportEntries: Object.fromEntries(supergraph.subgraphs().map(name => [name, entry(name)])),
  propagateHeaders: { fromClientToSubgraphs: ({ request, context }) => onward(request, context) },
  upstreamTimeout: ({ executionRequest }) =>
    executionRequest.operationType === 'subscription' ? undefined : settings.patience,
  customAgent: ({ url }) => agents[new URL(url).protocol],
  persistedDocuments: settings.documents
    ? { getPersistedOperation: documents, allowArbitraryDocuments: !settings.onlyDocuments }
    : undefined,
  cors: false,
  graphiql: false,
  landingPage: false,
  healthCheckEndpoint: '/healthz',
  readinessCheckEndpoint: '/readyz',
  plugins: context => [
    { onContextBuilding: ({ context: made, extendContext }) => extendContext({ bearer: bearer(made) }) },
    signing,
    pages,
    wording,
    usePrometheus({ ...context, endpoint: '/metrics', metrics: {
      graphql_yoga_http_duration: true,
      graphql_gateway_subgraph_execute_duration: true,
      graphql_gateway_subgraph_execute_errors: true,
    } }),
  ],
};
