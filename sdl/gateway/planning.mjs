// How operations are planned and executed: by Hive Router's planner, which is Rust, and its executor. What a subgraph's
// failure nulls is told by path, and each event of a subscription is an execution of its own: the executor has one set of
// data and errors for all of them, so that what failed once would be told again with every event after it.
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { getOperationAST, Kind } from 'graphql';
import { unavailable } from './errors.mjs';
import { following } from './following.mjs';
import { languageOf } from './languages.mjs';

const ANSWER = Symbol('what the subscribed field has, for this execution');
const CONSISTENT = Symbol('@snapshot of the operation, for the hub');

export async function planned(options) {
  const asked = (subgraph, request) => {
    const { [ANSWER]: answered, [CONSISTENT]: directive } = request.rootValue ?? {};
    return answered && request.operationType === 'subscription'
      ? answered(subgraph, request)
      : answer(options.onSubgraphExecute, subgraph, directive && subgraph === 'hub' ? directed(request, directive) : request);
  };
  const graph = await unifiedGraphHandler({ ...options, onSubgraphExecute: asked });
  return { ...graph, executor: request => {
    const { operation, directives } = getOperationAST(request.document, request.operationName);
    const directive = directives?.find(each => each.name.value === 'snapshot');
    return operation === 'subscription'
      ? subscribed(graph.executor, options.onSubgraphExecute, request)
      : graph.executor(directive ? { ...request, rootValue: { [CONSISTENT]: directive } } : request);
  } };
}

// The planner drops the operation's directives on the way.
const directed = (request, directive) => ({ ...request, document: { ...request.document,
  definitions: request.document.definitions.map(each => each.kind === Kind.OPERATION_DEFINITION
    ? { ...each, directives: [...each.directives ?? [], directive] } : each) } });

async function subscribed(execute, ask, request) {
  const executed = answered => execute({ ...request, rootValue: { [ANSWER]: answered } });
  let events;
  await executed(async (subgraph, asked) => {
    events = await ask(subgraph, asked);
    return { data: null };
  });
  const source = events[Symbol.asyncIterator]?.() ?? [events][Symbol.iterator](); // a refusal, or the hub is away
  return following(source, request.context, event => executed(() => event));
}

// A subgraph's answer; one that cannot be had is an error of each field that it should have filled.
async function answer(ask, subgraph, request) {
  let result;
  try {
    result = await ask(subgraph, request);
  } catch (problem) {
    result = { errors: [problem] };
  }
  if (!result?.errors?.some(unavailable.is)) {
    return result;
  }
  request.context?.log?.warn({ subgraph, why: result.errors.map(each => each.message) }, 'no answer');
  const language = languageOf(request.context);
  const errors = places(request).map(path => unavailable.error(subgraph, request.operationType, path, language));
  return { data: result.data, errors };
}

// The paths of what a request asks: of each entity's fields, or of the root's.
function places({ document, variables }) {
  const operation = document.definitions.find(each => each.kind === Kind.OPERATION_DEFINITION);
  return named(operation.selectionSet).flatMap(field => {
    const representations = field.arguments.find(each => each.name.value === 'representations');
    const things = representations && variables?.[representations.value.name.value];
    return Array.isArray(things)
      ? things.flatMap((_, index) => within(field).map(each => [key(field), index, each]))
      : [[key(field)]];
  });
}

const key = field => field.alias?.value ?? field.name.value;
const named = selections => selections.selections.filter(each => each.kind === Kind.FIELD);
const within = field => [...new Set(field.selectionSet.selections.flatMap(
  each => each.kind === Kind.FIELD ? [key(each)] : named(each.selectionSet).map(key)))].filter(each => each !== '__typename');
