// GraphiQL with example tabs, and with a chooser of demo people when the hub gives their tokens.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { createElement as h, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { filled, keeping, onKept } from './examples.js';
import { searchPlugin } from './search.js';

const { tabs, people } = JSON.parse(document.getElementById('page-data').textContent);
const fragment = new URLSearchParams(location.hash.slice(1));
const linkToken = fragment.get('token');
const tokens = new Map(people.map(({ handle, token }) => [handle, token]));
const plugins = [searchPlugin]; // GraphiQL's history plugin would keep the tokens in the browser's storage
const ownHeaders = new Set([...tokens.values(), linkToken].map((token) => `Bearer ${token}`));

function firstPerson() {
  const asked = fragment.get('as') ?? people[0]?.handle;
  return !linkToken && tokens.has(asked) ? asked : '';
}

const tokenOf = (handle) => tokens.get(handle) ?? linkToken;

/** The text of the headers editor with this token; an Authorization that the user typed stays. */
function withToken(text, token) {
  let headers;
  try {
    headers = JSON.parse(text || '{}');
  } catch {
    return text; // half typed: not ours to replace
  }
  const { Authorization: given, ...others } = headers;
  if (given && !ownHeaders.has(given)) return text;
  const all = token ? { Authorization: `Bearer ${token}`, ...others } : others;
  return Object.keys(all).length ? JSON.stringify(all, null, 2) : '';
}

/** Keeps the headers editor of whichever tab is open at the chosen person's token. */
function Person() {
  const [handle, setHandle] = useState(firstPerson);
  const editor = useGraphiQL((state) => state.headerEditor);
  const openTab = useGraphiQL((state) => state.activeTabIndex);
  const { stop } = useGraphiQLActions();
  useEffect(() => {
    editor?.setValue(withToken(editor.getValue(), tokenOf(handle)));
  }, [handle, editor, openTab]);
  if (!people.length) return null;
  const choose = (event) => {
    stop(); // a subscription that is still running belongs to the person before
    editor?.setValue('');
    setHandle(event.target.value);
    history.replaceState(null, '', `#as=${event.target.value}`); // the same person after a reload
  };
  return h('label', null, '身份 Acting as',
    h('select', { value: handle, onChange: choose },
      people.map((person) => h('option', { key: person.handle, value: person.handle }, person.label)),
      h('option', { value: '' }, linkToken ? '链接带来的令牌 the link’s token' : '未登录 not signed in')));
}

/** Puts what earlier examples gave into the variables of whichever tab is open. */
function Kept() {
  const editor = useGraphiQL((state) => state.variableEditor);
  const openTab = useGraphiQL((state) => state.activeTabIndex);
  useEffect(() => {
    const fill = () => {
      const text = editor?.getValue() ?? '';
      if (filled(text) !== text) editor.setValue(filled(text));
    };
    fill();
    return onKept(fill);
  }, [editor, openTab]);
}

/** The editors draw no boxes round Chinese punctuation, which they take for Latin letters in disguise. */
function Plain() {
  const editors = ['queryEditor', 'variableEditor', 'headerEditor', 'responseEditor'].map(
    (name) => useGraphiQL((state) => state[name]));
  useEffect(() => {
    editors.forEach((editor) => editor?.updateOptions({ unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false } }));
  }, editors);
}

function restoreExamples() {
  if (!confirm('关闭所有标签页，恢复示例？\nClose all tabs and bring the examples back?')) return;
  for (const key of ['tabState', 'query', 'variables', 'operationName']) localStorage.removeItem(`graphiql:${key}`);
  location.reload();
}

function Console() {
  const socket = new URL(location.pathname, location.href.replace(/^http/, 'ws')).href;
  const [fetcher] = useState(() =>
    keeping(createGraphiQLFetcher({ url: location.pathname, subscriptionUrl: socket, enableIncrementalDelivery: false }), tabs));
  const token = tokenOf(firstPerson());
  const start = { defaultTabs: tabs, defaultHeaders: withToken('', token), defaultEditorToolsVisibility: 'variables' };
  return h(GraphiQL, { fetcher, plugins, ...start },
    h(GraphiQL.Logo, null,
      h('strong', null, '三单 Sandan · GraphQL'),
      h(Person), h(Kept), h(Plain),
      h('button', { type: 'button', onClick: restoreExamples }, '恢复示例 Restore examples')));
}

if (linkToken) history.replaceState(null, '', location.pathname + location.search); // out of the address bar
createRoot(document.getElementById('graphiql')).render(h(Console));
