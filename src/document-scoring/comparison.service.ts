import type { CaseService } from '../case/case.service.js';
import { standing, type CaptureService } from '../document/capture.service.js';
import { mergeReadings } from '../document/merge.js';
import { sideOf, type FieldValues, valuesOf } from '../document/document.states.js';
import { readingsOf } from '../examination/examination.states.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import type { Clock } from '../shared/clock.js';
import { badInput, DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import type { Operator } from '../shared/principal.js';
import { agreementOf } from './agreement.js';
import { type AnalysisService, toFailure } from './analysis.service.js';
import type { Judgement, JudgementService } from './judgement.service.js';
import type { ScoringService } from './scoring.service.js';
import type { Scoring, ScoringFailure } from './scoring.states.js';

const ENDPOINT = 'Mutation.compareProviders';
/** Nobody repeats a comparison by itself. */
const ONCE = { isLast: () => true };

/** What one provider makes of the captures. */
export interface Comparison {
  readonly provider: Provider;
  readonly judgement: Judgement | undefined;
  readonly extracted: { readonly type: DocumentType; readonly fields: FieldValues } | undefined;
  readonly failure: ScoringFailure | undefined;
  readonly milliseconds: number;
}

/** The same captures, judged by several providers side by side; nothing of it is kept but who saw them. */
export class ComparisonService {
  constructor(
    private readonly scorings: ScoringService,
    private readonly captures: CaptureService,
    private readonly analysis: AnalysisService,
    private readonly judgement: JudgementService,
    private readonly providers: ProviderRegistry,
    private readonly cases: CaseService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, MISSING_EVIDENCE, PROVIDER_NOT_CONFIGURED, PROVIDER_UNSUPPORTED */
  async compare(
    operator: Operator,
    id: string,
    named: readonly Provider[],
  ): Promise<{ scoring: Scoring; results: Comparison[]; agreement: number }> {
    const providers = [...new Set(named)];
    if (providers.length === 0) throw badInput('providers', 'names nobody');
    const before = await this.scorings.require(operator, id);
    const { organizationId, mode, documentType: type, country } = before;
    const document = { type, country };
    for (const provider of providers) await this.providers.requireSupport({ organizationId, provider, mode, document });
    const captures = standing(await this.captures.ofSubjects(organizationId, [id]));
    if (!captures.some(({ fileType }) => sideOf(fileType) !== undefined))
      throw new DomainError('MISSING_EVIDENCE', { facts: { missing: ['document_front'] } });
    // Told before anybody looks: what fails halfway has been seen all the same.
    const scoring = await this.scorings.changeAs(operator, id, ENDPOINT, async (current) => [
      current,
      [{ type: 'SCORING_COMPARED', data: { providers, captures: captures.map((capture) => capture.id) } }],
    ]);
    const results = await Promise.all(providers.map((provider) => this.ask(provider, scoring, captures)));
    return { scoring, results, agreement: agreementOf(results) };
  }

  private async ask(
    provider: Provider,
    scoring: Scoring,
    captures: Parameters<AnalysisService['by']>[2],
  ): Promise<Comparison> {
    const begun = performance.now();
    const answer = await this.judge(provider, scoring, captures).catch(toFailure(provider));
    const milliseconds = performance.now() - begun;
    if ('failure' in answer)
      return { provider, judgement: undefined, extracted: undefined, failure: answer.failure, milliseconds };
    const { type = scoring.documentType, fields } = answer.merged;
    const extracted = { type, fields: valuesOf(fields) };
    return { provider, judgement: answer.judgement, extracted, failure: undefined, milliseconds };
  }

  /** What the provider keeps for the sake of it is released at once. */
  private async judge(provider: Provider, scoring: Scoring, captures: Parameters<AnalysisService['by']>[2]) {
    const holder = { id: newId(), organizationId: scoring.organizationId, expiresAt: this.clock() };
    const { signal } = new AbortController();
    try {
      const { evidence } = await this.analysis.by(provider, scoring, captures, signal, holder);
      const judgement = await this.judgement.judge(scoring, provider, evidence, { ...ONCE, signal });
      return { judgement, merged: mergeReadings(readingsOf(evidence)) };
    } finally {
      await this.cases.endAlone(holder);
    }
  }
}
