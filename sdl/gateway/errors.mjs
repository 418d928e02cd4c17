// Errors of the gateway's own, in the hub's words (domain/error_codes.py): a client need not know which of the two said no.
import { GraphQLError } from 'graphql';
import { languageOf, told } from './languages.mjs';

const SAME = {
  GRAPHQL_PARSE_FAILED: 'BAD_REQUEST',
  GRAPHQL_VALIDATION_FAILED: 'BAD_REQUEST',
  BAD_USER_INPUT: 'BAD_REQUEST',
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
  REQUEST_ENTITY_TOO_LARGE: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_IN_LIST: 'OPERATION_NOT_REGISTERED',
  PERSISTED_QUERY_ID_REQUIRED: 'OPERATION_NOT_REGISTERED',
  CANNOT_SEND_PQ_ID_AND_BODY: 'OPERATION_NOT_REGISTERED',
  SCHEMA_RELOAD: 'UNAVAILABLE',
  SHUTTING_DOWN: 'UNAVAILABLE',
  DOWNSTREAM_SERVICE_ERROR: 'INTERNAL', // a subgraph's own, which has no code
  INTERNAL_SERVER_ERROR: 'INTERNAL',
};
// what the runtime makes of a subgraph that is out of reach, too late, or answers no GraphQL
const NO_ANSWER = new Set(['SUBREQUEST_HTTP_ERROR', 'GATEWAY_TIMEOUT', 'TIMEOUT_ERROR', 'RESPONSE_VALIDATION_FAILED']);

const BROKEN = { zh: '系统出错，请稍后重试。', en: 'Something broke: try again later.' };
const UNREGISTERED = {
  zh: '此操作未登记，请把它写入网关的 PERSISTED_DOCUMENTS。',
  en: 'This operation is not registered: write it into the gateway\'s PERSISTED_DOCUMENTS.',
};
const lost = subgraph => ({ zh: `不知道写入是否已经生效，请以同一 idempotencyKey 原样重试（${subgraph}）。`,
  en: `It is not known whether the write took place: send the same again with the same idempotencyKey (${subgraph}).` });
const away = subgraph => ({ zh: `${subgraph} 暂时不可用，请稍后重试。`, en: `${subgraph} is not available now: try again later.` });
const wrong = message => ({ zh: `请求有误，请修改：${message}`, en: message });
const CHINESE = /[\u3400-\u9fff]/;

// Whether GraphQL said it, rather than a socket or the program.
const isSaid = problem => problem instanceof GraphQLError && (!problem.originalError || problem.originalError instanceof GraphQLError);

export const unavailable = {
  is: problem => !isSaid(problem) || NO_ANSWER.has(problem.extensions.code),
  // Its text is ours: the cause's has addresses in it.
  error(subgraph, operationType, path, language) {
    const [code, said] = operationType === 'mutation' ? ['OUTCOME_UNKNOWN', lost] : ['UNAVAILABLE', away];
    return new GraphQLError(told(said(subgraph), language), { path, extensions: { code, serviceName: subgraph } });
  },
};

// Whether it passes when one asks again, of a new connection.
export const passing = problem => unavailable.is(problem) || SAME[problem.extensions.code] === 'UNAVAILABLE';

export const signedOut = language => new GraphQLError(told({ zh: '登录已失效，请重新登录。',
  en: 'The sign-in is not accepted any more: sign in again.' }, language), { extensions: { code: 'UNAUTHENTICATED', serviceName: 'hub' } });

const HALVES = Symbol('a message in both languages');

// What has no context to tell its language by is said in both, until it comes where there is one.
function own(said, options) {
  return Object.assign(new GraphQLError(told(said, 'mul'), options), { [HALVES]: said });
}

function spoken(problem, language) {
  if (problem[HALVES] && language !== 'mul') {
    problem.message = told(problem[HALVES], language);
  }
}

// Texts that are not valid come by no other way than this.
export const wording = {
  onExecutionResult({ result, context }) {
    for (const each of result?.errors ?? []) {
      worded(each);
      spoken(each, languageOf(context));
    }
  },
};

// Every error passes here on its way out; what is no GraphQL error is a fault of the gateway's, for its log alone.
export function worded(problem) {
  if (!isSaid(problem) || problem.extensions.unexpected) {
    return own(BROKEN, { path: problem.path, extensions: { code: 'INTERNAL' } });
  }
  const { extensions, path } = problem;
  if (SAME[extensions.code] === 'OPERATION_NOT_REGISTERED') {
    problem[HALVES] = UNREGISTERED;
    problem.message = told(UNREGISTERED, 'mul');
  }
  extensions.code = SAME[extensions.code] ?? extensions.code ?? (path ? 'INTERNAL' : 'BAD_REQUEST');
  if (!path && extensions.code === 'BAD_REQUEST') {
    extensions.http ??= { spec: true, status: 400 }; // 200 for who takes application/json
    problem[HALVES] ??= CHINESE.test(problem.message) ? undefined : wrong(problem.message); // GraphQL's own are in English
  }
  return problem;
}
