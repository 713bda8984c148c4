/**
 * What the gateway adds to a call of a provider: routing, circuit, limits, the adapter's parsing. The verifier of
 * docs/external-verifier.mjs, a process of its own, is asked by the gateway; by a client written by hand, which makes the
 * contract's message of the picture (hash, base64, JSON) for every call too; and by a bare fetch of a message made
 * beforehand. Rounds of all three alternate in one run, so that a busy machine slows all. `npx tsx bench/provider-call.ts`
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { on } from 'node:events';
import sharp from 'sharp';
import { external } from '../adapters/external/index.js';
import { signRequest } from '../adapters/external/signature.js';
import { installAdapter } from '../src/provider/contract.js';
import { Guard } from '../src/provider/guard.js';
import { ProviderRegistry } from '../src/provider/registry.js';

const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const ROUNDS = 6;
/** At this many at once, this many calls a round. */
const LOADS = [
  { atOnce: 1, calls: 60 },
  { atOnce: 64, calls: 256 },
] as const;
const PICTURE_BYTES = 100_000;

type Ways = Readonly<Record<'bare' | 'byHand' | 'through', () => Promise<unknown>>>;
interface Round {
  readonly times: readonly number[];
  /** Milliseconds of this process a call. */
  readonly cpu: number;
}

/** The calls one after another, so many at once. */
async function measure(atOnce: number, calls: number, call: () => Promise<unknown>): Promise<Round> {
  const times: number[] = [];
  const before = process.cpuUsage();
  let left = calls;
  const caller = async () => {
    while (left-- > 0) {
      const begun = performance.now();
      await call();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const { user, system } = process.cpuUsage(before);
  return { times, cpu: (user + system) / 1000 / times.length };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const summaryOf = (rounds: readonly Round[]) => {
  const times = rounds.flatMap((round) => round.times);
  const cpu = quantile(
    rounds.map((round) => round.cpu),
    0.5,
  );
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu };
};

type Summary = ReturnType<typeof summaryOf>;

async function startVerifier() {
  const env = { PATH: process.env['PATH'], SECRET, PORT: '0' };
  const child = spawn(process.execPath, ['docs/external-verifier.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const [line] of on(child.stdout, 'data')) {
    const [, port] = /port (\d+)/.exec(String(line)) ?? [];
    if (port) return { url: `http://127.0.0.1:${port}/idv/v1`, stop: () => child.kill() };
  }
  throw new Error('the verifier did not start');
}

async function pictureBytes(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { width: 400, height: 400, channels: 3, background: '#fff', noise } as const;
  const jpeg = await sharp({ create }).jpeg().toBuffer();
  return Buffer.concat([jpeg, Buffer.alloc(Math.max(0, PICTURE_BYTES - jpeg.length))]);
}

/** The way through the gateway, to one adapter and nobody else. */
function gatewayTo(url: string): ProviderRegistry {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const settings = { url, requestSecret: SECRET, callbackSecret: SECRET };
  const installed = installAdapter(external, settings, { fetch, now: () => new Date(), log });
  const guard = new Guard(() => undefined, async () => false); // prettier-ignore
  const own = { ...installed, priority: 1, shadowShare: 0, guard };
  return new ProviderRegistry({ shared: [], of: async () => [own], close: async () => undefined });
}

async function main(): Promise<void> {
  const verifier = await startVerifier();
  const bytes = await pictureBytes();
  const registry = gatewayTo(verifier.url);
  const wanted = {
    organizationId: 'bench',
    provider: 'EXTERNAL',
    document: { type: 'PASSPORT', side: 'FRONT' },
  } as const;
  const through = () => {
    const request = { idempotencyKey: randomUUID(), image: { bytes }, side: 'FRONT', type: 'PASSPORT' } as const;
    return registry.ask('analyzeDocument', wanted, (adapter, signal) => adapter.analyzeDocument?.(request, signal));
  };
  const message = () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const medium = { role: 'DOCUMENT_FRONT', content_type: 'image/jpeg', sha256, data: bytes.toString('base64') };
    return JSON.stringify({ session_id: 'bench', tests: ['is_identity_document'], media: [medium] });
  };
  const send = async (body: string) => {
    const signed = { id: randomUUID(), at: new Date(), method: 'POST', path: '/idv/v1/jobs', body };
    const headers = {
      ...signRequest(SECRET, signed),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const response = await fetch(`${verifier.url}/jobs`, { method: 'POST', headers, body });
    if (response.status !== 200) throw new Error(`the verifier answers ${response.status}`);
    await response.json();
  };
  const made = message();
  const ways = { bare: () => send(made), byHand: () => send(message()), through };
  for (const { atOnce, calls } of LOADS) await compare(ways, atOnce, calls);
  verifier.stop();
}

async function compare(ways: Ways, atOnce: number, calls: number): Promise<void> {
  const rounds = { bare: [] as Round[], byHand: [] as Round[], through: [] as Round[] };
  for (let round = -1; round < ROUNDS; round++)
    for (const name of ['bare', 'byHand', 'through'] as const) {
      const measured = await measure(atOnce, calls, ways[name]);
      if (round >= 0) rounds[name].push(measured); // the first one warms
    }
  const [bare, byHand, through] = [summaryOf(rounds.bare), summaryOf(rounds.byHand), summaryOf(rounds.through)];
  console.log(`${atOnce} at once, milliseconds a call:`);
  for (const name of ['p50', 'p99', 'cpu'] as const) {
    const figures = `bare ${bare[name].toFixed(2)}  by hand ${byHand[name].toFixed(2)}  gateway ${through[name].toFixed(2)}`;
    const ratio = (to: Summary) => (through[name] / to[name]).toFixed(2);
    console.log(`  ${name}  ${figures}  ratio ${ratio(byHand)} to the one by hand, ${ratio(bare)} to the bare one`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
