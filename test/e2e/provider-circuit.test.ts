import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalSettings, startExternal } from '../../tools/vendors/external/vendor.js';
import { Gateway, operator, ownDatabase } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { magicPicture, openScoring, readScoring } from '../support/scoring.js';

const SERVICES = [process.env['TEST_DATABASE_URL'], process.env['TEST_REDIS_URL']];

/** Without TEST_DATABASE_URL and TEST_REDIS_URL there is nothing that two instances could share. */
describe.skipIf(SERVICES.includes(undefined))('the circuit of a provider, between two instances', () => {
  let vendor: Awaited<ReturnType<typeof startExternal>>;
  let database: Awaited<ReturnType<typeof ownDatabase>>;
  let instances: readonly [Gateway, Gateway];
  let folder: string;
  beforeAll(async () => {
    vendor = await startExternal();
    database = await ownDatabase(process.env['TEST_DATABASE_URL']);
    folder = await mkdtemp(join(tmpdir(), 'proofgate-shared-'));
    const environment = {
      DATA_DIR: folder,
      // One address for both, or the vendor would take the same request for another; call-backs do not matter here.
      PUBLIC_URL: 'http://127.0.0.1:9',
      DATABASE_URL: database?.url ?? '',
      MASTER_KEY: randomBytes(32).toString('base64'),
      PRIVATE_DESTINATIONS: '127.0.0.0/8',
    };
    const first = await Gateway.start(undefined, environment);
    instances = [first, await Gateway.start(undefined, environment)];
  });
  afterAll(async () => {
    for (const gateway of instances) await gateway.close();
    await vendor.close();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** By the vendor's address: EXTERNAL, as both instances know it. */
  const configure = async (url: string) => {
    const input = { organizationId: 'demo', adapter: 'external', enabled: true, settings: externalSettings(url) };
    await instances[0].get(api.ConfigureProviderDocument, { input }, operator);
  };
  const scored = async (): Promise<string> => {
    const scoringId = await openScoring(instances[0], { provider: 'VERIDAS' });
    await instances[0].get(api.ScoreScoringDocument, { scoringId, front: await magicPicture() }, operator);
    expect(await readScoring(instances[0], scoringId)).toMatchObject({ status: 'SCORED' });
    return scoringId;
  };
  /** Asks by this instance itself, not by whoever takes a job. */
  const ask = async (gateway: Gateway, scoringId: string) => {
    const asked = { scoringId, providers: ['EXTERNAL' as const] };
    const { compareProviders } = await gateway.get(api.CompareProvidersDocument, asked, operator);
    return compareProviders.results[0]?.failure?.code ?? 'ANSWERED';
  };
  const statusAt = async (gateway: Gateway) => {
    const { organization } = await gateway.get(api.ReadProvidersDocument, { id: 'demo' }, operator);
    const status = organization?.providers.find(({ adapter }) => adapter === 'external');
    const told = organization?.history.nodes.filter(({ event }) => event === 'PROVIDER_STATUS_CHANGED') ?? [];
    return { circuit: status?.circuit, errorRate: status?.errorRate, told: told.map(({ data }) => data['circuit']) };
  };

  it('spares a provider that another has found down, and asks it again when it is back', async () => {
    const [first, second] = instances;
    const scoringId = await scored();
    await configure(vendor.faulty('server_error'));
    while ((await statusAt(first)).circuit !== 'OPEN') expect(await ask(first, scoringId)).toBe('PROVIDER_UNAVAILABLE');
    expect(await ask(second, scoringId)).toBe('PROVIDER_UNAVAILABLE');
    // The second has not called anybody: it has no calls to tell of, and a closed circuit of its own.
    expect(await statusAt(second)).toMatchObject({ circuit: 'CLOSED', errorRate: null, told: ['OPEN'] });
    await configure(vendor.url);
    // Each question stands in the history: a pause between them, or they would push the news off its first page.
    for (const gateway of [second, first]) while ((await ask(gateway, scoringId)) !== 'ANSWERED') await wait(200);
    expect(await statusAt(second)).toMatchObject({ circuit: 'CLOSED', errorRate: 0 });
    expect(await statusAt(first)).toMatchObject({
      circuit: 'CLOSED',
      told: expect.arrayContaining(['OPEN', 'CLOSED']),
    });
  }, 180_000);
});
