import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Bell } from '../../src/shared/bell.js';
import { FLAG_NAMES, type RequirementsFlags } from '../../src/requirements/requirements.states.js';
import { type Gateway, operator } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { handInAndFinalize } from '../support/hand-in.js';
import { type Installation, startInstallation, whyNoInstallation } from '../support/installation.js';
import { openScoring } from '../support/scoring.js';
import { openSession, type Subject } from '../support/subject.js';
import { newKey } from '../support/tenant.js';
import { weightsValues } from '../support/weights.js';

/** Changes of every kind of subject that each state of Redis has to outlast. */
const ROUNDS = 2;
const reason = whyNoInstallation();

let installation: Installation;
let gateways: readonly [Gateway, Gateway];
let redis: Redis;
let person: Subject;
let identityId: string;
beforeAll(async () => {
  if (reason) return;
  installation = await startInstallation();
  ({ gateways } = installation);
  redis = new Redis(installation.redis.url, { lazyConnect: true, enableOfflineQueue: true });
  redis.on('error', () => undefined); // it is stopped on purpose
  person = await handInAndFinalize(gateways[0], { settings: { performOfacTest: false } }, { type: 'PASSPORT' });
  identityId = await vi.waitUntil(identityOfPerson, { timeout: 120_000, interval: 200 });
}, 180_000);
afterAll(async () => {
  redis?.disconnect();
  await installation?.close();
});

/** On a busy machine the verdict may come after the answer to who asked for it. */
async function identityOfPerson(): Promise<string> {
  const { verificationSession } = await gateways[0].get(api.ReadScreeningDocument, { id: person.sessionId }, operator);
  return verificationSession?.identity?.id ?? '';
}

/** Something that is changed to a number, and read back as one. */
interface Counted {
  readonly name: string;
  change(gateway: Gateway, to: number): Promise<unknown>;
  read(gateway: Gateway): Promise<number>;
}

const tolerance = (count: number): number => count / 10_000;
const flags = Object.fromEntries(FLAG_NAMES.map((name) => [name, false])) as RequirementsFlags;
const countedSession = ({ sessionId, headers }: Subject): Counted => ({
  name: 'session',
  change: (gateway, count) => gateway.get(api.UpdateMetadataDocument, { sessionId, sdkMetadata: { count } }, headers),
  async read(gateway) {
    const { verificationSession } = await gateway.get(api.CachedSessionDocument, { id: sessionId }, operator);
    return Number(verificationSession?.sdkMetadata['count'] ?? 0);
  },
});
const countedIdentity = (): Counted => ({
  name: 'identity',
  change: (gateway, count) =>
    gateway.get(api.UpdateIdentityDocument, { input: { identityId, phone: String(count) } }, operator),
  async read(gateway) {
    const { identity } = await gateway.get(api.CachedIdentityDocument, { id: identityId }, operator);
    return Number(identity?.phone ?? 0);
  },
});
const weights: Counted = {
  name: 'weights',
  change: (gateway, count) =>
    gateway.get(
      api.UpdateWeightsDocument,
      { input: { values: weightsValues({ idvSessionTolerance: tolerance(count) }) } },
      operator,
    ),
  async read(gateway) {
    const { organization } = await gateway.get(api.CachedWeightsDocument, { id: 'demo' }, operator);
    const { version, idvSessionTolerance } = organization?.weights ?? { version: 0, idvSessionTolerance: 0 };
    return version < 2 ? 0 : Math.round(idvSessionTolerance * 10_000);
  },
};
const requirements: Counted = {
  name: 'requirements',
  change: (gateway) =>
    gateway.get(
      api.UpdateRequirementsDocument,
      { input: { documentType: 'PASSPORT', dataSource: 'MERGED', flags } },
      operator,
    ),
  async read(gateway) {
    const { organization } = await gateway.get(api.CachedRequirementsDocument, { id: 'demo' }, operator);
    return organization?.requirements[0]?.version ?? 0;
  },
};

/** One that changes and many that read, at both gateways; every answer is held against what was acknowledged before. */
class Load {
  private acknowledged = 0;
  private stopped = false;
  private readonly bell = new Bell();
  readonly wrong: string[] = [];
  answers = 0;
  private readonly running: Promise<unknown>;

