import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Chromium, CHROMIUM } from '../support/chromium.js';
import { Gateway, operator, OPERATOR_KEY } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';

const LIBRARY = 'node_modules/graphql-ws/dist';

let gateway: Gateway;
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  gateway = await Gateway.start();
  ends.push(() => gateway.close());
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function listen(server: Server | HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** A network between the browser and the gateway, whose connections can be cut. */
async function network() {
  const open = new Set<Socket>();
  const { port: to } = new URL(gateway.address);
  const server = createTcpServer((near) => {
    const far = connect(Number(to), '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const port = await listen(server);
  ends.push(async () => cut());
  return { url: `ws://127.0.0.1:${port}/graphql`, cut };
}

/** A page that follows with the helper of the documentation, word for word, and tells what it was told. */
async function page(url: string): Promise<{ address: string; told: string[] }> {
  const text = await readFile('docs/subscriptions.md', 'utf8');
  const [, helper = ''] = /```js\n([^]*?)```/.exec(text) ?? [];
  const html = `<!doctype html>
<script type="importmap">{ "imports": { "graphql-ws": "/lib/client.js" } }</script>
<script type="module">
  import { follow } from '/follow.js';
  let telling = Promise.resolve();
  const tell = ({ cursor }) => (telling = telling.then(() => fetch('/told', { method: 'POST', body: cursor })));
  follow(${JSON.stringify(url)}, ${JSON.stringify(OPERATOR_KEY)}, '0', tell);
</script>`;
  const told: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const path = request.url ?? '/';
    if (path === '/told') {
      let cursor = '';
      for await (const chunk of request) cursor += String(chunk);
      told.push(cursor);
      return response.end();
    }
    if (path === '/') return response.setHeader('content-type', 'text/html').end(html);
    if (path !== '/follow.js' && !path.startsWith('/lib/')) return response.writeHead(404).end();
    const script = path === '/follow.js' ? helper : await readFile(join(LIBRARY, basename(path)));
    return response.setHeader('content-type', 'text/javascript').end(script);
  };
  const server = createServer((request, response) => void serve(request, response));
  const port = await listen(server);
  ends.push(async () => server.closeAllConnections());
  return { address: `http://127.0.0.1:${port}/`, told };
}

/** Cursors of all sessions' events, as somebody sees them who never lost a connection. */
async function cursorsOf(count: number): Promise<string[]> {
  const stream = gateway.subscribe(api.SessionUpdatesDocument, { after: '0' }, operator);
  const cursors: string[] = [];
  while (cursors.length < count) {
    const { value, done } = await stream.next();
    if (done || !value.data) throw new Error('the stream broke off');
    cursors.push(value.data.sessionUpdated.cursor);
  }
  await stream.end();
  return cursors;
}
const createSessions = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await gateway.get(api.CreateSessionDocument, { input: {} }, operator);
};

describe.runIf(existsSync(CHROMIUM))('the helper of the documentation, in a browser', () => {
  it('misses nothing and sees nothing twice though its connection is cut again and again', async () => {
    const { url, cut } = await network();
    const { address, told } = await page(url);
    await createSessions(3);
    const browser = await Chromium.open(address);
    ends.push(() => browser.close());
    await expect.poll(() => told.length, { timeout: 60_000 }).toBe(3);
    for (let round = 1; round <= 3; round++) {
      const writing = createSessions(6);
      await expect.poll(() => told.length, { timeout: 30_000 }).toBeGreaterThan(3 + (round - 1) * 6);
      cut();
      await writing;
      await expect.poll(() => told.length, { timeout: 30_000 }).toBe(3 + round * 6);
    }
    expect(told).toEqual(await cursorsOf(21));
  }, 120_000);
});
