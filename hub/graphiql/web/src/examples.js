// The examples lead through one claim: what an answer gives is put into the variables of the tabs behind it.
const PLACE = /"\{\{(\w+)\}\}"/g;
const known = new Map();
const listeners = new Set();

export const onKept = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The text with all places filled that are known by now. */
export const filled = (text) => text.replace(PLACE, (place, name) => known.has(name) ? JSON.stringify(known.get(name)) : place);

const operationOf = (text) => text.match(/^(?:query|mutation|subscription) (\w+)/m)?.[1];
const within = (data, path) => path.split('.').reduce((found, step) => found?.[step], data);

/** The fetcher, and what the tabs keep of its answers; a variable that no tab has given yet is asked for by the tab's name. */
export function keeping(fetcher, tabs) {
  const keeps = new Map(tabs.map(({ query, keep }) => [operationOf(query), keep]));
  const giver = (name) => [...keeps].find(([, keep]) => name in keep)?.[0];
  const noticed = (operation, result) => {
    for (const [name, path] of Object.entries(keeps.get(operation) ?? {})) {
      const value = within(result?.data, path);
      if (value) known.set(name, value);
    }
    listeners.forEach((listener) => listener());
    return result;
  };
  return (params, options) => {
    const text = filled(JSON.stringify(params.variables ?? {}));
    const [, missing] = PLACE[Symbol.matchAll](text).next().value ?? [];
    if (missing) {
      const problem = new Error(`请先执行标签页 ${giver(missing)}：变量 {{${missing}}} 由它的回答填写。`
        + `Run the tab ${giver(missing)} first: its answer fills in the variable {{${missing}}}.`);
      problem.stack = undefined; // it would be shown
      throw problem;
    }
    const result = fetcher({ ...params, variables: JSON.parse(text) }, options);
    return result?.then ? result.then((answer) => noticed(params.operationName ?? operationOf(params.query), answer)) : result;
  };
}
