// Subscriptions at the hub, whose events come to the gateway's clients. They never end by themselves: an end is a break, and
// is one to the client also, so that it comes back by itself, with its last cursor as `after`. Nothing here comes back
// on a client's behalf: that would be without its cursor, and what happened meanwhile would be missed.
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { passing, signedOut } from './errors.mjs';

const FORBIDDEN = 4403;
const LATER = 1013;
const RESTART = 1012;
const REASONS = { [FORBIDDEN]: 'Forbidden: the token is no longer accepted', [LATER]: 'Try again later',
  [RESTART]: 'Subscribe again with the last cursor' };
const IDLE = 3000; // milliseconds that a socket to the hub stays open without a subscription

// The transport of that name: graphql-transport-ws to the hub, one socket for all that one token subscribes.
export const socketTransport = {
  getSubgraphExecutor({ transportEntry }) {
    const clients = new Map();
    const client = token => {
      const made = clients.get(token) ?? createClient({
        url: transportEntry.location.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: IDLE,
        connectionParams: token ? { Authorization: token } : undefined, on: { closed: () => clients.delete(token) },
      });
      clients.set(token, made);
      return made;
    };
    const executor = ({ document, variables, context }) => client(context.bearer).iterate({ query: print(document), variables });
    executor[Symbol.asyncDispose] = () => Promise.all([...clients.values()].map(each => each.dispose()));
    return executor;
  },
};

// The client's connection breaks off: a WebSocket with a code, a stream of events without `complete`.
function cut({ socket, res }, code) {
  if (socket) {
    socket.close(code, REASONS[code]);
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
      return refused({ errors: problem });
    }
    if (problem?.code === FORBIDDEN) {
      return refused({ errors: [signedOut()] });
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
