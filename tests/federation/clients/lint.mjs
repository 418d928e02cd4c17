// node lint.mjs: graphql-eslint over the API's schema, with the exceptions of lint.config.mjs.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import rules, { ACCEPTED, FILE } from './lint.config.mjs';

const eslint = new ESLint({ cwd: dirname(FILE), overrideConfigFile: true, overrideConfig: rules });
const [{ messages }] = await eslint.lintFiles([FILE]);
const said = new Set(messages.map(each => each.message));
const wrong = messages.filter(each => !(each.message in ACCEPTED)).map(each => `${each.line}: ${each.message} (${each.ruleId})`);
const stale = Object.keys(ACCEPTED).filter(each => !said.has(each)).map(each => `nothing says this any more: ${each}`);
for (const each of [...wrong, ...stale]) {
  console.error(each);
}
const enabled = Object.keys(rules[0].rules).length;
console.log(`${enabled} passed, ${wrong.length + stale.length} failed`);
