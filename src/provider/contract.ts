/**
 * What a verification provider is to the gateway. An adapter is data plus a factory; behaviour it lacks is a method it
 * lacks. Adapters import this file and nothing else of `src`, and this file imports nothing of `src`.
 */
import type { z } from 'zod';
import type {
  DocumentEvidence,
  DocumentRequest,
  DocumentSide,
  DocumentType,
  FaceEvidence,
  FaceRequest,
  ImageFile,
  ImageInspection,
  ImagePurpose,
  LivenessEvidence,
  LivenessRequest,
  Provider,
} from './evidence.contract.js';

export * from './evidence.contract.js';

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type ProviderErrorKind = 'refused' | 'unavailable' | 'unknown_reference' | 'forged' | 'malformed';

/** All that can go wrong with a provider: refused = it won't for this input; unavailable = ask again or another. */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** Machine-readable, e.g. image_truncated. */
  readonly reason: string;
  constructor(kind: ProviderErrorKind, reason: string, options?: ErrorOptions) {
    super(`${kind}: ${reason}`, options);
    this.name = 'ProviderError';
    this.kind = kind;
    this.reason = reason;
  }
}

export interface Adapter {
  /** Decodes an image fully and judges it. Throws refused with reason image_invalid, image_truncated, image_too_large or image_type. */
  inspectImage?(image: ImageFile, purpose: ImagePurpose, signal: AbortSignal): Promise<ImageInspection>;
  /** Looks at one side of a document. */
  analyzeDocument?(request: DocumentRequest, signal: AbortSignal): Promise<DocumentEvidence>;
  compareFaces?(request: FaceRequest, signal: AbortSignal): Promise<FaceEvidence>;
  detectLiveness?(request: LivenessRequest, signal: AbortSignal): Promise<LivenessEvidence>;
  /** Begins to take into memory what it will need. Called when the gateway serves, which doesn't wait for it. */
  warm?(): void;
  health(signal: AbortSignal): Promise<void>;
  /** Ends what the adapter started: workers, connections. */
  close?(): Promise<void>;
}

export interface AdapterTools {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly log: Logger;
}

/** What the adapter can be asked, as data: an empty list of countries means all. */
export interface DocumentSupport {
  readonly types: readonly DocumentType[];
  readonly countries: readonly string[];
  readonly sides: readonly DocumentSide[];
}

/** The engine's own operating points, measured on data: they are the defaults of the weights. */
export interface Calibration {
  /** Distance at the equal-error point. */
  readonly faceDistance: number;
  /** A stricter distance, for people already verified. */
  readonly strictFaceDistance: number;
  readonly liveness: number;
}

export interface AdapterDefinition<Options> {
  /** The adapter's id, as it stands in `TestResult.source`. */
  readonly id: string;
  /** Undefined for sources that are no provider. */
  readonly provider?: Provider;
  readonly supports: DocumentSupport;
  readonly calibration?: Calibration;
  /** Parsed before create(): secrets never reach code unparsed. */
  readonly options: z.ZodType<Options>;
  create(options: Options, tools: AdapterTools): Adapter;
}
export const defineAdapter = <Options>(definition: AdapterDefinition<Options>): AdapterDefinition<Options> =>
  definition;

/** What the core knows of an adapter that runs: its facts, and itself. */
export interface InstalledAdapter {
  readonly definition: Pick<AdapterDefinition<unknown>, 'id' | 'provider' | 'supports' | 'calibration'>;
  readonly adapter: Adapter;
}

/** Parses the settings, then makes the adapter. Throws zod's error where they do not fit. */
export const installAdapter = <Options>(
  definition: AdapterDefinition<Options>,
  settings: unknown,
  tools: AdapterTools,
): InstalledAdapter => ({ definition, adapter: definition.create(definition.options.parse(settings), tools) });
