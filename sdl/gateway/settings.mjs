// The gateway's settings, read once from the environment.
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const of = process.env;

const whole = (name, otherwise) => {
  const given = of[name] || String(otherwise);
  if (!/^\d{1,9}$/.test(given)) {
    throw new Error(`${name}=${given}: must be a whole number`);
  }
  return Number(given);
};

const listed = name => (of[name] ?? '').split(',').map(each => each.trim()).filter(Boolean);

const choice = (name, ...allowed) => {
  const given = of[name] || allowed[0];
  if (!allowed.includes(given)) {
    throw new Error(`${name}=${given}: must be one of ${allowed.join(', ')}`);
  }
  return given;
};

export const settings = {
  host: of.HOST || '127.0.0.1',
  port: whole('PORT', 8100),
  path: of.GRAPHQL_PATH || '/graphql',
  supergraph: of.SUPERGRAPH || here('../supergraph.graphql'),
  // how the gateway itself subscribes at the hub; its clients may use either, whichever this is
  subscriptions: choice('SUBSCRIPTIONS', 'ws', 'sse'),
  // milliseconds that a subgraph has to answer before its fields are null
  patience: whole('SUBGRAPH_TIMEOUT_MS', 5000),
  // milliseconds that queries and mutations may go on in a supergraph that was replaced
  drain: whole('DRAIN_MS', 60_000),
  // a JSON object of ids and texts, as relay-compiler writes it
  documents: of.PERSISTED_DOCUMENTS || null,
  onlyDocuments: choice('ONLY_PERSISTED_DOCUMENTS', 'no', 'yes') === 'yes',
  // the hub's own settings: which pages may call, open sockets, and send which headers besides; LOCAL_PAGES: any of this machine
  pages: {
    origins: listed('SANDAN_CORS_ORIGINS'),
    sockets: listed('SANDAN_SOCKET_ORIGINS'),
    headers: listed('SANDAN_CORS_HEADERS').map(each => each.toLowerCase()),
    local: choice('LOCAL_PAGES', 'no', 'yes') === 'yes',
  },
  // where a subgraph is, when it is not where the supergraph says: HUB_URL, INCIDENTS_URL, ...
  url: subgraph => of[`${subgraph.toUpperCase()}_URL`] || null,
};
