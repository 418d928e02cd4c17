// Pages of other origins: which may call the gateway, by the hub's own settings, so that one line of an environment opens both.
import { liked, told } from './languages.mjs';
import { settings } from './settings.mjs';

const METHODS = ['GET', 'HEAD', 'POST'];
const SENT = ['accept', 'accept-language', 'apollo-require-preflight', 'apollographql-client-name', 'apollographql-client-version',
  'authorization', 'baggage', 'cache-control', 'content-language', 'content-type', 'graphql-require-preflight', 'last-event-id', 'traceparent',
  'tracestate', 'x-apollo-operation-name', 'x-request-id'];
const READ = 'x-request-id, retry-after, www-authenticate';
const KEPT = '600'; // seconds that a browser remembers the answer to a preflight
const LOCAL = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{0,5})?$/i;

// Whether it is a page of a server on this machine, by a name that always means it.
export const isLocal = origin => LOCAL.test(origin);
const isOf = (origins, origin) => origins.includes('*') || origins.includes(origin)
  || (settings.pages.local && isLocal(origin));
const mayCall = origin => isOf(settings.pages.origins, origin);
const known = [...SENT, ...settings.pages.headers];

const notWelcome = (origin, setting) => ({ zh: `网页来源 ${origin.slice(0, 200)} 须写入设置 ${setting}。`,
  en: `The origin ${origin.slice(0, 200)} of the page must be named in the setting ${setting}.` });
const refusal = (said, header) => JSON.stringify({ errors: [{ message: told(said, liked(header)), extensions: { code: 'BAD_REQUEST' } }] });

// Why a preflight is refused; nothing when it is not.
function why(origin, headers) {
  if (!mayCall(origin)) {
    return notWelcome(origin, 'SANDAN_CORS_ORIGINS');
  }
  const method = headers.get('access-control-request-method').slice(0, 200);
  if (!METHODS.includes(method)) {
    return { zh: `网页可用 ${METHODS.join('、')}，不可用 ${method}。`, en: `Pages may send ${METHODS.join(', ')}, not ${method}.` };
  }
  const asked = (headers.get('access-control-request-headers') ?? '').split(',').map(each => each.trim().toLowerCase());
  const unknown = asked.filter(each => each && !known.includes(each)).join(', ').slice(0, 200);
  return unknown && !known.includes('*') && { zh: `请求头 ${unknown} 须写入设置 SANDAN_CORS_HEADERS。`,
    en: `The headers ${unknown} must be named in the setting SANDAN_CORS_HEADERS.` };
}

export const pages = {
  onRequest({ request: { method, headers }, fetchAPI, endResponse }) {
    const origin = headers.get('origin');
    if (method !== 'OPTIONS' || !origin || !headers.has('access-control-request-method')) {
      return;
    }
    const problem = why(origin, headers);
    endResponse(new fetchAPI.Response(problem ? refusal(problem, headers.get('accept-language')) : null, { status: problem ? 403 : 204,
      headers: problem ? { 'content-type': 'application/json; charset=utf-8' } : { 'access-control-allow-methods': METHODS.join(', '),
        'access-control-allow-headers': known.includes('*') ? headers.get('access-control-request-headers') ?? '' : known.join(', '),
        'access-control-max-age': KEPT } }));
  },
  onResponse({ request, response }) {
    const origin = request.headers.get('origin');
    response.headers.append('vary', 'origin, accept-language');
    if (origin && mayCall(origin)) {
      response.headers.set('access-control-allow-origin', settings.pages.origins.includes('*') ? '*' : origin);
      response.headers.set('access-control-expose-headers', READ);
    }
  },
};

// Whether a page may open a socket; programs name no origin, and the gateway's own page has its host.
export function mayOpen({ origin, req }, answer) {
  const own = ['http', 'https'].some(scheme => origin === `${scheme}://${req.headers.host}`);
  if (!origin || own || isOf([...settings.pages.origins, ...settings.pages.sockets], origin)) {
    answer(true);
  } else {
    answer(false, 403, refusal(notWelcome(origin, 'SANDAN_SOCKET_ORIGINS'), req.headers['accept-language']), { 'Content-Type': 'application/json; charset=utf-8' });
  }
}
