import type { FieldValues } from '../document/document.states.js';
import { type LicenseMatches, type LicenseRequest, ProviderError } from '../provider/contract.js';
import type { Answered, ProviderRegistry } from '../provider/registry.js';
import { dmvShare } from '../scoring/dmv.js';
import { SWITCHED_OFF } from '../scoring/tests.js';
import type { WeightsValues } from '../scoring/weights.js';
import type { Clock } from '../shared/clock.js';
import type { Mode } from '../shared/principal.js';
import { unanswered } from './evidence-tests.js';
import type { Examined } from './examination.states.js';
import type { TestResult } from './test-result.repository.js';

const LICENSES: readonly string[] = ['DRIVER_LICENSE', 'IDENTIFICATION_CARD'];
const JURISDICTION = /^[A-Z]{2}$/;
/** Where AAMVA's test people live. */
const TEST_JURISDICTION = 'VA';

/** Whose licence is compared; a scenario names the test case that answers instead, in SANDBOX. */
export interface LicenseHolder extends Examined {
  readonly mode: Mode;
  readonly dmvScenario: string | undefined;
}

/** What the issuing authority of a licence has on file. Asked last: every question costs money. */
export class DmvService {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  /** The structured test cases that SANDBOX knows. */
  get scenarios(): string[] {
    const known = this.providers.adapters.flatMap(({ definition }) => definition.catalog ?? []);
    return known.filter(({ kind }) => kind === 'AAMVA').map(({ name }) => name);
  }

  /** UNAVAILABLE where the authority could not be asked just now, and only then. */
  async match(
    holder: LicenseHolder,
    fields: FieldValues,
    weights: WeightsValues,
    signal?: AbortSignal,
  ): Promise<TestResult> {
    if (!holder.settings.performAamvaTest) return unanswered('AAMVA', 'NOT_PERFORMED', SWITCHED_OFF, 'aamva');
    if (!LICENSES.includes(holder.documentType)) return unanswered('AAMVA', 'NOT_APPLICABLE', 'no_license', 'aamva');
    const jurisdiction = jurisdictionOf(fields) ?? (holder.dmvScenario ? TEST_JURISDICTION : undefined);
    if (!jurisdiction) return unanswered('AAMVA', 'INCONCLUSIVE', 'jurisdiction_not_read', 'aamva');
    const request: LicenseRequest = {
      idempotencyKey: `${holder.id}/dmv`,
      type: holder.documentType,
      jurisdiction,
      fields,
      ...(holder.dmvScenario === undefined ? {} : { scenario: holder.dmvScenario }),
    };
    return this.ask(holder, request, signal).then(
      (answered) =>
        answered ? this.resultOf(answered, weights) : unanswered('AAMVA', 'NOT_APPLICABLE', 'no_capability', 'aamva'),
      failed,
    );
  }

  /** A source of its own, whoever the session's provider is. */
  private ask({ organizationId, mode }: LicenseHolder, request: LicenseRequest, signal: AbortSignal | undefined) {
    return this.providers.ask(
      'matchLicense',
      { organizationId, provider: 'INTERNAL', mode },
      (adapter, signal) => adapter.matchLicense?.(request, signal),
      signal,
    );
  }

  private resultOf({ answer, source, provider }: Answered<LicenseMatches>, weights: WeightsValues): TestResult {
    const metric = dmvShare(answer.flags);
    const asked = { name: 'AAMVA' as const, source, provider, performedAt: this.clock(), evidence: answer.flags };
    if (metric === null) return { ...asked, outcome: 'INCONCLUSIVE', reasons: [...answer.reasons, 'nothing_compared'] };
    const threshold = weights.aamvaMatchTolerance;
    const passes = metric >= threshold;
    const reasons = passes || answer.reasons.length > 0 ? answer.reasons : ['dmv_mismatch'];
    const confidence = passes ? metric : 0;
    return {
      ...asked,
      outcome: passes ? 'PASS' : 'FAIL',
      confidence,
      metric,
      threshold,
      comparator: 'AT_LEAST',
      reasons,
    };
  }
}

function jurisdictionOf({ issuingState, state }: FieldValues): string | undefined {
  return [issuingState, state]
    .map((value) => value?.trim().toUpperCase())
    .find((value) => JURISDICTION.test(value ?? ''));
}

const UNSUPPORTED = 'jurisdiction_unsupported';

/** Who refuses will refuse again; whoever is down or talks nonsense may answer later. */
function failed(error: unknown): TestResult {
  if (!(error instanceof ProviderError)) throw error;
  if (error.kind !== 'refused') return unanswered('AAMVA', 'UNAVAILABLE', error.reason, 'aamva');
  return unanswered('AAMVA', error.reason === UNSUPPORTED ? 'NOT_APPLICABLE' : 'INCONCLUSIVE', error.reason, 'aamva');
}
