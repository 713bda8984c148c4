/** What the suite is told of an adapter, and the questions that it asks it. */
import type {
  Adapter,
  AdapterDefinition,
  AdapterTools,
  DelegationRequest,
  DocumentSide,
  InboundCallback,
  LicenseRequest,
  LivenessRequest,
  ProviderErrorKind,
} from '../../src/provider/contract.js';

export type Picture = () => Promise<Uint8Array>;

/** What an adapter must make of its vendor's failures. */
export const FAULTS = {
  server_error: 'unavailable',
  rate_limited: 'unavailable',
  credentials_refused: 'unavailable',
  connection_lost: 'unavailable',
  hangs: 'unavailable',
  garbage: 'malformed',
} as const satisfies Record<string, ProviderErrorKind>;
export type Fault = keyof typeof FAULTS;

export interface AdapterSubject<Options> {
  readonly definition: AdapterDefinition<Options>;
  /** As they would stand in the configuration, not yet parsed; by a function where the vendor is started first. */
  readonly options: unknown;
  readonly tools?: Partial<AdapterTools>;
  readonly samples: {
    readonly document?: Readonly<Partial<Record<DocumentSide, Picture>>>;
    readonly country?: string;
    /** One person twice, and another one. */
    readonly selfie?: Picture;
    readonly sameFace?: Picture;
    readonly otherFace?: Picture;
    /** Where the provider holds the frames itself: brings it to have some. */
    readonly heldLiveness?: (adapter: Adapter) => Promise<Omit<LivenessRequest, 'idempotencyKey'>>;
    readonly delegation?: Omit<DelegationRequest, 'idempotencyKey'>;
    readonly license?: Omit<LicenseRequest, 'idempotencyKey'>;
    /** A call-back as the vendor sends it now. */
    readonly callback?: (adapter: Adapter) => Promise<InboundCallback>;
    /** What the samples show or say of people: no log may hold it. */
    readonly personal: readonly string[];
  };
  /** For every way in which the vendor can be made to fail: the options under which it does. */
  readonly faults?: Readonly<Partial<Record<Fault, unknown>>>;
}

export interface Call {
  readonly name: keyof Adapter;
  /** Whether it takes a picture. */
  readonly looks: boolean;
  readonly call: () => Promise<unknown>;
}
export interface Circumstances {
  readonly idempotencyKey: string;
  /** In place of every sample picture. */
  readonly bytes?: Uint8Array;
  readonly signal?: () => AbortSignal;
}

export const never: AbortSignal = new AbortController().signal;

/** Every question that the adapter can be asked with the samples that there are. */
export function callsOf<Options>(
  { definition, samples }: AdapterSubject<Options>,
  adapter: Adapter,
  { idempotencyKey, bytes, signal = () => never }: Circumstances,
): Call[] {
  const image = async (picture: Picture) => ({ bytes: bytes ?? (await picture()) });
  const { selfie, sameFace, delegation, license, country } = samples;
  const [side, document] = entriesOf(samples.document)[0] ?? [];
  const [type = 'UNKNOWN'] = definition.supports.types;
  const looking = (name: keyof Adapter, call: () => Promise<unknown> | undefined): Call[] =>
    adapter[name] ? [{ name, looks: true, call: async () => call() }] : [];
  const asking = (name: keyof Adapter, call: () => Promise<unknown> | undefined): Call[] =>
    adapter[name] ? [{ name, looks: false, call: async () => call() }] : [];
  const purpose = { kind: 'selfie' as const };
  return [
    ...(selfie
      ? looking('inspectImage', async () => adapter.inspectImage!(await image(selfie), purpose, signal()))
      : []),
    ...(document && side
      ? looking('analyzeDocument', async () => {
          const request = { idempotencyKey, image: await image(document), side, type, ...(country && { country }) };
          return adapter.analyzeDocument!(request, signal());
        })
      : []),
    ...(selfie && sameFace
      ? looking('compareFaces', async () => {
          const [reference, probe] = [{ image: await image(selfie) }, { image: await image(sameFace) }];
          return adapter.compareFaces!({ idempotencyKey, reference, probe }, signal());
        })
      : []),
    ...(selfie
      ? looking('detectLiveness', async () =>
          adapter.detectLiveness!({ idempotencyKey, frames: [{ image: await image(selfie) }] }, signal()),
        )
      : []),
    ...asking('startLiveness', () =>
      adapter.startLiveness!({ idempotencyKey: `${idempotencyKey}/liveness`, mode: 'PASSIVE' }, signal()),
    ),
    ...(delegation
      ? asking('delegate', () =>
          adapter.delegate!({ ...delegation, idempotencyKey: `${idempotencyKey}/delegation` }, signal()),
        )
      : []),
    ...(license ? asking('matchLicense', () => adapter.matchLicense!({ ...license, idempotencyKey }, signal())) : []),
  ];
}

export const entriesOf = (
  pictures: Readonly<Partial<Record<DocumentSide, Picture>>> | undefined,
): [DocumentSide, Picture][] =>
  (['FRONT', 'BACK'] as const).flatMap((side) => (pictures?.[side] ? [[side, pictures[side]]] : []));

/** Every text among the options that are secrets. */
export const secretsOf = (definition: Pick<AdapterDefinition<unknown>, 'secrets'>, options: unknown): string[] =>
  definition.secrets.flatMap((name) => textsOf((options as Readonly<Record<string, unknown>>)[name]));

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
