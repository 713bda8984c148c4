import type { CaseService, ExpiringHolder } from '../case/case.service.js';
import type { CaptureService } from '../document/capture.service.js';
import { type Provider, ProviderError } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import type { Mode } from '../shared/principal.js';
import type { BegunCheck, HeldCheck } from './liveness-token.service.js';
import { type Detected, type Frame, refuseDetection } from './liveness.service.js';
import type { LivenessMode } from './liveness.states.js';

/** Whose liveness is held. */
interface Subject extends ExpiringHolder {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly livenessMode: LivenessMode;
}
/** What the provider decided, and the frame that it rests on, where it hands one over. */
export interface HeldResult {
  readonly frames: readonly Frame[];
  readonly found: Detected;
}

/** Liveness at providers that hold the frames themselves: the app's SDK sends them there, and we fetch the truth. */
export class HeldLivenessService {
  constructor(
    private readonly captures: CaptureService,
    private readonly providers: ProviderRegistry,
    private readonly cases: CaseService,
  ) {}

  /** Undefined where frames come to us: no such provider is first in line, or it cannot be asked just now. */
  async begin(subject: Subject): Promise<BegunCheck | undefined> {
    const { organizationId, provider, mode, livenessMode } = subject;
    const wanted = { organizationId, provider, mode };
    const holder = await this.providers.frameHolder(wanted);
    if (holder === undefined) return undefined;
    const request = { idempotencyKey: newId(), mode: livenessMode };
    const begun = await this.cases
      .ask(subject, 'startLiveness', { ...wanted, source: holder }, (adapter, signal) =>
        adapter.startLiveness?.(request, signal),
      )
      .catch((error: unknown) => {
        if (error instanceof ProviderError && error.kind === 'unavailable') return undefined;
        return refuseDetection(error);
      });
    return begun && { holder, ...begun.answer };
  }

  /** @throws ProviderError; DomainError PROVIDER_UNAVAILABLE while there is no result */
  async collect(subject: Subject, { holder, reference }: HeldCheck): Promise<HeldResult> {
    const answered = await this.providers
      .ask('detectLiveness', { ...subject, source: holder }, (adapter, signal) =>
        adapter.detectLiveness?.({ idempotencyKey: reference, reference, frames: [] }, signal),
      )
      .catch(refuseWaiting);
    if (!answered) throw new DomainError('PROVIDER_NOT_CONFIGURED', { provider: holder });
    const { answer, ...who } = answered;
    const { image, ...evidence } = answer;
    if (!image) return { frames: [], found: { ...who, evidence } };
    const selfie = evidence.selfie ?? (await this.observe(subject, image.bytes));
    const frame = { image: await this.captures.check(image.bytes, { kind: 'selfie' }) };
    return { frames: [frame], found: { ...who, evidence: { ...evidence, ...(selfie ? { selfie } : {}) } } };
  }

  /** Whose face it is, by those who compare faces: the provider only tells that somebody lives. */
  private async observe({ organizationId, provider, mode }: Subject, bytes: Uint8Array) {
    const request = { idempotencyKey: newId(), frames: [{ image: { bytes } }] };
    const seen = await this.providers
      .ask('detectLiveness', { organizationId, provider, mode }, (adapter, signal) =>
        adapter.detectLiveness?.(request, signal),
      )
      .catch(refuseDetection);
    return seen?.answer.selfie;
  }
}

/** That there is no result yet is no failure of anybody's. */
function refuseWaiting(error: unknown): never {
  if (error instanceof ProviderError && error.reason === 'liveness_pending') refuseDetection(error);
  throw error;
}
