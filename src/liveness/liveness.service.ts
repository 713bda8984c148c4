import type { CaptureService, CheckedImage, StoredEvidence } from '../document/capture.service.js';
import type { FileType } from '../document/document.states.js';
import {
  type LivenessEvidence,
  type LivenessStep,
  type Provider,
  ProviderError,
  type StepEvidence,
} from '../provider/contract.js';
import type { Asked, ProviderRegistry } from '../provider/registry.js';
import { badInput, DomainError } from '../shared/errors.js';
import type { Mode } from '../shared/principal.js';

export interface NewFrame {
  readonly step?: LivenessStep | undefined;
  readonly read: () => Promise<Uint8Array>;
}
export interface Frame {
  readonly step?: LivenessStep | undefined;
  readonly image: CheckedImage;
}
/** What a detection is about: whose provider is asked, and which steps were bound to the token. */
interface Detection {
  readonly organizationId: string;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly idempotencyKey: string;
  readonly steps: readonly LivenessStep[];
  /** Nobody else is asked where the one who can is unavailable. */
  readonly alone?: boolean;
}

/** What was found, and everybody who was asked for it. */
export type Detected = StoredEvidence<LivenessEvidence> & { readonly route: readonly Asked[] };

/** Whether a live person is there: a selfie, and where asked, steps in an order that nobody can foresee. */
export class LivenessService {
  constructor(
    private readonly captures: CaptureService,
    private readonly providers: ProviderRegistry,
  ) {}

  /** @throws DomainError BAD_USER_INPUT, IMAGE_INVALID, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE */
  async readFrames(frames: readonly NewFrame[], steps: readonly LivenessStep[]): Promise<Frame[]> {
    const read: Frame[] = [];
    for (const { step, read: readBytes } of inOrderOfSteps(frames, steps))
      read.push({ step, image: await this.captures.check(await readBytes(), { kind: 'selfie' }) });
    return read;
  }

  /** @throws DomainError PROVIDER_UNSUPPORTED; ProviderError */
  async detect(
    { organizationId, provider, mode, idempotencyKey, steps, alone = false }: Detection,
    frames: readonly { readonly step?: LivenessStep | undefined; readonly bytes: Uint8Array }[],
    signal?: AbortSignal,
  ): Promise<Detected> {
    const request = {
      idempotencyKey,
      frames: frames.map(({ step, bytes }) => ({ image: { bytes }, ...(step ? { step } : {}) })),
    };
    const answered = await this.providers.ask(
      'detectLiveness',
      { organizationId, provider, mode, alone },
      (adapter, signal) => adapter.detectLiveness?.(request, signal),
      signal,
    );
    if (!answered) throw new DomainError('PROVIDER_UNSUPPORTED');
    const { answer, ...who } = answered;
    return { ...who, evidence: withAskedSteps(answer, steps) };
  }
}

/** As a refusal to whoever waits for the answer. */
export function refuseDetection(error: unknown): never {
  if (error instanceof ProviderError) throw new DomainError('PROVIDER_UNAVAILABLE', { cause: error });
  throw error;
}

/**
 * The selfie first, then the frames in the order of the steps.
 * @throws DomainError BAD_USER_INPUT where one is missing, or one too many is there
 */
export function inOrderOfSteps<Shown extends { readonly step?: LivenessStep | undefined }>(
  frames: readonly Shown[],
  steps: readonly LivenessStep[],
): Shown[] {
  const asked: readonly (LivenessStep | undefined)[] = [undefined, ...steps];
  const given = frames.map(({ step }) => step);
  if (given.length !== asked.length || !asked.every((step) => given.includes(step)))
    throw badInput(
      'input.frames',
      `must be the selfie${steps.length ? ` and a frame for each of ${steps.join(', ')}` : ' alone'}`,
    );
  return frames.toSorted((a, b) => asked.indexOf(a.step) - asked.indexOf(b.step));
}

/** A step that was asked and that nobody judged is a failed one. */
const withAskedSteps = (evidence: LivenessEvidence, asked: readonly LivenessStep[]): LivenessEvidence => {
  const judged = new Set(evidence.steps.map(({ step }) => step));
  const missing = asked.filter((step) => !judged.has(step));
  return { ...evidence, steps: [...evidence.steps, ...missing.map(unjudged)] };
};
const unjudged = (step: LivenessStep): StepEvidence => ({
  step,
  unit: step === 'SMILE' || step === 'BLINK' ? 'probability' : 'degrees',
  outcome: 'FAIL',
  reasons: ['step_not_judged'],
});

const STEP_FILES: readonly FileType[] = [
  'LIVENESS_ACTIVE_STEP_1',
  'LIVENESS_ACTIVE_STEP_2',
  'LIVENESS_ACTIVE_STEP_3',
  'LIVENESS_ACTIVE_STEP_4',
];
/** The selfie is the first of the frames, place 0. */
export const frameFile = (place: number): FileType => (place === 0 ? 'SELFIE' : (STEP_FILES[place - 1] ?? 'UNKNOWN'));
