/** What every adapter must do to be let into the list: its claims are exercised, and its failures are those of the contract. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  DOCUMENT_TYPES,
  PROVIDER_CAPABILITIES,
  PROVIDERS,
  type Adapter,
  type AdapterTools,
  type ProviderCapability,
} from '../../src/provider/contract.js';
import {
  callbackAction,
  collected,
  delegation,
  documentEvidence,
  faceEvidence,
  imageInspection,
  licenseMatches,
  livenessEvidence,
  livenessToken,
} from './evidence.js';
import {
  type AdapterSubject,
  callsOf,
  type Circumstances,
  entriesOf,
  type Fault,
  FAULTS,
  never,
  type Picture,
  secretsOf,
} from './subject.js';

/** What a capability is called by. The others are parts of an answer. */
const METHODS = {
  DOCUMENT_ANALYSIS: 'analyzeDocument',
  FACE_MATCH: 'compareFaces',
  PASSIVE_LIVENESS: 'detectLiveness',
  DELEGATION: 'delegate',
  DMV: 'matchLicense',
} as const satisfies Partial<Record<ProviderCapability, keyof Adapter>>;

const NO_IMAGE = new TextEncoder().encode('this is no image');
const A_MOMENT = 150;

export function describeAdapter<Options>(subject: AdapterSubject<Options>): void {
  const { definition, samples, faults = {} } = subject;
  const said: string[] = [];
  let adapter: Adapter;

  const start = (options = subject.options, tools: Partial<AdapterTools> = {}): Adapter =>
    definition.create(definition.options.parse(valueOf(options)), toolsFor(subject, said, tools));
  beforeAll(() => {
    adapter = start();
  });
  afterAll(async () => adapter.close?.());

  const image = async (picture: Picture) => ({ bytes: await picture() });
  const calls = (from: Adapter, circumstances: Circumstances) =>
    callsOf(subject, from, circumstances).map(({ call, ...rest }) => ({
      ...rest,
      call: async () => {
        const answer = await call();
        said.push(JSON.stringify(answer) ?? '');
        return answer;
      },
    }));

  describe(`the adapter ${definition.id}`, () => {
    it('claims what can be claimed', () => {
      const { id, provider, supports, calibration, catalog = [] } = definition;
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      if (provider !== undefined) expect(PROVIDERS).toContain(provider);
      expect(DOCUMENT_TYPES).toEqual(expect.arrayContaining([...supports.types]));
      for (const country of supports.countries) expect(country).toMatch(/^[A-Z]{2}$/);
      expect(PROVIDER_CAPABILITIES).toEqual(expect.arrayContaining([...definition.capabilities]));
      expect(new Set(catalog.map(({ name }) => name)).size).toBe(catalog.length);
      if (!calibration) return;
      expect(calibration.strictFaceDistance).toBeGreaterThan(0);
      expect(calibration.strictFaceDistance).toBeLessThan(calibration.faceDistance);
      expect(calibration.liveness).toBeGreaterThan(0);
      expect(calibration.liveness).toBeLessThan(1);
    });

    it('can do what it claims, and claims what it can do', () => {
      for (const [capability, method] of Object.entries(METHODS))
        expect(definition.capabilities.includes(capability as ProviderCapability), capability).toBe(!!adapter[method]);
    });

    it('refuses options that it does not know the meaning of', () => {
      expect(definition.options.safeParse('nonsense').success).toBe(false);
    });

    it('is healthy', async () => {
      await expect(adapter.health(never)).resolves.toBeUndefined();
    });

    it('inspects images', async ({ skip }) => {
      const { selfie } = samples;
      if (!adapter.inspectImage || !selfie) return skip('it does not inspect images');
      imageInspection.parse(await adapter.inspectImage(await image(selfie), { kind: 'selfie' }, never));
    });

    it('looks at every side of a document that it claims', async ({ skip }) => {
      if (!adapter.analyzeDocument) return skip('it does not look at documents');
      expect(entriesOf(samples.document).length, 'samples.document').toBeGreaterThan(0);
      for (const [side, picture] of entriesOf(samples.document)) {
        expect(definition.supports.sides).toContain(side);
        const country = samples.country ? { country: samples.country } : {};
        for (const type of definition.supports.types.slice(0, 2)) {
          const request = { idempotencyKey: `${side}-${type}`, image: await image(picture), side, type, ...country };
          const evidence = documentEvidence.parse(await adapter.analyzeDocument(request, never));
          if (evidence.reference) await adapter.release?.(evidence.reference, never);
        }
      }
    });

    it('knows a face again and tells it from another', async ({ skip }) => {
      if (!adapter.compareFaces) return skip('it does not compare faces');
      const { selfie, sameFace, otherFace } = samples;
      const compare = async (picture: Picture | undefined) => {
        if (!selfie || !picture) throw new Error('samples.selfie, sameFace and otherFace are wanted');
        const [reference, probe] = [{ image: await image(selfie) }, { image: await image(picture) }];
        const request = { idempotencyKey: 'faces', reference, probe };
        return faceEvidence.parse(await adapter.compareFaces!(request, never));
      };
      const [same, other] = [await compare(sameFace), await compare(otherFace)];
      expect(same.outcome).toBe('PASS');
      expect(other.outcome).toBe('FAIL');
      // Without a calibration of its own, nobody could say what its metric means.
      expect([same.metric, other.metric].every((metric) => (metric !== undefined) === !!definition.calibration)).toBe(
        true,
      );
      expect(worthOf(same)).toBeGreaterThan(worthOf(other));
    });

    it('gives a template that it takes back', async ({ skip }) => {
      const { selfie, sameFace } = samples;
      if (!adapter.compareFaces || !adapter.detectLiveness || !selfie || !sameFace)
        return skip('it gives no templates');
      const frames = [{ image: await image(selfie) }];
      const found = await adapter.detectLiveness({ idempotencyKey: 'template', frames }, never);
      if (!found.selfie) return skip('it gives no templates');
      const reference = { template: found.selfie.template };
      const probe = { image: await image(sameFace) };
      const evidence = await adapter.compareFaces({ idempotencyKey: 'template', reference, probe }, never);
      expect(evidence.outcome).toBe('PASS');
    });

    it('judges liveness', async ({ skip }) => {
      if (!adapter.detectLiveness) return skip('it does not judge liveness');
      const { selfie, heldLiveness } = samples;
      const held = await heldLiveness?.(adapter);
      const shown = selfie ? { frames: [{ image: await image(selfie) }] } : undefined;
      const request = held ?? shown;
      if (!request) throw new Error('samples.selfie or samples.heldLiveness is wanted');
      livenessEvidence.parse(await adapter.detectLiveness({ idempotencyKey: 'liveness', ...request }, never));
    });

    it('begins a check of liveness', async ({ skip }) => {
      if (!adapter.startLiveness) return skip('it takes frames only');
      livenessToken.parse(await adapter.startLiveness({ idempotencyKey: 'start', mode: 'PASSIVE_ACTIVE' }, never));
    });

    it('delegates, and knows only what it was told', async ({ skip }) => {
      if (!adapter.delegate) return skip('it does not delegate');
      if (!samples.delegation) throw new Error('samples.delegation is wanted');
      const given = delegation.parse(
        await adapter.delegate({ ...samples.delegation, idempotencyKey: 'delegate' }, never),
      );
      expect(given.expiresAt.getTime()).toBeGreaterThan(Date.now());
      if (!adapter.collect) return;
      collected.parse(await adapter.collect(given.reference, never));
      await expect(adapter.collect('nobody-knows-this', never)).rejects.toMatchObject({ kind: 'unknown_reference' });
    });

    it('takes its own call-backs and no others', async ({ skip }) => {
      if (!adapter.receive) return skip('it takes no call-backs');
      if (!samples.callback) throw new Error('samples.callback is wanted');
      const callback = await samples.callback(adapter);
      const first = callbackAction.parse(await adapter.receive(callback));
      expect(await adapter.receive(callback), 'a replay is told by its id').toMatchObject({
        messageId: first.messageId,
      });
      const forged = [
        { ...callback, headers: {} },
        ...disguised(callback.headers).map((headers) => ({ ...callback, headers })),
      ];
      for (const one of forged) await expect(adapter.receive(one)).rejects.toMatchObject({ kind: 'forged' });
    });

    it('compares licences with the issuer', async ({ skip }) => {
      if (!adapter.matchLicense) return skip('it asks no issuer');
      if (!samples.license) throw new Error('samples.license is wanted');
      licenseMatches.parse(await adapter.matchLicense({ ...samples.license, idempotencyKey: 'license' }, never));
    });

    it('answers the same to the same request, and leaves the caller its bytes', async () => {
      const repeatable = calls(adapter, { idempotencyKey: 'again' }).filter(({ name }) => !MINTS.includes(name));
      for (const { name, call } of repeatable) {
        expect(withoutTimings(await call()), name).toEqual(withoutTimings(await call()));
      }
      const bytes = (await samples.selfie?.()) ?? (await entriesOf(samples.document)[0]?.[1]()) ?? NO_IMAGE;
      const before = Uint8Array.from(bytes);
      for (const { call } of calls(adapter, { idempotencyKey: 'bytes', bytes })) await call().catch(() => undefined);
      expect(Buffer.compare(bytes, before)).toBe(0);
    });

    it('refuses what is no image', async () => {
      const looks = calls(adapter, { idempotencyKey: 'garbage', bytes: NO_IMAGE }).filter(({ looks }) => looks);
      for (const { name, call } of looks) {
        const refusal: unknown = await call().catch((error: unknown) => error);
        expect(refusal, name).toMatchObject({ name: 'ProviderError', kind: 'refused' });
        expect(refusal, name).toHaveProperty('reason', expect.stringMatching(/^[a-z0-9_]+$/));
      }
    });

    it('stops when it is told to, and works on afterwards', async () => {
      for (const signal of [() => AbortSignal.abort(), abortedSoon])
        for (const { name, call } of calls(adapter, { idempotencyKey: 'cancelled', signal }))
          await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: 'unavailable' });
      for (const { name, call } of calls(adapter, { idempotencyKey: 'afterwards' }))
        expect(ANSWERS[name]?.safeParse(await call()), name).toMatchObject({ success: true });
    });

    for (const [fault, options] of Object.entries(faults) as [Fault, unknown][])
      it(`says ${FAULTS[fault]} of a vendor in trouble: ${fault}`, async () => {
        const troubled = start(options);
        const signal = fault === 'hangs' ? () => AbortSignal.timeout(A_MOMENT) : () => never;
        const questions = calls(troubled, { idempotencyKey: fault, signal });
        const health = { name: 'health' as const, call: () => troubled.health(signal()) };
        for (const { name, call } of fault === 'garbage' ? questions : [...questions, health])
          await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: FAULTS[fault] });
        await troubled.close?.();
      });

    it('keeps people and secrets out of its logs, and secrets out of its answers', () => {
      const text = said.join('\n');
      for (const secret of secretsOf(definition, valueOf(subject.options))) expect(text).not.toContain(secret);
      const logged = said.filter((line) => line.startsWith(LOGGED)).join('\n');
      for (const personal of samples.personal) expect(logged).not.toContain(personal);
      // Templates and images, as numbers or in base64.
      expect(logged).not.toMatch(/(-?\d+(\.\d+)?\s*,\s*){16}/);
      expect(logged).not.toMatch(/[A-Za-z0-9+/]{200}/);
    });

    it('is unavailable once it is closed', async ({ skip }) => {
      const second = start();
      if (!second.close) return skip('it starts nothing that could be closed');
      await second.close();
      for (const { name, call } of calls(second, { idempotencyKey: 'closed' }))
        await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: 'unavailable' });
    });
  });
}