  constructor(private readonly subject: Counted) {
    this.running = Promise.all([this.change(), ...gateways.map((gateway) => this.watch(gateway))]);
  }

  async rounds(count: number): Promise<void> {
    const wanted = this.acknowledged + count;
    while (this.acknowledged < wanted) {
      this.bell.reset();
      await Promise.race([this.bell.rung(), this.running]);
    }
  }
  async end(): Promise<number> {
    this.stopped = true;
    await this.running;
    return this.acknowledged;
  }

  private async change(): Promise<void> {
    for (let count = 1; !this.stopped; count++) {
      const [one, other] = count % 2 === 0 ? gateways : gateways.toReversed();
      if (!one || !other) throw new Error('there are two gateways');
      await this.subject.change(one, count);
      this.acknowledged = count;
      for (const gateway of [other, one]) this.hold(await this.subject.read(gateway), count, count);
      this.bell.ring();
    }
  }
  private async watch(gateway: Gateway): Promise<void> {
    while (!this.stopped) {
      const least = this.acknowledged;
      const answer = await this.subject.read(gateway);
      this.hold(answer, least, this.acknowledged + 1);
    }
  }
  private hold(answer: number, least: number, most: number): void {
    this.answers += 1;
    if (answer < least || answer > most)
      this.wrong.push(`${this.subject.name} was ${answer}, and ${least} to ${most} is true`);
  }
}

/** Redis is asked again only some time after it has failed. */
const PATIENCE = { timeout: 15_000 };

/** What is made at one gateway and closed at the other, once at a time. */
async function closedElsewhere(): Promise<void> {
  const id = await openScoring(gateways[0]);
  const read = async (gateway: Gateway) =>
    (await gateway.get(api.CachedScoringDocument, { id }, operator)).scoring?.status;
  expect(await Promise.all(gateways.map(read))).toEqual(['OPEN', 'OPEN']);
  await gateways[1].get(api.CloseScoringDocument, { id }, operator);
  expect(await Promise.all(gateways.map(read))).toEqual(['CLOSED', 'CLOSED']);
}

async function inDatabase<Row extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(installation.databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(query, values)).rows;
  } finally {
    await client.end();
  }
}

async function metric(gateway: Gateway, cache: string, tier: string, outcome: string): Promise<number> {
  const text = await (await fetch(`${gateway.address}/metrics`)).text();
  const line = text.split('\n').find((one) => one.includes(`{cache="${cache}",tier="${tier}",outcome="${outcome}"}`));
  return Number(line?.split(' ')[1] ?? Number.NaN);
}

