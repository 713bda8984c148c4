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
import type {
  CallbackAction,
  Collected,
  Delegation,
  DelegationRequest,
  InboundCallback,
  LicenseMatches,
  LicenseRequest,
  LivenessStart,
  LivenessToken,
} from './handover.contract.js';

export * from './evidence.contract.js';
export * from './handover.contract.js';

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type ProviderErrorKind = 'refused' | 'unavailable' | 'unknown_reference' | 'forged' | 'malformed';

/**
 * All that can go wrong with a provider: refused = it won't for this input, or not with these settings; unavailable = ask
 * again or another (with analysis_timeout or analysis_failed: it failed at this input alone); unknown_reference = it knows
 * no such case (any more); forged = a call-back that is not from it; malformed = it answered what cannot be understood.
 */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** Machine-readable, e.g. image_truncated. */
  readonly reason: string;
  /** The case that is left at the provider all the same: to be gone on with, and to be released in the end. */
  readonly reference?: string;
  constructor(kind: ProviderErrorKind, reason: string, options?: ErrorOptions & { readonly reference?: string }) {
    super(`${kind}: ${reason}`, options);
    this.name = 'ProviderError';
    this.kind = kind;
    this.reason = reason;
    if (options?.reference !== undefined) this.reference = options.reference;
  }

  /** By its name: an adapter from outside may throw that of another copy of this file. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      typeof value === 'object' &&
      value !== null &&
      'kind' in value &&
      'name' in value &&
      value.name === 'ProviderError'
    );
  }
}

export interface Adapter {
  /** Decodes an image fully and judges it. Throws refused with reason image_invalid, image_truncated, image_too_large or image_type. */
  inspectImage?(image: ImageFile, purpose: ImagePurpose, signal: AbortSignal): Promise<ImageInspection>;
  /** Looks at one side of a document. */
  analyzeDocument?(request: DocumentRequest, signal: AbortSignal): Promise<DocumentEvidence>;
  compareFaces?(request: FaceRequest, signal: AbortSignal): Promise<FaceEvidence>;
  /** Of frames, or of what the provider itself holds since startLiveness. Throws unavailable, liveness_pending while it has no result. */
  detectLiveness?(request: LivenessRequest, signal: AbortSignal): Promise<LivenessEvidence>;
  startLiveness?(request: LivenessStart, signal: AbortSignal): Promise<LivenessToken>;
  /** The same key again gives a new credential for the same case, where the provider can. */
  delegate?(request: DelegationRequest, signal: AbortSignal): Promise<Delegation>;
  /** The truth about a delegated case. An adapter that delegates without it learns nothing of what the client did. */
  collect?(reference: string, signal: AbortSignal): Promise<Collected>;
  /** Ends a case, once what is wanted of it is stored: the provider deletes what it holds. Doing it twice is harmless. */
  release?(reference: string, signal: AbortSignal): Promise<void>;
  /** Reads a call-back; undefined where it says nothing of interest. Throws forged on a bad or stale signature. */
  receive?(callback: InboundCallback): Promise<CallbackAction | undefined>;
  /** Throws refused, jurisdiction_unsupported or unavailable, maintenance_window. */
  matchLicense?(request: LicenseRequest, signal: AbortSignal): Promise<LicenseMatches>;
  /** Begins to take into memory what it will need. Called when the gateway serves, which doesn't wait for it. */
  warm?(): void;
  health(signal: AbortSignal): Promise<void>;
  /** Ends what the adapter started: workers, connections. */
  close?(): Promise<void>;
}

export interface AdapterTools {
  /** The only way out: it decides which addresses may be reached. */
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly log: Logger;
  /** Where this installation takes call-backs for this adapter, if it has an address that others know: else it is to be asked. */
  readonly callbackUrl?: string;
}

export const PROVIDER_CAPABILITIES = [
  'DOCUMENT_ANALYSIS',
  'IMAGE_FRAUD',
  'FACE_MATCH',
  'PASSIVE_LIVENESS',
  'ACTIVE_LIVENESS',
  'DELEGATION',
  'AGE_GENDER',
  'SANCTIONS',
  'DMV',
] as const;
export type ProviderCapability = (typeof PROVIDER_CAPABILITIES)[number];

/** What the adapter can be asked, as data: an empty list of countries means all. */
export interface DocumentSupport {
  readonly types: readonly DocumentType[];
  readonly countries: readonly string[];
  readonly sides: readonly DocumentSide[];
}

/**
 * The engine's own operating points, measured on data: they are the defaults of the weights. An adapter without them
 * decides by itself: its face matches and liveness carry an outcome and a confidence, and no metric.
 */
export interface Calibration {
  /** Distance at the equal-error point. */
  readonly faceDistance: number;
  /** A stricter distance, for people already verified. */
  readonly strictFaceDistance: number;
  readonly liveness: number;
}

/** What a user can make an adapter do in SANDBOX, and how. */
export interface SandboxScenario {
  readonly name: string;
  readonly kind: 'DOCUMENT' | 'FACE' | 'LIVENESS' | 'FAULT' | 'CALLBACK' | 'AAMVA';
  readonly description: string;
}

export interface AdapterDefinition<Options> {
  /** The adapter's id, as it stands in `TestResult.source`. */
  readonly id: string;
  /** Undefined for sources that are no provider. */
  readonly provider?: Provider;
  readonly supports: DocumentSupport;
  readonly capabilities: readonly ProviderCapability[];
  readonly calibration?: Calibration;
  /** Parsed before create(): secrets never reach code unparsed. */
  readonly options: z.ZodType<Options>;
  /** Which of the options are secrets: to be stored sealed and never shown again. */
  readonly secrets: readonly string[];
  readonly catalog?: readonly SandboxScenario[];
  /** Frames of liveness go from the client's SDK to it and never through us: begun by startLiveness, and told by its reference. */
  readonly holdsFrames?: boolean;
  /** It keeps both sides of a document in one case: the second is shown to it once the first is answered. */
  readonly sidesInOneCase?: boolean;
  /** It plays a vendor within this process: what it sends goes to the gateway's own address and nowhere else. */
  readonly isPlayed?: boolean;
  /** One instance serves everybody, with the installation's own settings: an organization gives it a place in its order. */
  readonly isShared?: boolean;
  create(options: Options, tools: AdapterTools): Adapter;
}
export const defineAdapter = <Options>(definition: AdapterDefinition<Options>): AdapterDefinition<Options> =>
  definition;

/** What an adapter says of itself. */
export type AdapterFacts = Omit<AdapterDefinition<unknown>, 'options' | 'create'>;

/** What the core knows of an adapter that runs: its facts, and itself. */
export interface InstalledAdapter {
  readonly definition: AdapterFacts;
  readonly adapter: Adapter;
}

/** Parses the settings, then makes the adapter. Throws zod's error where they do not fit. */
export const installAdapter = <Options>(
  definition: AdapterDefinition<Options>,
  settings: unknown,
  tools: AdapterTools,
): InstalledAdapter => ({ definition, adapter: definition.create(definition.options.parse(settings), tools) });
