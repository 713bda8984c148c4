/**
 * Requests a second of a cached session read, as a ratio to a bare node:http server that sends the same bytes: how much
 * of the way from the socket and back is ours. Rounds of both alternate in one run, and medians are held against each
 * other, so that a busy machine slows both. `npm run build && npx tsx bench/session-read.ts`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';

const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 16;
const KEY = 'sk_test_session_read_0123456789';

const SESSION = /* GraphQL */ `
  query Session($id: ID!) {
    verificationSession(id: $id) {
      id
      mode
      status
      statusReason
      retryAt
      provisional
      createdAt
      completedAt
      expiresAt
      userId
      provider
      firstName
      middleName
      lastName
      nameSuffix
      livenessMode
      livenessProvider
      livenessDetected
      livenessDetectedAt
      selfieGiven
      selfieGivenAt
      metadata
      sdkMetadata
      webhookUrl
      erasedAt
      documentType
      consented
      documentFrontGiven
      documentBackGiven
      verified
      client {
        id
        name
      }
    }
  }
`;

/** Echoes what it is told at the start: nothing but node:http. */
const BARE = `
const http = require('node:http');
process.once('message', ({ headers, body }) => {
  const bytes = Buffer.from(body);
  const server = http.createServer((request, response) => {
    request.on('data', () => {}).on('end', () => { response.writeHead(200, headers); response.end(bytes); });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
});`;

interface Target {
  readonly url: string;
  readonly rates: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'proofgate-bench-'));
const children: ChildProcess[] = [];
try {
  const url = await startGateway();
  const id = await createSession(url);
  const body = JSON.stringify({ query: SESSION, variables: { id } });
  for (let use = 0; use < 10; use++) await ask(url, body); // until the document is hot and the session is cached
  const answer = await ask(url, body);
  const gateway: Target = { url, rates: [] };
  const bare: Target = { url: await startBare(answer), rates: [] };
  const warming = { gateway: { ...gateway, rates: [] }, bare: { ...bare, rates: [] } };
  await measureBoth(warming.bare, warming.gateway, body); // warms both up
  for (let round = 0; round < ROUNDS; round++)
    await (round % 2 === 0 ? measureBoth(gateway, bare, body) : measureBoth(bare, gateway, body));
  report(gateway, bare, answer.text.length);
} finally {
  for (const child of children) {
    child.kill();
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
}

async function startGateway(): Promise<string> {
  const env = { ...process.env, PORT: '0', DATA_DIR: folder, DEMO_API_KEY: KEY, LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const [address] = /http:\/\/\S+?\/graphql/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error('The gateway did not start');
}

async function startBare(answer: { readonly headers: object; readonly text: string }): Promise<string> {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  child.send({ headers: answer.headers, body: answer.text });
  const [port] = (await once(child, 'message')) as [number];
  return `http://127.0.0.1:${port}`;
}

async function ask(url: string, body: string) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors"')) throw new Error(`The gateway answered ${text}`);
  const skipped = new Set(['date', 'connection', 'keep-alive']);
  return { text, headers: Object.fromEntries([...response.headers].filter(([name]) => !skipped.has(name))) };
}

async function createSession(url: string): Promise<string> {
  const query = 'mutation { createVerificationSession(input: { metadata: { order: "42" } }) { session { id } } }';
  const { text } = await ask(url, JSON.stringify({ query }));
  const { data } = JSON.parse(text) as { data: { createVerificationSession: { session: { id: string } } } };
  return data.createVerificationSession.session.id;
}

async function measureBoth(first: Target, second: Target, body: string): Promise<void> {
  for (const target of [first, second]) target.rates.push(await measure(target.url, body));
}

/** Requests a second. */
async function measure(url: string, body: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body,
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors from ${url}`);
  return requests.total / SECONDS;
}

function report(gateway: Target, bare: Target, bytes: number): void {
  const line = (name: string, { rates }: Target) =>
    `${name.padEnd(16)} ${median(rates).toFixed(0).padStart(6)} requests a second (${rates.map((rate) => rate.toFixed(0)).join(' ')})\n`;
  process.stdout.write(`a session of ${bytes} bytes\n${line('gateway', gateway)}${line('bare node:http', bare)}`);
  process.stdout.write(`ratio            ${(median(gateway.rates) / median(bare.rates)).toFixed(3)}\n`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
