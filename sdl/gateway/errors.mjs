// Errors of the gateway's own, in the hub's words (domain/error_codes.py): a client need not know which of the two said no.
import { GraphQLError } from 'graphql';

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

const BROKEN = '系统出错。Something broke.';
const lost = subgraph => `不知道写入是否已经生效，请以同一 idempotencyKey 原样重试（${subgraph}）。`
  + `It is not known whether the write took place: send the same again with the same idempotencyKey (${subgraph}).`;
const away = subgraph => `${subgraph} 暂时不可用，请稍后重试。${subgraph} is not available now: try again.`;

// Whether GraphQL said it, rather than a socket or the program.
const isSaid = problem => problem instanceof GraphQLError && (!problem.originalError || problem.originalError instanceof GraphQLError);

export const unavailable = {
  is: problem => !isSaid(problem) || NO_ANSWER.has(problem.extensions.code),
  // Its text is ours: the cause's has addresses in it.
  error(subgraph, operationType, path) {
    const [code, said] = operationType === 'mutation' ? ['OUTCOME_UNKNOWN', lost] : ['UNAVAILABLE', away];
    return new GraphQLError(said(subgraph), { path, extensions: { code, serviceName: subgraph } });
  },
};

// Whether it passes when one asks again, of a new connection.
export const passing = problem => unavailable.is(problem) || SAME[problem.extensions.code] === 'UNAVAILABLE';

export const signedOut = () => new GraphQLError('登录已失效，请重新登录。The sign-in is not accepted any more: sign in again.',
  { extensions: { code: 'UNAUTHENTICATED', serviceName: 'hub' } });

// Texts that are not valid come by no other way than this.
export const wording = {
  onExecutionResult({ result }) {
    result?.errors?.forEach(worded);
  },
};

// Every error passes here on its way out; what is no GraphQL error is a fault of the gateway's, for its log alone.
export function worded(problem) {
  if (!isSaid(problem) || problem.extensions.unexpected) {
    return new GraphQLError(BROKEN, { path: problem.path, extensions: { code: 'INTERNAL' } });
  }
  const { extensions, path } = problem;
  extensions.code = SAME[extensions.code] ?? extensions.code ?? (path ? 'INTERNAL' : 'BAD_REQUEST');
  if (!path && extensions.code === 'BAD_REQUEST') {
    extensions.http ??= { spec: true, status: 400 }; // 200 for who takes application/json
  }
  return problem;
}
