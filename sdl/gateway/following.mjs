// Subscriptions at the hub, whose events come to the gateway's clients. They never end by themselves: an end is a break, and
// is one to the client also, so that it comes back by itself, with its last cursor as `after`. Nothing here comes back
// on a client's behalf: that would be without its cursor, and what happened meanwhile would be missed.
import { GraphQLError, print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { passing, signedOut } from './errors.mjs';
import { languageOf, told } from './languages.mjs';

const FORBIDDEN = 4403;
const LATER = 1013;
const RESTART = 1012;
const REASONS = {
  [FORBIDDEN]: { zh: '令牌已失效，请重新登录。', en: 'Forbidden: the token is no longer accepted: sign in again' },
  [LATER]: { zh: '请稍后重试。', en: 'Try again later' },
  [RESTART]: { zh: '请以最后的游标重新订阅。', en: 'Subscribe again with the last cursor' },
};
const IDLE = 3000; // milliseconds that a socket to the hub stays open without a subscription

// The transport of that name: graphql-transport-ws to the hub, one socket for all that one token subscribes in one language.
export const socketTransport = {
  getSubgraphExecutor({ transportEntry }) {
    const clients = new Map();
    const client = (token, language) => {
      const key = `${language} ${token}`;
      const made = clients.get(key) ?? createClient({
        url: transportEntry.location.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: IDLE,
        connectionParams: { 'Accept-Language': language, ...(token ? { Authorization: token } : {}) },
        on: { closed: () => clients.delete(key) },
      });
      clients.set(key, made);
      return made;
    };
    const executor = ({ document, variables, context }) =>
      client(context.bearer, languageOf(context)).iterate({ query: print(document), variables });
    executor[Symbol.asyncDispose] = () => Promise.all([...clients.values()].map(each => each.dispose()));
    return executor;
  },
};

// The client's connection breaks off: a WebSocket with a code, a stream of events without `complete`.
function cut(context, code) {
  const { socket, res } = context;
  if (socket) {
    socket.close(code, told(REASONS[code], languageOf(context)));
  } else {
    res?.destroy();
  }
}

const isRefused = ({ data, errors }) => !data && errors?.length > 0;
const isSignedOut = ({ errors }) => errors.some(each => each.extensions?.code === 'UNAUTHENTICATED');

// An iterable of what `each` makes of the events. What the hub refuses is the end, and is said; all other ends are breaks.
export function following(source, context, each) {
  const never = new Promise(() => {});
  let over = false;

  const broken = code => {
    cut(context, code);
    return never; // a `complete` would be the end
  };
  const refused = result => {
    over = true;
    return context.socket && isSignedOut(result) ? broken(FORBIDDEN) : { done: false, value: result };
  };
  const why = problem => {
    if (Array.isArray(problem)) { // of GraphQL errors, in an `error` message
      return refused({ errors: problem.map(({ message, extensions }) => new GraphQLError(message, { extensions })) });
    }
    if (problem?.code === FORBIDDEN) {
      return refused({ errors: [signedOut(languageOf(context))] });
    }
    return broken(problem?.code === LATER ? LATER : RESTART);
  };
  return {
    [Symbol.asyncIterator]() { return this; },
    async next() {
      if (over) {
        return { done: true, value: undefined };
      }
      let result;
      try {
        result = await source.next();
      } catch (problem) {
        return over ? { done: true, value: undefined } : why(problem);
      }
      if (result.done) {
        return over ? result : broken(RESTART);
      }
      if (result.value.errors?.some(passing)) {
        return broken(RESTART);
      }
      return isRefused(result.value) ? refused(result.value) : { done: false, value: await each(result.value) };
    },
    async return() {
      over = true;
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}
