import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { once } from '../../adapters/internal/once.js';
import { EnginePool } from '../../adapters/internal/pool.js';
import { Guard } from '../../src/provider/guard.js';

const WORKER = new URL('../support/unruly-worker.ts', import.meta.url);
const logged: string[] = [];
const note = (fields: object, message: string): void => void logged.push(JSON.stringify({ ...fields, message }));
const log = { debug: note, info: note, warn: note, error: note };
const pool = new EnginePool({ workers: 1, timeoutMilliseconds: 300 }, log, WORKER);
afterAll(async () => pool.close());
beforeEach(() => void logged.splice(0));

const never = new AbortController().signal;
const ask = async (behaviour: string, signal = never, on = pool): Promise<unknown> =>
  on.run('inspectImage', { image: { bytes: Buffer.from(behaviour) }, purpose: { kind: 'selfie' } }, signal);

it('answers from a worker and leaves the caller its bytes', async () => {
  const bytes = Buffer.from('ordinary');
  const input = { image: { bytes }, purpose: { kind: 'selfie' } } as const;
  expect(await pool.run('inspectImage', input, never)).toBe('o');
  expect(bytes.toString()).toBe('ordinary');
});

it('ends a worker that hangs and goes on with a new one', async () => {
  await expect(ask('h')).rejects.toMatchObject({ kind: 'unavailable', reason: 'analysis_timeout' });
  expect(await ask('o')).toBe('o');
  expect(logged.join()).toContain('ended');
});

it('survives a worker that grows', async () => {
  const patient = new EnginePool({ workers: 1, timeoutMilliseconds: 60_000 }, log, WORKER);
  await expect(ask('g', never, patient)).rejects.toMatchObject({ kind: 'unavailable', reason: 'analysis_failed' });
  expect(await ask('o', never, patient)).toBe('o');
  await patient.close();
});

it('stops a cancelled job without ending its worker', async () => {
  const cancelled = AbortSignal.timeout(50);
  await expect(ask('d', cancelled)).rejects.toMatchObject({ kind: 'unavailable', reason: 'cancelled' });
  expect(await ask('o')).toBe('o');
  expect(logged).toEqual([]);
});

it('does not begin what is cancelled while it waits', async () => {
  const first = ask('d').catch((error: unknown) => error);
  await expect(ask('o', AbortSignal.timeout(20))).rejects.toMatchObject({ reason: 'cancelled' });
  await expect(ask('o', AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
  expect(await first).toMatchObject({ reason: 'analysis_timeout' });
  expect(logged).toEqual([]);
});

it('does not count the time in the queue', async () => {
  const hanging = ask('h').catch((error: unknown) => error);
  expect(await ask('o')).toBe('o');
  expect(await hanging).toMatchObject({ reason: 'analysis_timeout' });
});

it('tells where a fault of the engine is, and nothing of what it read', async () => {
  await expect(ask('b')).rejects.toMatchObject({ kind: 'unavailable', reason: 'analysis_failed' });
  expect(logged.join()).toContain('unruly-worker');
  expect(logged.join()).not.toContain('ERIKSSON');
});

it('keeps nobody waiting for long behind others', async () => {
  const patience = { waitingMilliseconds: 200, startingMilliseconds: 15_000 };
  const busy = new EnginePool({ workers: 1, timeoutMilliseconds: 1000, patience }, log, WORKER);
  const first = ask('d', never, busy).catch((error: unknown) => error);
  await expect(ask('o', never, busy)).rejects.toMatchObject({ kind: 'unavailable', reason: 'overloaded' });
  expect(await first).toMatchObject({ reason: 'analysis_timeout' });
  expect(await ask('o', never, busy)).toBe('o');
  await busy.close();
});

it('goes on being asked after pictures that it fails at, each of which it sees once', async () => {
  const guard = new Guard(
    () => undefined,
    async () => false,
  );
  let asked = 0;
  const askGuarded = async (behaviour: string) =>
    guard.call(async (signal) => ((asked += 1), ask(behaviour, signal)), undefined);
  for (const behaviour of ['b', 'h', 'd', 'b', 'b', 'b', 'b', 'b'])
    await expect(askGuarded(behaviour)).rejects.toMatchObject({ reason: expect.stringMatching(/^analysis_/) });
  expect(asked).toBe(8);
  expect(await askGuarded('o')).toBe('o');
});

it('says that it is down where no worker can be started', async () => {
  const patience = { waitingMilliseconds: 15_000, startingMilliseconds: 200 };
  const options = { workers: 1, timeoutMilliseconds: 300, patience };
  const missing = new EnginePool(options, log, new URL('./no-worker.ts', WORKER));
  missing.warm();
  await vi.waitFor(() => expect(() => missing.check()).toThrow('engine_failed'), 15_000);
  for (let i = 0; i < 3; i++)
    await expect(ask('o', never, missing)).rejects.toMatchObject({ kind: 'unavailable', reason: 'engine_failed' });
  await missing.close();
});

it('says that it is down where its models cannot be loaded, and tries again', async () => {
  const found = [Promise.reject(new Error('ENOENT')), Promise.resolve('the model')];
  const load = once(async () => found.shift());
  await expect(load()).rejects.toMatchObject({ kind: 'unavailable', reason: 'engine_failed' });
  expect([await load(), await load()]).toEqual(['the model', 'the model']);
});

it('ends running jobs when it closes, and takes no more', async () => {
  const closing = new EnginePool({ workers: 1, timeoutMilliseconds: 60_000 }, log, WORKER);
  const running = ask('d', never, closing).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await closing.close();
  expect(await running).toMatchObject({ kind: 'unavailable' });
  await expect(ask('o', never, closing)).rejects.toMatchObject({ kind: 'unavailable', reason: 'engine_closed' });
});
