import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaptersWith } from '../../adapters/index.js';
import { scaffold } from '../../tools/new-adapter/scaffold.js';
import { Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture, openScoring, readScoring } from '../support/scoring.js';

const KEY = 'the key of the vendor';
let isGenuine = true;
/** Speaks what a new adapter begins with. */
const vendor = createServer(((request, response) => {
  const isKnown = request.url === '/health' || request.headers.authorization === `Bearer ${KEY}`;
  response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ genuine: isGenuine }));
}) satisfies RequestListener);
const folder = await mkdtemp(join(tmpdir(), 'proofgate-outside-'));
const adapter = join(folder, 'index.js');
let gateway: Gateway;

beforeAll(async () => {
  vendor.listen(0, '127.0.0.1');
  await once(vendor, 'listening');
  await build();
  gateway = await Gateway.start(undefined, { ADAPTERS: adapter, PRIVATE_DESTINATIONS: '127.0.0.0/8' });
});
afterAll(async () => {
  await gateway.close();
  vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** A new adapter in a folder of its own, as JavaScript. */
async function build(): Promise<void> {
  const sources = await scaffold(process.cwd(), 'acme-id', folder);
  for (const path of sources.filter((path) => path.endsWith('.ts'))) {
    const compilerOptions = { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(await readFile(path, 'utf8'), { compilerOptions });
    await writeFile(path.replace(/ts$/, 'js'), outputText);
  }
}

const configure = async (adapter: string, settings: Record<string, unknown>) => {
  const input = { organizationId: 'demo', adapter, enabled: true, settings };
  return gateway.ask(api.ConfigureProviderDocument, { input }, operator);
};
const address = () => `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
const PASSPORT = { provider: 'EXTERNAL', document: { type: 'PASSPORT', country: 'ES' } } as const;
const manipulationOf = async () => {
  const scoringId = await openScoring(gateway, PASSPORT);
  await gateway.get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);
  const { tests, scoredBy } = await readScoring(gateway, scoringId);
  const { outcome, source } = tests?.find(({ name }) => name === 'DOC_FRONT_IMAGE_MANIPULATION') ?? {};
  return { outcome, source, scoredBy };
};

describe('an adapter from outside of this repository', () => {
  it('answers as EXTERNAL once its settings name it', async () => {
    const { data } = await configure('external', { adapter: 'acme-id', url: address(), apiKey: KEY });
    expect(data?.configureProvider.status).toMatchObject({
      adapter: 'acme-id',
      provider: 'EXTERNAL',
      configured: true,
      health: 'HEALTHY',
    });
    expect(await manipulationOf()).toEqual({ outcome: 'PASS', source: 'acme-id', scoredBy: 'EXTERNAL' });
    isGenuine = false;
    expect(await manipulationOf()).toEqual({ outcome: 'FAIL', source: 'acme-id', scoredBy: 'EXTERNAL' });
  });

  it('has its failures understood', async () => {
    await configure('acme-id', { url: address(), apiKey: 'another key' });
    const scoringId = await openScoring(gateway, { ...PASSPORT, fallbacks: ['VERIDAS'] });
    await gateway.get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);
    expect(await readScoring(gateway, scoringId)).toMatchObject({ status: 'SCORED', scoredBy: 'VERIDAS' });
  });

  it('is held to its own settings, and EXTERNAL to the adapters that there are', async () => {
    const wrong = await configure('external', { adapter: 'acme-id', url: 'nowhere', apiKey: KEY });
    expect(wrong.errors?.[0]?.extensions['issues']).toMatchObject([{ path: 'input.settings.url' }]);
    const unknown = await configure('external', { adapter: 'google' });
    expect(unknown.errors?.[0]?.extensions['issues']).toEqual([
      { path: 'input.settings.adapter', message: 'must be one of acme-id' },
    ]);
  });

  it('gives way to the signed contract where EXTERNAL is set up without a name', async () => {
    await configure('acme-id', { url: address(), apiKey: KEY });
    const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
    await configure('external', { url: 'http://127.0.0.1:9', requestSecret: secret, callbackSecret: secret });
    const { organization } = await gateway.get(api.ReadProvidersDocument, { id: 'demo' }, operator);
    const states = organization?.providers.map(({ adapter, enabled }) => [adapter, enabled]);
    expect(states).toEqual(expect.arrayContaining([['acme-id', false], ['external', true]])); // prettier-ignore
  });
});

describe('a module that is no adapter', () => {
  it.each([
    ['one that is not there', './nowhere.js', /Cannot find|Failed to load|Does the file exist/],
    ['one that exports none', 'node:path', /exports no adapter/],
  ])('%s keeps the gateway from starting', async (_, name, fault) => {
    const { faults } = await adaptersWith([adapter, name]);
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  it('says which facts of it are wrong', async () => {
    const broken = join(folder, 'broken.js');
    await writeFile(broken, `export const it = { id: 'Broken', provider: 'GOOGLE', create: 1 };`);
    const { faults } = await adaptersWith([broken]);
    expect(faults).toEqual([
      expect.stringMatching(/id must be.*provider.*supports.*options must be a zod schema.*create must be/),
    ]);
    expect((await adaptersWith([adapter, adapter])).faults).toEqual([
      expect.stringContaining('there is an adapter acme-id already'),
    ]);
  });
});
