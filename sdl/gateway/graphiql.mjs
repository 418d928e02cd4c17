// GraphiQL at the gateway's address: the hub's page and its files (SANDAN_GRAPHIQL), which then ask the gateway.
import { liked, told } from './languages.mjs';
import { isLocal } from './pages.mjs';
import { settings } from './settings.mjs';
import { supergraph } from './supergraph.mjs';

const FORWARDED = ['content-type', 'content-security-policy', 'cache-control', 'content-encoding', 'etag', 'vary'];
const AWAY = { zh: '枢纽暂时不可用，请稍后重试。', en: 'The hub is not available now: try again later.' };
const ASSETS = `${settings.path}/assets/`;

// The path at the hub; nothing when the request is for no page. What a client sends need be no URL.
function wanted({ method, url, headers }) {
  if (method !== 'GET' || !URL.canParse(url, 'http://gateway')) {
    return null;
  }
  const { pathname, searchParams } = new URL(url, 'http://gateway');
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
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', vary: 'accept-language' })
      .end(`${told(AWAY, liked(request.headers['accept-language']))}\n`);
  });
  return true;
}

// What the hub is to know of a request: in the demo its page has tokens, for who opens it under a name of this machine alone.
function asked({ accept = '*/*', 'if-none-match': kept, host, origin }) {
  const from = origin ?? (isLocal(`http://${host}`) ? undefined : 'null');
  const headers = { accept, 'accept-encoding': 'identity', 'if-none-match': kept, origin: from };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value));
}

async function passOn(url, request, response) {
  const found = await fetch(url, { headers: asked(request.headers), signal: AbortSignal.timeout(settings.patience) });
  const body = Buffer.from(await found.arrayBuffer());
  const headers = FORWARDED.filter(name => found.headers.has(name)).map(name => [name, found.headers.get(name)]);
  response.writeHead(found.status, Object.fromEntries(headers)).end(body);
}
