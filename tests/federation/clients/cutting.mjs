// A TCP proxy whose connections can be cut, as a network's are.
import { connect, createServer } from 'node:net';

export function cutting(url) {
  const target = new URL(url);
  const open = new Set();
  const server = createServer(near => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('data', data => other.write(data));
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  return {
    start: () => new Promise(ready => server.listen(0, '127.0.0.1', () => ready(
      `http://127.0.0.1:${server.address().port}${target.pathname}`))),
    cut: () => open.forEach(each => each.destroy()),
    stop() {
      this.cut();
      server.close();
    },
  };
}
