import type { Change, EventLog } from '../event/event.service.js';
import { causeOf, eventOf } from '../event/subject-change.js';
import type { DocumentType, Provider } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { addSeconds } from '../shared/clock.js';
import { badInput } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { Jobs } from '../shared/jobs.js';
import type { Keyring } from '../shared/keyring.js';
import { type Operator, ownOrganization } from '../shared/principal.js';
import type { WeightsService } from '../weights/weights.service.js';
import { SCORING_EXPIRY } from './scoring-expiry.service.js';
import type { ScoringService } from './scoring.service.js';
import { DOCUMENT_ONLY, type Scoring, type ScoringSettings } from './scoring.states.js';

const ENDPOINT = 'Mutation.createScoring';
const SHORTEST_MILLISECONDS = 60_000;
const LONGEST_MILLISECONDS = 30 * 24 * 3600_000;
const MOST_ATTEMPTS = 100;

export interface NewScoring {
  readonly organizationId: string;
  readonly document: { readonly type: DocumentType; readonly country: string };
  readonly provider: Provider;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly maxScoreRetries: number;
  readonly fallbacks?: readonly Provider[] | null;
  readonly idempotencyKey?: string | null;
}

/** @throws DomainError BAD_USER_INPUT */
export function checkExpiry(milliseconds: number): void {
  if (milliseconds < SHORTEST_MILLISECONDS || milliseconds > LONGEST_MILLISECONDS)
    throw badInput('input.expiresIn', 'must be PT1M to P30D');
}

/** Opens scorings. */
export class ScoringCreationService {
  constructor(
    private readonly scorings: ScoringService,
    private readonly log: EventLog,
    private readonly weights: WeightsService,
    private readonly providers: ProviderRegistry,
    private readonly keyring: Keyring,
    private readonly jobs: Jobs,
  ) {}

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, PROVIDER_UNSUPPORTED, PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewScoring): Promise<Scoring> {
    const { mode } = operator;
    const organizationId = ownOrganization(operator, input.organizationId);
    await this.check(operator, input);
    const id = await this.log.change(organizationId, async (change) => {
      const { idempotencyKey: key, ...asked } = input;
      const id = newId();
      const request = { organizationId, operation: ENDPOINT, key, input: { ...asked, mode } };
      const first = await takeIdempotencyKey(change.db, request, id, change.now);
      if (first) return first;
      await this.open(operator, { ...input, id, endpoint: ENDPOINT, settings: DOCUMENT_ONLY }, change);
      return id;
    });
    return this.scorings.require(operator, id);
  }

  /** Makes a scoring within a change that may make more; what is asked for was checked. */
  async open(
    operator: Operator,
    asked: NewScoring & { readonly id: string; readonly endpoint: string; readonly settings: ScoringSettings },
    { db, now, append }: Change,
  ): Promise<void> {
    const { organizationId } = operator;
    const weights = await this.weights.inForce(db, organizationId, operator.clientId, operator.userId);
    const scoring = newScoring(operator, asked, weights?.id, now);
    await this.keyring.create(db, { organizationId, subjectId: scoring.id }, now);
    await this.scorings.repository(db, organizationId).insert(scoring);
    await this.jobs.send(db, SCORING_EXPIRY, { organizationId, scoringId: scoring.id }, scoring.expiresAt);
    const { provider, documentType, country } = scoring;
    const data = { provider, documentType, country };
    await append(eventOf('scoring', scoring, causeOf(operator, asked.endpoint), { type: 'SCORING_CREATED', data }));
  }

  /** A fallback that does not know the document is passed over when its turn comes; the provider itself must. */
  async check(
    { organizationId, mode }: Operator,
    { document, provider, expiresIn, maxScoreRetries }: NewScoring,
  ): Promise<void> {
    checkExpiry(expiresIn);
    if (document.type === 'UNKNOWN') throw badInput('input.document.type', 'must be a document type');
    if (maxScoreRetries < 1 || maxScoreRetries > MOST_ATTEMPTS)
      throw badInput('input.maxScoreRetries', `must be from 1 to ${MOST_ATTEMPTS}`);
    await this.providers.requireSupport({ organizationId, provider, mode, document });
  }
}

const newScoring = (
  { organizationId, mode }: Operator,
  asked: NewScoring & { readonly id: string; readonly settings: ScoringSettings },
  weightsId: string | undefined,
  now: Date,
): Scoring => ({
  id: asked.id,
  organizationId,
  mode,
  documentType: asked.document.type,
  country: asked.document.country,
  provider: asked.provider,
  fallbacks: [...new Set(asked.fallbacks ?? [])].filter((fallback) => fallback !== asked.provider),
  settings: asked.settings,
  status: 'OPEN',
  version: 1,
  attempts: 0,
  maxScoreRetries: asked.maxScoreRetries,
  weightsId,
  createdAt: now,
  expiresAt: addSeconds(now, asked.expiresIn / 1000),
  processing: undefined,
  result: undefined,
  scoredBy: undefined,
  scoredAt: undefined,
  score: undefined,
  failure: undefined,
  closedAt: undefined,
  delegation: undefined,
});
