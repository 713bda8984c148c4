import type { ScoringService } from '../document-scoring/scoring.service.js';
import type { Scoring } from '../document-scoring/scoring.states.js';
import { type DocumentService, mergedDocument } from '../document/document.service.js';
import type { Change } from '../event/event.service.js';
import type { SubjectEvent } from '../event/subject-change.js';
import type { TestResult, TestResultService } from '../examination/test-result.service.js';
import { fuzzyMatchOf } from '../scoring/weights.js';
import type { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { Principal } from '../shared/principal.js';
import type { WeightsService } from '../weights/weights.service.js';
import { MOST_TRIES } from './identification-creation.service.js';
import type { IdentificationService } from './identification.service.js';
import { type Declared, type Device, type Identification, moved } from './identification.states.js';
import { changedDevice, failedTests, LEVELS } from './level.js';
import { differingNames, numberOn } from './likeness.js';
import { hasRightLetter } from './national-document.js';

const ENDPOINT = 'Mutation.validateIdentification';

/** Holds what the scoring found against what was declared, and the device against the one that was first seen. */
export class ValidationService {
  constructor(
    private readonly identifications: IdentificationService,
    private readonly scorings: ScoringService,
    private readonly documents: DocumentService,
    private readonly tests: TestResultService,
    private readonly weights: WeightsService,
    private readonly clock: Clock,
  ) {}

  /**
   * A try that fails is recorded with its reasons; the last one rejects.
   * @throws DomainError NOT_FOUND, IDENTIFICATION_NOT_OPEN, MISSING_HEADER, IDEMPOTENCY_KEY_REUSED, CONFLICT
   */
  async validate(
    principal: Principal,
    id: string,
    given: Partial<Device>,
    idempotencyKey: string | undefined,
  ): Promise<Identification> {
    const before = await this.identifications.require(principal, id);
    // With a key it may be a replay, which is answered whatever has become of the identification.
    if (!idempotencyKey) moved(before, 'retry', this.clock());
    const level = LEVELS[before.configurationName];
    const device = completeDevice(given, level.location);
    const scoring = await this.scorings.find(before.organizationId, before.scoringId);
    if (!scoring) throw new Error('an identification has lost its scoring');
    const reasons = await this.reasonsOf(before, scoring);
    return this.identifications.changeAs(principal, id, ENDPOINT, async (current, change) => {
      const { ipAddress: _address, ...input } = device;
      const { organizationId } = current;
      const request = { organizationId, operation: ENDPOINT, key: idempotencyKey, input: { id, ...input } };
      if (await takeIdempotencyKey(change.db, request, id, change.now)) return [current, []];
      moved(current, 'retry', change.now);
      await this.requireUnchanged(scoring, change);
      const all = [...reasons, ...changedDevice(level, device, current.device)];
      return this.record(current, scoring, device, all, change);
    });
  }

  /** Why this scoring does not prove the holder to be who was declared. */
  private async reasonsOf(identification: Identification, scoring: Scoring): Promise<string[]> {
    const { organizationId, declared, configurationName } = identification;
    if (scoring.status === 'PROCESSING' || scoring.result === undefined) return ['not_scored'];
    const [documents, results, weights] = await Promise.all([
      this.documents.ofSubjects(organizationId, [scoring.id]),
      this.tests.ofSubjects(organizationId, [scoring.id]),
      this.weights.valuesOf(organizationId, scoring.weightsId),
    ]);
    const tests = results.get(scoring.id) ?? [];
    const merged = mergedDocument(documents);
    const read = merged ? [merged, ...documents.filter(({ accepted }) => accepted)] : [];
    const tolerance = weights[fuzzyMatchOf(scoring.documentType).tolerance];
    return [
      ...(scoring.result === 'PASS' ? [] : ['scoring_not_passed']),
      ...numberFaults(numberOn(read, declared), declared, tests),
      ...differingNames(read.slice(0, 1), declared, tolerance),
      ...failedTests(LEVELS[configurationName], scoring.documentType, tests),
    ];
  }

  /** What was looked at must still stand when it counts. */
  private async requireUnchanged({ organizationId, id, version }: Scoring, { db }: Change): Promise<void> {
    const current = await this.scorings.repository(db, organizationId).find(id);
    if (current?.version !== version) throw new DomainError('CONFLICT');
  }

  private async record(
    identification: Identification,
    scoring: Scoring,
    device: Device,
    reasons: readonly string[],
    { db, now }: Change,
  ): Promise<readonly [Identification, readonly SubjectEvent[]]> {
    const { id, organizationId } = identification;
    const accepted = reasons.length === 0;
    const attempt = { id: newId(), identificationId: id, attemptedAt: now, accepted, device };
    await this.identifications.recordAttempt(db, organizationId, attempt);
    const tries = identification.tries + 1;
    const tried = { ...identification, tries, rejectionReasons: reasons };
    const attempted = { type: 'IDENTIFICATION_ATTEMPTED' as const, data: { accepted, tries, reasons } };
    if (accepted)
      return [
        { ...tried, ...moved(tried, 'validate', now), validatedAt: now },
        [attempted, { type: 'IDENTIFICATION_VALIDATED' }],
      ];
    if (tries >= MOST_TRIES || isHopeless(scoring))
      return [moved(tried, 'reject', now), [attempted, { type: 'IDENTIFICATION_REJECTED', data: { reasons } }]];
    return [tried, [attempted]];
  }
}

/** A number counts where its check digits hold, or where it bears its own letter. */
function numberFaults(number: string | undefined, declared: Declared, tests: readonly TestResult[]): string[] {
  if (number === undefined) return ['document_number_differs'];
  const hasRightDigits = tests.some(({ name, outcome }) => name === 'MRZ_CHECK_DIGITS' && outcome === 'PASS');
  const type = declared.identityDocument?.documentType ?? 'NIF';
  return hasRightDigits || hasRightLetter(type, number) ? [] : ['document_number_unchecked'];
}

/** No further scoring can mend the result. */
const isHopeless = ({ attempts, maxScoreRetries, status, result }: Scoring): boolean =>
  result !== 'PASS' && (attempts >= maxScoreRetries || status === 'CLOSED' || status === 'EXPIRED');

/** @throws DomainError MISSING_HEADER with the name of the first that is missing */
function completeDevice(given: Partial<Device>, needsLocation: boolean): Device {
  const { installationId, fingerprint, userAgent, location, ipAddress } = given;
  if (!installationId) throw missing('x-installation_id');
  if (!fingerprint) throw missing('x-fingerprint');
  if (!userAgent) throw missing('User-Agent');
  if (needsLocation && !location) throw missing('x-location');
  return { installationId, fingerprint, userAgent, location, ipAddress };
}

const missing = (header: string): DomainError =>
  new DomainError('MISSING_HEADER', { message: `The header ${header} is missing.`, facts: { header } });
