import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Outbound, type Resolve } from '../../src/shared/outbound.js';

const server = createServer((request, response) => {
  if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  else if (request.url === '/long') response.end('x'.repeat(2 * 1024 * 1024));
  else response.end('{"keys":[]}');
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

const resolvingTo =
  (...addresses: string[]): Resolve =>
  (_hostname, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('an address that a tenant names', () => {
  it.each([
    'http://example.com/',
    'https://localhost/',
    'https://a.local/',
    'https://user:pw@example.com/',
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/',
    'https://0.0.0.0/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
  ])('is refused where it is not public: %s', async (url) => {
    // prettier-ignore
    const outbound = new Outbound([]);
    expect(outbound.allows(url)).toBe(false);
    await expect(outbound.get(url)).rejects.toThrow('may not be called');
    await outbound.close();
  });

  it('is not called where its name resolves to a private address', async () => {
    for (const address of ['127.0.0.1', '::1', '10.0.0.1', '::ffff:169.254.169.254']) {
      const outbound = new Outbound([], resolvingTo(address));
      await expect(outbound.get(`https://rebound.example.com:${port}/`)).rejects.toMatchObject({
        cause: { message: 'this address may not be called' },
      });
      await outbound.close();
    }
  });

  it('is called where the operator of the installation allows its range', async () => {
    const outbound = new Outbound(['127.0.0.0/8']);
    expect(await (await outbound.get(`http://127.0.0.1:${port}/`)).json()).toEqual({ keys: [] });
    expect(outbound.allows('https://10.0.0.1/')).toBe(false);
    await outbound.close();
  });

  it('leads nowhere else, and tells no more than can be taken', async () => {
    const outbound = new Outbound(['127.0.0.1/32']);
    await expect(outbound.get(`http://127.0.0.1:${port}/away`)).rejects.toThrow('fetch failed');
    await expect(outbound.get(`http://127.0.0.1:${port}/long`)).rejects.toThrow();
    await outbound.close();
  });
});
