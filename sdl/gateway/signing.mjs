// An operation of which nothing was answered but that one must sign in, is answered as the hub does: 401 and no data.
const CHALLENGE = 'Bearer realm="sandan"';

const isRefused = ({ data, errors }) => errors?.length > 0 && errors.every(each => each.extensions?.code === 'UNAUTHENTICATED')
  && Object.entries(data ?? {}).every(([, value]) => value === null || value === 'Query' || value === 'Mutation');

const refused = ([{ message }], signed) => ({
  errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }],
  extensions: { http: { status: 401, headers: {
    'www-authenticate': signed ? `${CHALLENGE}, error="invalid_token"` : CHALLENGE } } },
});

export const signing = {
  onExecutionResult({ result, setResult, context }) {
    if (result && !(Symbol.asyncIterator in result) && isRefused(result)) {
      setResult(refused(result.errors, Boolean(context.bearer)));
    }
  },
};
