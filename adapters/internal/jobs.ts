/** What passes between the API's thread and the workers. */
import {
  ProviderError,
  type ProviderErrorKind,
  type DocumentEvidence,
  type DocumentRequest,
  type FaceEvidence,
  type FaceRequest,
  type ImageFile,
  type ImageInspection,
  type ImagePurpose,
  type LivenessEvidence,
  type LivenessRequest,
} from '../../src/provider/contract.js';
import { JobEnded, type Guard } from './guard.js';

export interface Jobs {
  /** Loads every model. */
  warm: { input: null; output: null };
  inspectImage: { input: { image: ImageFile; purpose: ImagePurpose }; output: ImageInspection };
  analyzeDocument: { input: DocumentRequest; output: DocumentEvidence };
  compareFaces: { input: FaceRequest; output: FaceEvidence };
  detectLiveness: { input: LivenessRequest; output: LivenessEvidence };
}
export type JobName = keyof Jobs;

export interface JobMessage<Name extends JobName> {
  readonly id: number;
  readonly guard: Guard;
  readonly input: Jobs[Name]['input'];
}

/** A worker says so when it begins: the time in the queue is no time of the job's. */
export interface JobStarted {
  readonly started: number;
}

/** Errors lose their class between threads, so they travel as data. */
export type JobAnswer<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly kind: ProviderErrorKind; readonly reason: string; readonly fault?: string };

export type JobHandler<Name extends JobName> = (message: JobMessage<Name>) => Promise<JobAnswer<Jobs[Name]['output']>>;

/** What is no refusal is a fault of the engine: where it happened is told, never its message. */
export function toFailure(error: unknown): JobAnswer<never> {
  if (error instanceof JobEnded) return { ok: false, kind: 'unavailable', reason: 'cancelled' };
  const failure =
    error instanceof ProviderError ? error : new ProviderError('unavailable', 'analysis_failed', { cause: error });
  const { kind, reason, cause } = failure;
  return { ok: false, kind, reason, ...(kind === 'unavailable' && { fault: describeFault(cause) }) };
}

function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 5).map((line) => line.trim())].join(' ');
}
