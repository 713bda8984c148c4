/** What every adapter must do to be let into the list: its claims are exercised, and its failures are those of the contract. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DOCUMENT_TYPES,
  PROVIDERS,
  type Adapter,
  type AdapterDefinition,
  type AdapterTools,
  type DocumentSide,
} from '../../src/provider/contract.js';
import { documentEvidence, faceEvidence, imageInspection, livenessEvidence } from './evidence.js';

type Picture = () => Promise<Uint8Array>;

export interface AdapterSubject<Options> {
  readonly definition: AdapterDefinition<Options>;
  /** As they would stand in the configuration, not yet parsed. */
  readonly options: unknown;
  readonly tools?: Partial<AdapterTools>;
  readonly samples: {
    readonly document: Readonly<Partial<Record<DocumentSide, Picture>>>;
    /** One person twice, and another one. */
    readonly selfie: Picture;
    readonly sameFace: Picture;
    readonly otherFace: Picture;
    /** What the samples show or say of people: no log may hold it. */
    readonly personal: readonly string[];
  };
}

const never = new AbortController().signal;
const NO_IMAGE = new TextEncoder().encode('this is no image');

export function describeAdapter<Options>(subject: AdapterSubject<Options>): void {
  const { definition, samples } = subject;
  const logged: string[] = [];
  let adapter: Adapter;

  const start = (): Adapter => definition.create(definition.options.parse(subject.options), toolsFor(subject, logged));
  beforeAll(() => {
    adapter = start();
  });
  afterAll(async () => adapter.close?.());

  const image = async (picture: Picture) => ({ bytes: await picture() });
  const calls = (from: Adapter, idempotencyKey: string, bytes?: Uint8Array, signal = () => never) => {
    const pick = async (picture: Picture) => (bytes ? { bytes } : image(picture));
    const [side = 'FRONT', document = samples.selfie] = entriesOf(samples.document)[0] ?? [];
    const all: Record<string, (() => Promise<unknown>) | false> = {
      inspectImage:
        !!from.inspectImage &&
        (async () => from.inspectImage!(await pick(samples.selfie), { kind: 'selfie' }, signal())),
      analyzeDocument:
        !!from.analyzeDocument &&
        (async () => {
          const type = definition.supports.types[0]!;
          return from.analyzeDocument!({ idempotencyKey, image: await pick(document), side, type }, signal());
        }),
      compareFaces:
        !!from.compareFaces &&
        (async () => {
          const [reference, probe] = [{ image: await pick(samples.selfie) }, { image: await pick(samples.sameFace) }];
          return from.compareFaces!({ idempotencyKey, reference, probe }, signal());
        }),
      detectLiveness:
        !!from.detectLiveness &&
        (async () =>
          from.detectLiveness!({ idempotencyKey, frames: [{ image: await pick(samples.selfie) }] }, signal())),
    };
    return Object.entries(all).flatMap(([name, call]) => (call ? [{ name, call }] : []));
  };

  describe(`the adapter ${definition.id}`, () => {
    it('claims what can be claimed', () => {
      const { id, provider, supports, calibration } = definition;
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      if (provider !== undefined) expect(PROVIDERS).toContain(provider);
      expect(DOCUMENT_TYPES).toEqual(expect.arrayContaining([...supports.types]));
      for (const country of supports.countries) expect(country).toMatch(/^[A-Z]{2}$/);
      if (!calibration) return;
      expect(calibration.strictFaceDistance).toBeGreaterThan(0);
      expect(calibration.strictFaceDistance).toBeLessThan(calibration.faceDistance);
      expect(calibration.liveness).toBeGreaterThan(0);
      expect(calibration.liveness).toBeLessThan(1);
    });

    it('refuses options that it does not know the meaning of', () => {
      expect(definition.options.safeParse('nonsense').success).toBe(false);
    });

    it('is healthy', async () => {
      await expect(adapter.health(never)).resolves.toBeUndefined();
    });

    it('inspects images', async ({ skip }) => {
      skip(!adapter.inspectImage, 'it does not inspect images');
      const inspection = await adapter.inspectImage!(await image(samples.selfie), { kind: 'selfie' }, never);
      imageInspection.parse(inspection);
    });

    it('looks at every side of a document that it claims', async ({ skip }) => {
      skip(!adapter.analyzeDocument, 'it does not look at documents');
      for (const [side, picture] of entriesOf(samples.document)) {
        expect(definition.supports.sides).toContain(side);
        const request = { idempotencyKey: `side-${side}`, image: await image(picture), side };
        for (const type of definition.supports.types.slice(0, 2)) {
          documentEvidence.parse(await adapter.analyzeDocument!({ ...request, type }, never));
        }
      }
    });

    it('knows a face again and tells it from another', async ({ skip }) => {
      skip(!adapter.compareFaces, 'it does not compare faces');
      const compare = async (probe: Picture) =>
        faceEvidence.parse(
          await adapter.compareFaces!(
            {
              idempotencyKey: 'faces',
              reference: { image: await image(samples.selfie) },
              probe: { image: await image(probe) },
            },
            never,
          ),
        );
      const [same, other] = [await compare(samples.sameFace), await compare(samples.otherFace)];
      expect(same).toMatchObject({ outcome: 'PASS', comparator: 'AT_MOST' });
      expect(other).toMatchObject({ outcome: 'FAIL', comparator: 'AT_MOST' });
      expect(same.metric).toBeLessThan(other.metric!);
    });

    it('gives a template that it takes back', async ({ skip }) => {
      skip(!adapter.compareFaces || !adapter.detectLiveness, 'it gives no templates');
      const frames = [{ image: await image(samples.selfie) }];
      const { selfie } = await adapter.detectLiveness!({ idempotencyKey: 'template', frames }, never);
      const reference = { template: selfie!.template };
      const probe = { image: await image(samples.sameFace) };
      const evidence = await adapter.compareFaces!({ idempotencyKey: 'template', reference, probe }, never);
      expect(evidence.outcome).toBe('PASS');
    });

    it('judges liveness', async ({ skip }) => {
      skip(!adapter.detectLiveness, 'it does not judge liveness');
      const frames = [{ image: await image(samples.selfie) }];
      livenessEvidence.parse(await adapter.detectLiveness!({ idempotencyKey: 'liveness', frames }, never));
    });

    it('answers the same to the same request, and leaves the caller its bytes', async () => {
      for (const { name, call } of calls(adapter, 'again')) {
        expect(withoutTimings(await call()), name).toEqual(withoutTimings(await call()));
      }
      const bytes = await samples.selfie();
      const before = Uint8Array.from(bytes);
      for (const { call } of calls(adapter, 'bytes', bytes)) await call().catch(() => undefined);
      expect(Buffer.compare(bytes, before)).toBe(0);
    });

    it('refuses what is no image', async () => {
      for (const { name, call } of calls(adapter, 'garbage', NO_IMAGE)) {
        const refusal: unknown = await call().catch((error: unknown) => error);
        expect(refusal, name).toMatchObject({ name: 'ProviderError', kind: 'refused' });
        expect(refusal, name).toHaveProperty('reason', expect.stringMatching(/^[a-z0-9_]+$/));
      }
    });

    it('stops when it is told to, and works on afterwards', async () => {
      for (const { name, call } of calls(adapter, 'cancelled', undefined, () => AbortSignal.abort())) {
        await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: 'unavailable' });
      }
      for (const { name, call } of calls(adapter, 'soon-cancelled', await samples.selfie(), abortedSoon)) {
        await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: 'unavailable' });
      }
      for (const { name, call } of calls(adapter, 'afterwards')) expect(await call(), name).toBeDefined();
    });

    it('keeps people out of its logs', () => {
      const text = logged.join('\n');
      for (const personal of samples.personal) expect(text).not.toContain(personal);
      // Templates and images, as numbers or in base64.
      expect(text).not.toMatch(/(-?\d+(\.\d+)?\s*,\s*){16}/);
      expect(text).not.toMatch(/[A-Za-z0-9+/]{200}/);
    });

    it('is unavailable once it is closed', async ({ skip }) => {
      const second = start();
      skip(!second.close, 'it starts nothing that could be closed');
      await second.close!();
      for (const { name, call } of calls(second, 'closed')) {
        await expect(call(), name).rejects.toMatchObject({ name: 'ProviderError', kind: 'unavailable' });
      }
    });
  });
}

function abortedSoon(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return controller.signal;
}

function toolsFor<Options>({ tools }: AdapterSubject<Options>, logged: string[]): AdapterTools {
  const note = (fields: object, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  return { fetch, now: () => new Date(), log: { debug: note, info: note, warn: note, error: note }, ...tools };
}

function withoutTimings(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null ? { ...answer, timings: undefined } : answer;
}

const entriesOf = (pictures: Readonly<Partial<Record<DocumentSide, Picture>>>): [DocumentSide, Picture][] =>
  (['FRONT', 'BACK'] as const).flatMap((side) => (pictures[side] ? [[side, pictures[side]]] : []));
