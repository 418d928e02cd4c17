// Serves the gateway: HTTP and SSE by the runtime, graphql-transport-ws beside it.
import { createServer } from 'node:http';
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { gatewayConfig } from './gateway.config.mjs';
import { served } from './graphiql.mjs';
import { languageOf, liked, told } from './languages.mjs';
import { mayOpen } from './pages.mjs';
import { settings } from './settings.mjs';
import { supergraph } from './supergraph.mjs';

const CHANGED = { zh: '图已更换，请重新连接。', en: 'The graph has changed: connect again' };

const gateway = createGatewayRuntime(gatewayConfig);
const server = createServer((request, response) => served(request, response) || gateway(request, response));
const sockets = new WebSocketServer({ server, path: settings.path, verifyClient: mayOpen });

// What a WebSocket operation has instead of a request of its own: the handshake's. The runtime loads its schema for
// requests alone: a gateway whose first operation, or whose first in a new supergraph, is one of these has none yet.
const handshake = async ({ extra, connectionParams }) => {
  await gateway.getSchema();
  const headers = Object.entries(extra.request.headers).filter(([, value]) => typeof value === 'string');
  const request = new gateway.fetchAPI.Request(`http://${settings.host}${settings.path}`, { headers });
  extra.socket.language = languageOf({ request, connectionParams });
  return { req: extra.request, socket: extra.socket, request };
};
sockets.on('connection', (socket, { headers }) => {
  socket.language = liked(headers['accept-language']);
});

// As long as the hub waits for connection_init.
const conversations = useServer({ ...getGraphQLWSOptions(gateway, handshake), connectionInitWaitTimeout: 10_000 }, sockets);

async function stop() {
  supergraph.unwatch();
  server.close();
  setTimeout(() => process.exit(0), 5000).unref();
  await conversations.dispose();
  await gateway.dispose();
  server.closeAllConnections();
  process.exit(0);
}

// Subscriptions end with the supergraph that they were planned in. To a client, "complete" would be the end; a socket
// that closes with 1012 (service restart) is one to open again, with the last cursor.
supergraph.watch(async () => {
  for (const socket of sockets.clients) {
    socket.close(1012, told(CHANGED, socket.language));
  }
  await gateway.invalidateUnifiedGraph();
  console.log('supergraph replaced');
});
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('SIGHUP', stop);
server.once('error', error => {
  console.error(`gateway: ${error.message}`);
  process.exit(1);
});
await gateway.getSchema();
server.listen(settings.port, settings.host, () => console.log(`http://${settings.host}:${settings.port}${settings.path}`));
