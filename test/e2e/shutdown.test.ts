import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { GraphQLApi, operator, sdk } from '../../tools/demo/client.js';
import * as api from '../../tools/demo/operations.js';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { selfie } from '../../tools/specimen/faces.js';
import { Process } from '../support/process.js';
import { Receiver } from '../support/webhook-receiver.js';

const KEY = 'sk_test_shutdown_0123456789';
const EVENTS = 'subscription { sessionUpdated(after: "0") { cursor } }';
const MANY = 4;
/** The machine may be busy with other tests. */
const PATIENCE = { timeout: 60_000 };
let folder: string;
let gateway: Process;
let address: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proofgate-shutdown-'));
  await start();
}, 120_000);
afterEach(async () => {
  await gateway.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** As its operator starts it, on what the last one left. */
async function start(): Promise<void> {
  gateway = new Process({ PORT: '0', DATA_DIR: folder, DEMO_API_KEY: KEY, PRIVATE_DESTINATIONS: '127.0.0.0/8' });
  address = await gateway.ready();
}

/** Sends one operation after the other until an answer sends it elsewhere, or nobody listens; returns the answers. */
async function keepAsking(query: string, onAnswer: () => void): Promise<object[]> {
  const answers: object[] = [];
  const headers = { ...operator(KEY), 'content-type': 'application/json' };
  for (;;)
    try {
      const response = await fetch(`${address}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      answers.push((await response.json()) as object);
      onAnswer();
      if (response.headers.get('connection') === 'close') return answers;
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') return answers;
      throw error;
    }
}

/** Follows by WebSocket; returns the code of the end. */
async function followBySocket(onEvent: () => void): Promise<{ ended: Promise<number> }> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  await once(socket, 'open');
  socket.on('message', (message) => {
    if (!Buffer.isBuffer(message)) return;
    const { type } = JSON.parse(message.toString()) as { type: string };
    if (type === 'connection_ack')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS } }));
    if (type === 'next') onEvent();
  });
  socket.send(JSON.stringify({ type: 'connection_init', payload: operator(KEY) }));
  return { ended };
}

/** Follows by server-sent events; returns all of it once the stream has ended as streams end. */
async function followByStream(): Promise<{ text: Promise<string> }> {
  const headers = { ...operator(KEY), 'content-type': 'application/json' };
  const body = JSON.stringify({ query: EVENTS });
  const response = await fetch(`${address}/graphql/stream`, { method: 'POST', headers, body });
  return { text: response.text() };
}

/** A session whose passport is being read over and over when this returns; handing it in waits for that. */
async function underAnalysis() {
  const to = new GraphQLApi(address);
  const input = { settings: { performOfacTest: false } };
  const created = await to.send<api.Created>({ query: api.CREATE, variables: { input }, headers: operator(KEY) });
  const { session, sdkToken } = created.createVerificationSession;
  const headers = sdk(sdkToken, session.client.id);
  const send = <Data>(query: string, variables: object = {}, image?: Uint8Array) =>
    to.send<Data>({ query, variables: { sessionId: session.id, ...variables }, headers, ...(image ? { image } : {}) });
  await send(api.CONSENT);
  await send(api.TYPE, { documentType: 'PASSPORT' });
  const { generateLivenessSession } = await send<api.LivenessStarted>(api.START_LIVENESS);
  const { token } = generateLivenessSession.liveness;
  await send(api.LIVENESS, { token, image: null }, await selfie());
  const { front } = await drawSpecimen('PASSPORT', new Date());
  for (let copy = 0; copy < 3; copy++) await send(api.FRONT, { image: null }, front);
  return () => send<api.Finalized>(api.FINALIZE);
}

describe('a process that is asked to end', () => {
  it('answers whatever it has accepted, sends clients elsewhere and ends well, though it is at work', async () => {
    let told = 0;
    let answered = 0;
    const handIn = await underAnalysis();
    const sockets = await Promise.all(Array.from({ length: MANY }, () => followBySocket(() => (told += 1))));
    const streams = await Promise.all(Array.from({ length: MANY }, followByStream));
    const create = 'mutation { createVerificationSession(input: {}) { session { id } } }';
    const read = '{ viewer { organization { verificationSessions(first: 5) { nodes { id status } } } } }';
    const load = Array.from({ length: MANY }, (_, n) => keepAsking(n % 2 ? create : read, () => (answered += 1)));
    const handedIn = handIn();
    await expect.poll(() => told > MANY && answered > MANY, PATIENCE).toBe(true);

    expect(await gateway.kill('SIGTERM')).toBe(0); // after ten seconds it would be 1

    expect(['IN_PROGRESS', 'COMPLETE']).toContain((await handedIn).finalizeVerification.session.status);
    expect((await Promise.all(load)).flat().filter((answer) => 'errors' in answer)).toEqual([]);
    expect(await Promise.all(sockets.map(({ ended }) => ended))).toEqual(Array.from({ length: MANY }, () => 1012));
    for (const text of await Promise.all(streams.map((stream) => stream.text))) {
      expect(text).toContain('event: next');
      expect(text).not.toContain('event: complete'); // that would say that there is nothing more to come
    }
    expect(gateway.output).not.toMatch(/"level":(50|60)|Napi|abort/i);
  }, 240_000);

  it('leaves what it cannot finish to the next one: a message whose receiver takes too long', async () => {
    const receiver = await Receiver.start();
    receiver.answer = (_message, count) => (count === 1 ? 'never' : { status: 204 });
    const ask = (query: string, variables: Record<string, unknown>) =>
      new GraphQLApi(address).send({ query, variables, headers: operator(KEY) });
    try {
      await ask('mutation ($url: URL!) { createWebhook(input: { name: "ours", url: $url }) { webhook { id } } }', {
        url: receiver.url,
      });
      await ask(api.CREATE, { input: {} });
      await expect.poll(() => receiver.messages.length, PATIENCE).toBe(1);
      expect(await gateway.kill('SIGTERM')).toBe(0);
      await start();
      await expect.poll(() => receiver.messages.length, PATIENCE).toBe(2);
      const [first, second] = receiver.messages.map(({ headers }) => headers['webhook-id']);
      expect(second).toBe(first);
    } finally {
      await receiver.close();
    }
  }, 240_000);
});
