// node breaking.mjs: what breaks clients in the composed graph since the main branch; each must be named in CHANGELOG.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { diff } from '@graphql-inspector/core';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildSchema, parse, print } from 'graphql';

const FILE = 'sdl/supergraph.graphql';
const root = new URL('../../', import.meta.url);
const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const asked = (...words) => {
  try {
    return git(...words);
  } catch {
    return '';
  }
};
const api = text => buildSchema(print(transformSupergraphToPublicSchema(parse(text))));

// The main branch where it is not what is checked out; there, the version before the file's last commit.
function base() {
  const head = asked('rev-parse', 'HEAD');
  const branches = [process.env.BASE, 'origin/main', 'main'].filter(Boolean);
  const other = branches.map(each => asked('rev-parse', '--verify', '--quiet', `${each}^{commit}`)).find(each => each && each !== head);
  return other || (asked('status', '--porcelain', '--', FILE) ? head : asked('rev-list', '--skip=1', '-n', '1', 'HEAD', '--', FILE));
}

const before = asked('show', `${base()}:${FILE}`);
if (!before) {
  console.log('no earlier supergraph to compare with');
  process.exit(0);
}
const changes = await diff(api(before), api(readFileSync(new URL(FILE, root), 'utf8')));
const changelog = new URL('CHANGELOG.md', root);
const named = existsSync(changelog) ? readFileSync(changelog, 'utf8') : '';
const breaking = changes.filter(each => each.criticality.level === 'BREAKING');
const silent = breaking.filter(each => !named.includes(`\`${each.path}\``));
for (const each of silent) {
  console.error(`breaking, and CHANGELOG.md does not name \`${each.path}\`: ${each.message}`);
}
console.log(`${changes.length} changes of the graph, ${breaking.length} breaking, ${silent.length} not in CHANGELOG.md`);
process.exit(silent.length ? 1 : 0);
