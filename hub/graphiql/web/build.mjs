// Puts the page's program, style sheet and font and the editors' workers into ../dist; nothing comes from outside.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const outdir = '../dist';
const common = { bundle: true, minify: true, outdir, legalComments: 'linked', logLevel: 'info' };

await rm(outdir, { recursive: true, force: true });
await build({
  ...common,
  format: 'iife',
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
  },
});
// Last, because the hub takes index.js as the sign that the folder is complete.
await build({
  ...common,
  format: 'esm',
  entryPoints: { index: 'src/local.js' },
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
});
