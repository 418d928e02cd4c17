// Search of the schema's names and descriptions, in either language; GraphiQL's own finds names alone.
import { useGraphiQL } from '@graphiql/react';
import { createElement as h, useMemo, useState } from 'react';

const MOST = 60; // results that are shown
const ROOTS = ['Query', 'Mutation', 'Subscription'];

function* entries(schema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const rank = ({ name }) => (ROOTS.indexOf(name) + 1) || ROOTS.length + 1;
  for (const type of types.sort((one, other) => rank(one) - rank(other))) {
    yield { name: type.name, kind: '', about: type.description ?? '' };
    for (const field of Object.values(type.getFields?.() ?? {})) {
      yield { name: `${type.name}.${field.name}`, kind: `: ${field.type}`, about: field.description ?? '' };
    }
    for (const value of type.getValues?.() ?? []) {
      yield { name: `${type.name}.${value.name}`, kind: '', about: value.description ?? '' };
    }
  }
}

function Search() {
  const schema = useGraphiQL((state) => state.schema);
  const [words, setWords] = useState('');
  const all = useMemo(() => schema ? [...entries(schema)].map((each) => (
    { ...each, text: `${each.name} ${each.about}`.toLowerCase() })) : [], [schema]);
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = asked.length ? all.filter(({ text }) => asked.every((word) => text.includes(word))) : [];
  return h('div', { className: 'sandan-search' },
    h('input', { type: 'search', autoFocus: true, value: words, placeholder: '搜索：认领、claim、截止……',
      'aria-label': '搜索文档 Search the documentation', onChange: (event) => setWords(event.target.value) }),
    asked.length > 0 && h('p', null, found.length > MOST ? `${MOST} / ${found.length}` : `${found.length}`),
    found.slice(0, MOST).map(({ name, kind, about }) => h('section', { key: name },
      h('h3', null, name, h('small', null, kind)), h('p', null, about))));
}

const Icon = () => h('svg', { viewBox: '0 0 20 20', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 },
  h('circle', { cx: 8.5, cy: 8.5, r: 6 }), h('path', { d: 'M13 13l5 5' }));

export const searchPlugin = { title: '搜索文档 Search', icon: Icon, content: Search };
