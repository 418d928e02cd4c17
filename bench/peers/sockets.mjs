// graphql-ws with ws and graphql-js: each subscription is executed by itself, as the library does it. PORT.
// POST /publish {"title": ...} is the event; it is known in memory, no database is asked.
import { createServer } from "node:http";
import { EventEmitter } from "node:events";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

const schema = buildSchema(`
  enum Category { HEALTH EDUCATION CULTURE LEGAL_AID SAFETY ENVIRONMENT PROPERTY PARKING ELDERLY_CARE CHILD_CARE
    EMPLOYMENT VENUE FINANCE VOLUNTEERING PARTY_BUILDING OTHER }
  input DemandFilter { category: [Category!] }
  type Organization { id: ID! name: String! }
  type Demand { id: ID! title: String! category: Category! quantity: Int! publisher: Organization! }
  type DemandEvent { cursor: String! demand: Demand }
  type Query { nothing: Int }
  type Subscription { demandPublished(filter: DemandFilter): DemandEvent! }
`);

const published = new EventEmitter().setMaxListeners(0);

function demandPublished({ filter }) {
  const waiting = [];
  let wake;
  const hear = (event) => {
    if (filter?.category && !filter.category.includes(event.demandPublished.demand.category)) return;
    if (wake) wake({ value: event, done: false });
    else waiting.push(event);
    wake = undefined;
  };
  published.on("demand", hear);
  return {
    [Symbol.asyncIterator]() { return this; },
    next: () => (waiting.length
      ? Promise.resolve({ value: waiting.shift(), done: false })
      : new Promise((resolve) => { wake = resolve; })),
    return: () => { published.off("demand", hear); return Promise.resolve({ value: undefined, done: true }); },
  };
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { title } = JSON.parse(Buffer.concat(parts).toString());
  published.emit("demand", { demandPublished: { cursor: "ZXZlbnQ6MTIzNDU", demand: {
    id: "ZGUBofdEvoB-Lr65L9SvVxq8", title, category: "OTHER", quantity: 1,
    publisher: { id: "b3IBogNAdBxyuLMTouT95Q_v", name: "星城第一社区居委会" } } } });
  response.end("{}");
});
const sockets = new WebSocketServer({ server, path: "/graphql", perMessageDeflate: false });
useServer({ schema, roots: { subscription: { demandPublished } } }, sockets);
server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });
