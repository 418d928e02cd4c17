// The page from GraphiQL's CDN: bare names are looked up in the page's import map.
import 'graphiql/setup-workers/esm.sh';

import './console.js';
