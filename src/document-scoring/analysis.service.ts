import type { CaseService, ExpiringHolder } from '../case/case.service.js';
import type { Capture, CaptureService, StoredEvidence } from '../document/capture.service.js';
import { isSelfie, sideOf } from '../document/document.states.js';
import type { DuplicationService } from '../examination/duplication.service.js';
import type { Evidence } from '../examination/examination.states.js';
import { frameFile, type LivenessService } from '../liveness/liveness.service.js';
import { type DocumentEvidence, type LivenessEvidence, type Provider, ProviderError } from '../provider/contract.js';
import { type Asked, askedBefore, type ProviderRegistry } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import type { Scoring, ScoringFailure } from './scoring.states.js';

/** What was found in the captures of one scoring, and by which provider. */
export interface Analysis {
  readonly provider: Provider;
  /** Everybody who was asked for the document, in order; the last one answered. */
  readonly route: readonly Asked[];
  readonly evidence: Evidence;
  /** The same by capture, where it is new. */
  readonly found: ReadonlyMap<Capture, StoredEvidence<DocumentEvidence | LivenessEvidence>>;
}

/** Why nobody analysed them. */
export interface NotAnalyzed {
  readonly failure: ScoringFailure;
  readonly route: readonly Asked[];
}

/** Asks providers what they see. */
export class AnalysisService {
  constructor(
    private readonly captures: CaptureService,
    private readonly liveness: LivenessService,
    private readonly duplication: DuplicationService,
    private readonly providers: ProviderRegistry,
    private readonly cases: CaseService,
    private readonly clock: Clock,
  ) {}

  /**
   * By the provider asked for; where it is unavailable, by the fallbacks that know the document, in turn. Another answer
   * than a result ends the search: only who does not answer is replaced.
   */
  async analyze(scoring: Scoring, captures: readonly Capture[], signal: AbortSignal): Promise<Analysis | NotAnalyzed> {
    const { provider, fallbacks } = scoring;
    const route: Asked[] = [];
    let failure: ScoringFailure | undefined;
    for (const asked of [provider, ...(await this.fallbacksOf(scoring))]) {
      const result = await this.by(asked, scoring, captures, signal).catch(toFailure(asked));
      const reason = fallbacks.length > 0 ? 'FALLBACK' : 'IN_ORDER';
      route.push(...result.route.map((step) => (asked === provider ? step : { ...step, reason }) satisfies Asked));
      if (!('failure' in result)) return { ...result, route };
      failure ??= result.failure;
      if (result.failure.code !== 'PROVIDER_UNAVAILABLE') break;
    }
    if (!failure) throw new Error('nobody was asked to analyse a scoring');
    return { failure, route };
  }

  /** Those named, else the organization's own order: of both, who knows the document. */
  private async fallbacksOf(scoring: Scoring): Promise<Provider[]> {
    const { organizationId, provider, fallbacks, mode, documentType: type, country } = scoring;
    const named = fallbacks.length > 0 ? fallbacks : await this.providers.orderOf(organizationId);
    const able: Provider[] = [];
    for (const fallback of named) {
      const wanted = { organizationId, provider: fallback, mode, document: { type, country } };
      if (fallback !== provider && (await this.providers.supports(wanted))) able.push(fallback);
    }
    return able;
  }

  /**
   * By this provider and no other, but for what it cannot do at all.
   * @param holder for whose sake it keeps what it sees
   * @throws ProviderError
   */
  async by(
    provider: Provider,
    scoring: Scoring,
    captures: readonly Capture[],
    signal: AbortSignal,
    holder: ExpiringHolder = scoring,
  ): Promise<Analysis> {
    const found = new Map<Capture, StoredEvidence<DocumentEvidence | LivenessEvidence>>();
    const side = async (wanted: 'FRONT' | 'BACK') => {
      const capture = captures.findLast(({ fileType }) => sideOf(fileType) === wanted);
      if (!capture) return undefined;
      const known = await this.captures.evidenceOf<DocumentEvidence>(capture);
      if (known?.provider === provider) return known;
      const evidence = await this.analyzeSide(provider, scoring, capture, wanted, holder, signal);
      found.set(capture, evidence);
      return evidence;
    };
    const [front, back] = [await side('FRONT'), await side('BACK')];
    const selfie = await this.detect(provider, scoring, captures, found, signal);
    const route = [front?.route ?? back?.route ?? []].flat();
    return { provider, route, evidence: { front, back, selfie }, found };
  }

  private async analyzeSide(
    provider: Provider,
    { organizationId, mode, documentType: type, country, attempts }: Scoring,
    capture: Capture,
    side: 'FRONT' | 'BACK',
    holder: ExpiringHolder,
    signal: AbortSignal,
  ): Promise<StoredEvidence<DocumentEvidence>> {
    const idempotencyKey = `${holder.id}/${capture.id}/${attempts}`; // what a spent attempt left is released
    const request = { idempotencyKey, image: { bytes: await this.open(capture) }, side, type, country };
    const begun = performance.now();
    const wanted = { organizationId, provider, mode, document: { type, side, country }, alone: true };
    const { answer, ...who } = await this.cases.analyze(holder, wanted, request, signal);
    const evidence = await this.duplication.judge(capture, answer);
    return { ...who, evidence, call: this.since(begun) };
  }

  private async detect(
    provider: Provider,
    { organizationId, mode, processing }: Scoring,
    captures: readonly Capture[],
    found: Map<Capture, StoredEvidence<DocumentEvidence | LivenessEvidence>>,
    signal: AbortSignal,
  ): Promise<StoredEvidence<LivenessEvidence> | undefined> {
    const selfie = captures.findLast(({ fileType }) => isSelfie(fileType));
    if (!selfie) return undefined;
    const known = await this.captures.evidenceOf<LivenessEvidence>(selfie);
    if (known) return known;
    const steps = processing?.steps ?? [];
    const shown = steps.flatMap((step, place) => {
      const capture = captures.findLast(({ fileType }) => fileType === frameFile(place + 1));
      return capture ? [{ step, capture }] : [];
    });
    const frames = await Promise.all(
      [{ step: undefined, capture: selfie }, ...shown].map(async ({ step, capture }) => ({
        step,
        bytes: await this.open(capture),
      })),
    );
    const begun = performance.now();
    const detection = { organizationId, provider, mode, idempotencyKey: selfie.id, steps, alone: true };
    const evidence = await this.liveness.detect(detection, frames, signal);
    found.set(selfie, { ...evidence, call: this.since(begun) });
    return evidence;
  }

  private since(begun: number): StoredEvidence<unknown>['call'] {
    return { milliseconds: performance.now() - begun, receivedAt: this.clock().getTime() };
  }

  private async open(capture: Capture): Promise<Uint8Array> {
    const bytes = await this.captures.open(capture);
    if (!bytes) throw new ProviderError('refused', 'image_erased');
    return bytes;
  }
}

/** What a provider's error means for the scoring; anything else is a fault of ours. */
export const toFailure =
  (provider: Provider) =>
  (error: unknown): NotAnalyzed => {
    if (!(error instanceof ProviderError)) throw error;
    const code = error.kind === 'unavailable' ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_ERROR';
    return { failure: { code, reason: error.reason, provider: provider.toLowerCase() }, route: askedBefore(error) };
  };
