import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Process } from '../support/process.js';

const KEY = 'sk_test_start_0123456789abcdef';
let running: Process[] = [];
let folder: string;
beforeEach(async () => {
  running = [];
  folder = await mkdtemp(join(tmpdir(), 'proofgate-start-'));
});
afterEach(async () => {
  await Promise.all(running.map((process) => process.kill('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}): Process {
  const started = new Process({ PORT: '0', DATA_DIR: folder, DEMO_API_KEY: KEY, ...environment });
  running.push(started);
  return started;
}

async function ask(address: string, query: string): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('a start', () => {
  it('tells where it is and what opens it, and finds everything again after a kill', async () => {
    const first = start();
    const address = await first.ready();
    expect(first.output).toContain(KEY);
    expect(first.output).toContain('npm run demo');
    await ask(address, 'mutation { createVerificationSession(input: { externalId: "x" }) { sdkToken } }');
    await first.kill('SIGKILL');

    const second = start();
    const again = await second.ready();
    const { data } = (await ask(again, '{ viewer { organization { id verificationSessions { totalCount } } } }')) as {
      data: unknown;
    };
    expect(data).toEqual({ viewer: { organization: { id: 'demo', verificationSessions: { totalCount: 1 } } } });
    expect(await second.kill('SIGTERM')).toBe(0);
  });

  it('lets one process have a folder, and names the one that has it', async () => {
    const first = start();
    await first.ready();
    const second = start();
    expect(await second.ended).toBe(1);
    const holder = JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8')) as { pid: number };
    expect(second.output).toMatch(new RegExp(`^proofgate: .* is in use by process ${holder.pid} on .*\n$`));
  });

  it('takes over from a process that is gone', async () => {
    await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid: 2 ** 22 + 1, host: 'x', since: 'once' }));
    const elsewhere = start();
    expect(await elsewhere.ended).toBe(1); // another host cannot be asked
    const { hostname } = await import('node:os');
    await writeFile(join(folder, 'lock.json'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: 'once' }));
    await start().ready();
  });
});

describe('a start that fails', () => {
  it('lists every fault of the environment', async () => {
    const failing = start({
      PORT: 'http',
      ROLE: 'boss',
      DATABASE_URL: 'mysql://db',
      REDIS_URL: 'x',
      DEMO_API_KEY: 'sk_live_1',
    });
    expect(await failing.ended).toBe(1);
    for (const name of ['PORT', 'ROLE', 'DATABASE_URL', 'REDIS_URL', 'DEMO_API_KEY'])
      expect(failing.output).toContain(name);
    expect(
      failing.output
        .trim()
        .split('\n')
        .every((line) => line.startsWith('proofgate: ')),
    ).toBe(true);
  });

  it.each([
    ['an unwritable folder', { DATA_DIR: '/proc/nowhere' }, 'is not writable'],
    ['a database that is not there', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'ECONNREFUSED'],
  ])('says in one line what is wrong with %s', async (_name, environment, reason) => {
    const failing = start(environment);
    expect(await failing.ended).toBe(1);
    expect(failing.output).toMatch(new RegExp(`^proofgate: .*${reason}.*\n$`));
  });

  it('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const failing = start({ PORT: port });
    expect(await failing.ended).toBe(1);
    expect(failing.output).toMatch(new RegExp(`^proofgate: cannot listen on port ${port}: EADDRINUSE\n$`));
    other.close();
  });
});
