import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProviderError } from '../../src/provider/contract.js';
import { exchange, failureOf } from '../../adapters/kit/http.js';
import { Guard } from '../../src/provider/guard.js';

/** A vendor that answers at once, and every fifth request with a refusal. */
async function startVendor(): Promise<string> {
  let requests = 0;
  const server = createServer((_, response) => response.writeHead(++requests % 5 === 0 ? 422 : 200).end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** So many calls, so many of them at once, by one guard; whether one is refused is no matter. */
async function callMany(url: string, calls: number, atOnce: number, given?: AbortSignal): Promise<void> {
  const guard = new Guard(
    () => undefined,
    async () => false,
  );
  const ask = async (signal: AbortSignal) => {
    const { status } = await exchange(fetch, { method: 'GET', url }, signal);
    if (status !== 200) throw failureOf(status);
  };
  let left = calls;
  const caller = async () => {
    while (left-- > 0) await guard.call(ask, given).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
}

describe('a busy provider', () => {
  it('draws no warning of listeners that pile up', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => warnings.push(name);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    await callMany(await startVendor(), 256, 64);
    await pause(10);
    expect(warnings).toEqual([]);
  });

  it('leaves nobody listening to whoever asked often, and could have given up', async () => {
    const { signal } = new AbortController();
    await callMany(await startVendor(), 200, 8, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a provider that fails', () => {
  /** Six failures of this kind, as their callers see them. */
  async function failWith(reason: string) {
    const guard = new Guard(
      () => undefined,
      async () => false,
    );
    let asked = 0;
    const ask = async () => {
      asked += 1;
      throw new ProviderError('unavailable', reason);
    };
    for (let i = 0; i < 6; i++) await guard.call(ask, undefined).catch(() => undefined);
    return { asked, state: guard.state, errorRate: guard.summary().errorRate };
  }

  it.each(['unreachable', 'timeout', 'engine_failed'])('at everything is spared for a while: %s', async (reason) => {
    expect(await failWith(reason)).toMatchObject({ state: 'OPEN', errorRate: 1 });
  });

  it.each(['analysis_timeout', 'analysis_failed'])('at one input is asked the next, and once: %s', async (reason) => {
    expect(await failWith(reason)).toEqual({ asked: 6, state: 'CLOSED', errorRate: 1 });
  });
});
