// What frontends make of the API: types, by GraphQL Code Generator, of sdl/sandan.graphql and of what HUB and GATEWAY tell by
// introspection; pages, by SpectaQL; and what graphql-schema-linter and WeChat's declarations say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { generate } from '@graphql-codegen/cli';
import typescript from 'typescript';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const SDL = here('../../../sdl/sandan.graphql');
const folder = mkdtempSync(join(here('.'), 'made-')); // beside node_modules, whose types it takes in
after(() => rmSync(folder, { recursive: true }));
const TEXT = { input: 'string', output: 'string' };
const scalars = { Cursor: TEXT, Date: TEXT, DateTime: TEXT, Decimal: { input: 'string | number', output: 'string' }, FormFile: TEXT };

function wrong(files, options) {
  const program = typescript.createProgram(files, { noEmit: true, strict: true, skipLibCheck: true, types: [],
    target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler, ...options });
  return typescript.getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${typescript.flattenDiagnosticMessageText(messageText, ' ')}`).slice(0, 9);
}

// Of one of several inputs a server tells when it is asked to; the Accept-Encoding is docs/clients.md's.
const asked = url => ({ [url]: { headers: { 'accept-encoding': 'gzip' }, oneOf: true } });
const schemas = { file: SDL, hub: asked(process.env.HUB), gateway: asked(process.env.GATEWAY) };

for (const [name, schema] of Object.entries(schemas)) {
  test(`GraphQL Code Generator makes strict types of the examples: ${name}`, async () => {
    const made = await generate({ schema, silent: true, documents: here('../../../sdl/examples/*.graphql'),
      generates: { [`${folder}/${name}/`]: { preset: 'client', config: { strictScalars: true, useTypeImports: true, scalars } } } }, true);
    assert.deepEqual(wrong(made.map(each => each.filename)), []);
    const types = made.find(each => each.filename.endsWith('graphql.ts')).content;
    assert.ok(types.includes('organizationId?: never; seatId?: never;')); // one of several
  });
}

test('graphql-schema-linter finds nothing but what is in no alphabetical order', () => {
  const { stdout } = spawnSync(here('node_modules/.bin/graphql-schema-linter'), ['--format', 'json', SDL], { encoding: 'utf8',
    maxBuffer: 1e8 });
  const { errors } = JSON.parse(stdout);
  assert.ok(errors.length > 0);
  // Fields and values stand in the order in which one reads them: a state before what follows on it.
  assert.deepEqual(errors.filter(({ rule }) => !rule.endsWith('-sorted-alphabetically')), []);
});

test('SpectaQL makes its page', () => {
  const config = join(folder, 'spectaql.yml');
  writeFileSync(config, JSON.stringify({ spectaql: { targetDir: folder, oneFile: true }, introspection: { schemaFile: SDL },
    info: { title: '三单', version: '1' }, servers: [{ url: 'http://127.0.0.1:8000/graphql' }] }));
  const { status, stderr } = spawnSync(here('node_modules/.bin/spectaql'), ['--quiet', config], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.match(page, /publishDemand/);
  assert.match(page, /需求清单。The demand list\./);
});

test("the mini program's start calls what WeChat declares", () => {
  const page = readFileSync(here('../../../docs/starts.md'), 'utf8');
  const files = ['sandan.js', 'index.js'].map(name => {
    const file = join(folder, name);
    writeFileSync(file, page.match(new RegExp(`^\`\`\`js\\n(// ${name}\\n.*?)^\`\`\``, 'ms'))[1]);
    return file;
  });
  const declared = here('node_modules/miniprogram-api-typings/index.d.ts');
  assert.deepEqual(wrong([declared, ...files], { allowJs: true, checkJs: true, strict: false, lib: ['lib.es2022.d.ts'],
    module: typescript.ModuleKind.Preserve }), []);
});
