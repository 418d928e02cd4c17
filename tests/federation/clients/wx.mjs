// node wx.mjs: runs index.js and sandan.js of this folder as a mini program's page, opens it, and taps its button twice. WeChat's
// runtime is on no registry: what of `wx` they call is made here, over fetch and a WebSocket with the origin that a mini
// program's has.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import vm from 'node:vm';
import WebSocket from 'ws';

const { HUB, TOKEN } = process.env;
const stored = new Map();

const wx = {
  async request({ url, method = 'GET', data, header = {}, success, fail }) {
    let answer;
    try {
      const found = await fetch(url, { method, body: JSON.stringify(data),
        headers: { ...header, referer: 'https://servicewechat.com/wx0000000000000000/devtools/page-frame.html' } });
      answer = { statusCode: found.status, header: Object.fromEntries(found.headers), data: await found.json(), errMsg: 'request:ok' };
    } catch (problem) {
      fail({ errMsg: `request:fail ${problem.message}` });
      return;
    }
    success(answer); // whatever its status
  },
  connectSocket({ url, protocols }) {
    const socket = new WebSocket(url, protocols, { origin: 'https://servicewechat.com' });
    return {
      send: ({ data }) => socket.send(data),
      close: ({ code = 1000, reason = '' }) => socket.close(code, reason),
      onOpen: told => socket.on('open', () => told({})),
      onMessage: told => socket.on('message', data => told({ data: data.toString() })),
      onClose: told => socket.on('close', (code, reason) => told({ code, reason: reason.toString() })),
      onError: told => socket.on('error', problem => told({ errMsg: problem.message })),
    };
  },
  getStorageSync: key => stored.get(key) ?? '',
  setStorageSync: (key, value) => { stored.set(key, value); },
  removeStorageSync: key => { stored.delete(key); },
};

let page;
const given = { wx, getApp: () => ({ globalData: { hub: HUB, token: TOKEN } }), setTimeout, clearTimeout, console,
  Page: options => { page = { ...options, data: { ...options.data } }; } };

function load(name) {
  const module = { exports: {} };
  const file = resolve(`${name.replace(/\.js$/, '')}.js`);
  const run = vm.runInNewContext(`(function (module, exports, require) {${readFileSync(file, 'utf8')}\n})`, given, { filename: file });
  run(module, module.exports, load);
  return module.exports;
}

load('./index.js');
page.setData = function (changed) { // a path such as `states.ID` is a field within
  for (const [path, value] of Object.entries(changed)) {
    const [name, inner] = path.split('.');
    this.data = { ...this.data, [name]: inner ? { ...this.data[name], [inner]: value } : value };
    console.log(name === 'demand' ? `${value.title}: ${value.remaining} left` : inner ? `${inner} ${value}` : value);
  }
};
await page.onLoad({});
for (const quantity of [page.data.demand.remaining + 1, 1]) {
  await page.claim({ currentTarget: { dataset: { quantity } } });
}