/** What each question is answered with. */
const ANSWERS: Readonly<Partial<Record<keyof Adapter, z.ZodType>>> = {
  inspectImage: imageInspection,
  analyzeDocument: documentEvidence,
  compareFaces: faceEvidence,
  detectLiveness: livenessEvidence,
  startLiveness: livenessToken,
  delegate: delegation,
  matchLicense: licenseMatches,
};
/** What gives something new at each call. */
const MINTS: readonly (keyof Adapter)[] = ['delegate', 'startLiveness'];
const LOGGED = 'log: ';

const valueOf = (options: unknown): unknown => (typeof options === 'function' ? (options as () => unknown)() : options);

/** The calibrated distance where there is one, else how sure it is. */
const worthOf = ({
  metric,
  confidence = 0.5,
}: {
  metric?: number | undefined;
  confidence?: number | undefined;
}): number => (metric === undefined ? confidence : -metric);

/** Every header that proves something, one at a time, with its last character changed. */
const disguised = (headers: Readonly<Record<string, string>>): Record<string, string>[] =>
  Object.entries(headers)
    .filter(([name]) => /signature|authorization/.test(name))
    .map(([name, value]) => ({ ...headers, [name]: `${value.slice(0, -4)}AAA=` }));

function abortedSoon(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return controller.signal;
}

function toolsFor<Options>(
  { tools }: AdapterSubject<Options>,
  said: string[],
  others: Partial<AdapterTools>,
): AdapterTools {
  const note = (fields: object, message: string): void =>
    void said.push(`${LOGGED}${message} ${JSON.stringify(fields)}`);
  const log = { debug: note, info: note, warn: note, error: note };
  return { fetch, now: () => new Date(), log, ...tools, ...others };
}

function withoutTimings(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null ? { ...answer, timings: undefined } : answer;
}
