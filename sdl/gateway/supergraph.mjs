// The supergraph's file: read at the start and whenever it is replaced; one that cannot be used changes nothing.
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { Kind, parse } from 'graphql';
import { settings } from './settings.mjs';

let text = usable(readFileSync(settings.supergraph, 'utf8'));

function graphs(document) {
  const graph = document.definitions.find(each => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === 'join__Graph');
  return graph?.values ?? [];
}

function usable(found) {
  if (!graphs(parse(found)).length) {
    throw new Error('it names no subgraph');
  }
  return found;
}

function said(value, what) {
  const join = value.directives.find(each => each.name.value === 'join__graph');
  return join.arguments.find(each => each.name.value === what).value.value;
}

export const supergraph = {
  read: () => text,
  subgraphs: () => graphs(parse(text)).map(each => said(each, 'name')),
  location: subgraph => said(graphs(parse(text)).find(each => said(each, 'name') === subgraph), 'url'),
  // A watch on the file's name: a file that is moved over it is another file.
  watch(changed) {
    watchFile(settings.supergraph, { interval: 500 }, ({ mtimeMs }) => {
      if (!mtimeMs) {
        return;
      }
      try {
        text = usable(readFileSync(settings.supergraph, 'utf8'));
      } catch (error) {
        console.error(`${settings.supergraph}: not used: ${error.message}`);
        return;
      }
      changed();
    });
  },
  unwatch: () => unwatchFile(settings.supergraph),
};