describe.skipIf(reason)(`two gateways on one database and one Redis ${reason ? `(${reason})` : ''}`, () => {
  it('answer with the last acknowledged change, while Redis hangs, forgets, dies and comes back', async () => {
    const { service } = installation.redis;
    const session = await openSession(gateways[0]);
    const loads = [countedSession(session), countedIdentity(), weights, requirements].map(
      (subject) => new Load(subject),
    );
    const outlast = async () => {
      await Promise.all([...loads.map((load) => load.rounds(ROUNDS)), closedElsewhere()]);
    };
    await outlast();
    service.signal('SIGSTOP');
    await outlast();
    service.signal('SIGCONT');
    await outlast();
    await redis.flushall();
    await outlast();
    await service.kill();
    await outlast();
    await service.start();
    await outlast();
    const [last] = await Promise.all(loads.map((load) => load.end()));
    expect(loads.flatMap(({ wrong }) => wrong)).toEqual([]);
    const [stored] = await inDatabase<{ sdk_metadata: object }>('select sdk_metadata from sessions where id = $1', [
      session.sessionId,
    ]);
    expect(stored?.sdk_metadata).toEqual({ count: last });
  }, 180_000);

  it('refuse a key from the answer on that revoked it at the other, and go by the policy that it was given', async () => {
    const tenant = { id: 'demo', keyId: '', admin: operator };
    const { id, headers } = await newKey(gateways[0], tenant, { mode: 'SANDBOX' });
    const ask = (gateway: Gateway) => gateway.refusal(api.CachedWeightsDocument, { id: 'demo' }, headers);
    expect(await Promise.all([...gateways, ...gateways].map(ask))).toEqual(Array(4).fill('NO_REFUSAL'));
    const setLimit = (rateLimit: number | null) =>
      gateways[0].get(api.UpdateOrganizationDocument, { input: { id: 'demo', policy: { rateLimit } } }, operator);
    await setLimit(1);
    expect([await ask(gateways[1]), await ask(gateways[1])]).toContain('RATE_LIMITED');
    await setLimit(null);
    expect(await ask(gateways[1])).toBe('NO_REFUSAL');
    await gateways[0].get(api.RevokeApiKeyDocument, { id }, operator);
    expect(await ask(gateways[1])).toBe('UNAUTHENTICATED');
  });

  it('show at /metrics what each tier had', async () => {
    const count = (outcome: string, tier = 'redis') => metric(gateways[1], 'session', tier, outcome);
    const before = { redis: await count('hit'), memory: await count('hit', 'memory') };
    // The copy that the first one made is written beside its answer.
    await expect
      .poll(async () => {
        const fresh = await openSession(gateways[0]);
        const ask = (gateway: Gateway) => gateway.get(api.CachedSessionDocument, { id: fresh.sessionId }, operator);
        await ask(gateways[0]);
        await ask(gateways[1]);
        await ask(gateways[1]);
        return (await count('hit')) - before.redis;
      }, PATIENCE)
      .toBeGreaterThan(0);
    expect((await count('hit', 'memory')) - before.memory).toBeGreaterThan(0);
    expect(await count('miss', 'memory')).toBeGreaterThan(0);
  });
});

describe.skipIf(reason)(`a person who is erased at one gateway ${reason ? `(${reason})` : ''}`, () => {
  const readAll = async (gateway: Gateway) =>
    Promise.all([
      gateway.get(api.CachedIdentityDocument, { id: identityId }, operator),
      gateway.get(api.ReadSessionDocument, { id: person.sessionId }, operator),
      gateway.get(api.ReadScreeningDocument, { id: person.sessionId }, operator),
    ]);
  const names = (value: unknown): boolean => JSON.stringify(value).includes('LINDGREN');
  /** What memory holds is not copied again: where no copy outlived what was done to Redis, a change makes one. */
  const copiesOfIdentities = async (): Promise<number> => {
    const { length } = await redis.keys('*:identity:*');
    if (length > 0) return length;
    await countedIdentity().change(gateways[0], 1);
    await readAll(gateways[0]);
    return 0;
  };
  const everythingInRedis = async (): Promise<Map<string, Buffer>> => {
    const keys = await redis.keys('proofgate:cache:*');
    const values = await Promise.all(keys.map((key) => redis.getBuffer(key)));
    return new Map(keys.flatMap((key, place) => (values[place] ? [[key, values[place]]] : [])));
  };

  it('is read by nobody at the other from then on, with Redis hanging and with old copies put back into it', async () => {
    const { service } = installation.redis;
    for (const gateway of [...gateways, ...gateways])
      expect((await readAll(gateway)).map(names)).toEqual([true, true, true]);
    await expect.poll(copiesOfIdentities, PATIENCE).toBeGreaterThan(0);
    const copies = await everythingInRedis();
    for (const [key, bytes] of copies) {
      expect(key).toMatch(/:demo:[\w-]{43}$/);
      expect(bytes.includes('LINDGREN')).toBe(false);
    }
    service.signal('SIGSTOP');
    await gateways[0].get(api.EraseIdentityDocument, { id: identityId }, operator);
    for (const gateway of gateways) expect((await readAll(gateway)).map(names)).toEqual([false, false, false]);
    service.signal('SIGCONT');
    for (const [key, bytes] of copies) await redis.set(key, bytes);
    for (const gateway of gateways) expect((await readAll(gateway)).map(names)).toEqual([false, false, false]);
    const keys = await inDatabase('select from keyring.data_keys where subject_id = any($1)', [
      [identityId, person.sessionId],
    ]);
    expect(keys).toEqual([]);
  });
});
