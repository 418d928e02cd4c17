// GraphiQL at the gateway's address: the hub's page and its files (SANDAN_GRAPHIQL), which then ask the gateway.
import { settings } from './settings.mjs';
import { supergraph } from './supergraph.mjs';

const FORWARDED = ['content-type', 'content-security-policy', 'cache-control', 'content-encoding', 'etag', 'vary'];
const ASSETS = `${settings.path}/assets/`;

// The path at the hub; nothing when the request is for no page.
function wanted({ method, url, headers }) {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  if (method !== 'GET') {
    return null;
  }
  if (pathname.startsWith(ASSETS)) {
    return `/assets/${pathname.slice(ASSETS.length)}`;
  }
  return pathname === settings.path && !searchParams.has('query') && headers.accept?.includes('text/html') ? '' : null;
}

// Answers a request for the page or a file of it; returns whether it was one.
export function served(request, response) {
  const path = wanted(request);
  if (path === null) {
    return false;
  }
  passOn(`${settings.url('hub') ?? supergraph.location('hub')}${path}`, request, response).catch(problem => {
    console.error(`GraphiQL: ${problem.cause?.message ?? problem.message}`);
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
      .end('枢纽暂时不可用，请稍后重试。The hub is not available now: try again.\n');
  });
  return true;
}

async function passOn(url, request, response) {
  const found = await fetch(url, { headers: { accept: request.headers.accept ?? '*/*', 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(settings.patience) });
  const body = Buffer.from(await found.arrayBuffer());
  const headers = FORWARDED.filter(name => found.headers.has(name)).map(name => [name, found.headers.get(name)]);
  response.writeHead(found.status, Object.fromEntries(headers)).end(body);
}
