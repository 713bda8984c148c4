import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator, ownDatabase } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';

const SERVER = process.env['TEST_DATABASE_URL'];
const reason = SERVER ? '' : 'wants a database server: TEST_DATABASE_URL';

/** A network before the database, which can lose every packet without telling. */
class Network {
  private isCut = false;
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(database: string): Promise<Network> {
    const url = new URL(database);
    const [host, port] = [url.hostname || '127.0.0.1', Number(url.port || 5432)];
    const server = createServer((near) => network.join(near, connect(port, host)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no port is free');
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    const network = new Network(server, url.href);
    return network;
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => this.isCut || to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }

  cut(): void {
    this.isCut = true;
  }
  mend(): void {
    this.isCut = false; // what was lost stays lost
  }
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describe.skipIf(reason)(`a database that falls silent ${reason && `(${reason})`}`, () => {
  let own: Awaited<ReturnType<typeof ownDatabase>>;
  let network: Network;
  let gateway: Gateway;
  beforeAll(async () => {
    own = await ownDatabase(SERVER);
    network = await Network.before(own?.url ?? '');
    gateway = await Gateway.start(undefined, { DATABASE_URL: network.url, LOG_LEVEL: 'silent' });
  });
  afterAll(async () => {
    await gateway.close();
    await network.close();
    await own?.drop();
  });
  const create = () => gateway.ask(api.CreateSessionDocument, { input: {} }, operator);

  it('costs callers no more than a refusal to try again, and nothing once it is back', async () => {
    expect((await create()).errors).toBeUndefined();
    network.cut();
    const answers = await Promise.all(Array.from({ length: 20 }, create)); // more than there are connections
    for (const { errors } of answers) expect(errors?.[0]?.extensions).toMatchObject({ retryable: true });
    network.mend();
    await expect.poll(async () => (await create()).errors).toBeUndefined();
  });
});
