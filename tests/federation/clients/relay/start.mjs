// node start.mjs: compiles src/relay.js of this folder as a frontend's build would, and runs it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFileSync } from '@babel/core';

const config = { src: './src', schema: process.env.SDL, language: 'javascript', eagerEsModules: true, artifactDirectory: './src/made' };
const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
mkdirSync('src/made', { recursive: true });
writeFileSync('relay.config.json', JSON.stringify(config));
const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, 'relay.config.json'], { encoding: 'utf8' });
if (status) {
  console.error(stdout, stderr);
  process.exit(1);
}
const { code } = transformFileSync('src/relay.js', { configFile: false, babelrc: false,
  plugins: [['babel-plugin-relay', { ...config, artifactDirectory: resolve('src/made') }]] });
writeFileSync('package.json', '{"type": "module"}');
writeFileSync('src/built.mjs', code.replace(/(?<=\/\w+\.graphql)(?=['"])/g, '.js')); // as a bundler finds them
await import(pathToFileURL('src/built.mjs'));
