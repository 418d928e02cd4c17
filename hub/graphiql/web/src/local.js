// The page from local files: what build.mjs bundles.
import 'graphiql/style.css';

globalThis.MonacoEnvironment = {
  getWorker(_, label) {
    const name = label === 'json' || label === 'graphql' ? label : 'editor';
    return new Worker(new URL(`./${name}.worker.js`, import.meta.url));
  },
};

await import('./console.js');
