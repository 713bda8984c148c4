import type { ClientService } from '../client/client.service.js';
import type { Change, EventLog } from '../event/event.service.js';
import { causeOf } from '../event/subject-change.js';
import type { TokenService } from '../key/token.service.js';
import { type LivenessMode, livenessProviderOf } from '../liveness/liveness.states.js';
import type { Provider } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import type { RequirementsService } from '../requirements/requirements.service.js';
import { badInput } from '../shared/errors.js';
import { addSeconds } from '../shared/clock.js';
import { newId } from '../shared/id.js';
import { findByIdempotencyKey, type IdempotentRequest, takeIdempotencyKey } from '../shared/idempotency.js';
import type { Jobs } from '../shared/jobs.js';
import type { Operator } from '../shared/principal.js';
import type { Outbound } from '../shared/outbound.js';
import type { WeightsService } from '../weights/weights.service.js';
import type { SessionService } from './session.service.js';
import { EXPIRY, type Session } from './session.states.js';

const LONGEST_SECONDS = 30 * 24 * 3600;
const SHORTEST_SECONDS = 60;
const MOST_METADATA = 50;
const LONGEST_METADATA = 500;

/** What is asked of every new session. */
export interface NewSession {
  readonly clientId?: string | null;
  readonly userId?: string | null;
  readonly provider: Provider;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly livenessMode: LivenessMode;
  readonly webhookUrl?: string | null;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly idempotencyKey?: string | null;
}
/** What the kind of session adds. */
export interface SessionBeginning extends Pick<Session, 'kind' | 'settings' | 'person' | 'identityId'> {
  /** The operation that opens it. */
  readonly endpoint: string;
  /** Refuses what may not begin; not asked again where an idempotency key repeats what has begun. */
  readonly admit?: (change: Change) => Promise<void>;
}

/** Opens sessions and hands out the tokens for the subjects' devices. */
export class SessionCreationService {
  constructor(
    private readonly sessions: SessionService,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    private readonly pinned: { readonly weights: WeightsService; readonly requirements: RequirementsService },
    private readonly providers: ProviderRegistry,
    private readonly tokens: TokenService,
    private readonly jobs: Jobs,
    private readonly outbound: Outbound,
  ) {}

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operator: Operator,
    input: NewSession,
    beginning: SessionBeginning,
  ): Promise<{ session: Session; sdkToken: string }> {
    const { organizationId, mode } = operator;
    const { idempotencyKey: key, ...wanted } = input;
    const asked = { ...wanted, clientId: input.clientId ?? operator.clientId, mode };
    const request = { organizationId, operation: beginning.endpoint, key, input: asked };
    // What has begun is given again, even where the same input would be refused by now.
    const begun =
      key && (await this.log.change(organizationId, ({ db, now }) => findByIdempotencyKey(db, request, now)));
    const session = await this.sessions.require(
      operator,
      begun || (await this.begin(operator, input, beginning, request)),
    );
    return { session, sdkToken: await this.issueToken(session) };
  }

  private async begin(
    operator: Operator,
    input: NewSession,
    beginning: SessionBeginning,
    request: IdempotentRequest,
  ): Promise<string> {
    const metadata = checkedMetadata(input.metadata ?? {});
    const seconds = checkedExpiry(input.expiresIn);
    if (input.webhookUrl && !this.outbound.allows(input.webhookUrl))
      throw badInput('input.webhookUrl', 'must be a public address');
    const { organizationId, mode } = operator;
    const wanted = { organizationId, provider: input.provider, mode };
    await this.providers.requireSupport(wanted);
    const livenessProvider = livenessProviderOf(await this.providers.frameHolder(wanted));
    const client = await this.clients.choose(operator, input.clientId ?? undefined);
    return this.log.change(organizationId, async (change) => {
      const id = newId();
      const first = await takeIdempotencyKey(change.db, request, id, change.now);
      if (first) return first;
      await beginning.admit?.(change);
      const weights = await this.pinned.weights.inForce(
        change.db,
        organizationId,
        client.id,
        input.userId ?? undefined,
      );
      const session = newSession(operator, input, {
        ...beginningOf(beginning),
        id,
        clientId: client.id,
        livenessProvider,
        metadata,
        weightsId: weights?.id,
        createdAt: change.now,
        expiresAt: addSeconds(change.now, seconds),
      });
      await this.sessions.insert(session, causeOf(operator, beginning.endpoint), change);
      await this.pinned.requirements.pin(change.db, session);
      await this.jobs.send(change.db, EXPIRY, { organizationId, sessionId: id }, session.expiresAt);
      return id;
    });
  }

  private issueToken({ organizationId, clientId, id, mode, expiresAt }: Session): Promise<string> {
    return this.tokens.issue({ kind: 'sdk', organizationId, clientId, sessionId: id, mode, expiresAt });
  }
}

function checkedExpiry(milliseconds: number): number {
  const seconds = milliseconds / 1000;
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS)
    throw badInput('input.expiresIn', 'must be PT1M to P30D');
  return seconds;
}

function checkedMetadata(metadata: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(metadata);
  if (pairs.length > MOST_METADATA) throw badInput('input.metadata', `holds more than ${MOST_METADATA} pairs`);
  return Object.fromEntries(
    pairs.map(([name, value]) => {
      if (typeof value !== 'string') throw badInput(`input.metadata.${name}`, 'must be a string');
      if (name.length > LONGEST_METADATA || value.length > LONGEST_METADATA)
        throw badInput(`input.metadata.${name.slice(0, 40)}`, `is longer than ${LONGEST_METADATA} characters`);
      return [name, value];
    }),
  );
}

const beginningOf = ({ kind, settings, person, identityId }: SessionBeginning) => ({
  kind,
  settings,
  person,
  identityId,
});

const newSession = (
  operator: Operator,
  input: NewSession,
  own: ReturnType<typeof beginningOf> &
    Pick<Session, 'id' | 'clientId' | 'livenessProvider' | 'metadata' | 'weightsId' | 'createdAt' | 'expiresAt'>,
): Session => ({
  ...BLANK,
  ...own,
  organizationId: operator.organizationId,
  userId: input.userId ?? undefined,
  mode: operator.mode,
  provider: input.provider,
  webhookUrl: input.webhookUrl ?? undefined,
  livenessMode: input.livenessMode,
});

/** What nobody knows yet of a session that begins. */
const BLANK = {
  status: 'IN_PROGRESS',
  statusReason: undefined,
  version: 1,
  sdkMetadata: {},
  documentType: 'UNKNOWN',
  consented: undefined,
  consentedAt: undefined,
  documentFrontGivenAt: undefined,
  documentBackGivenAt: undefined,
  selfieGivenAt: undefined,
  livenessDetectedAt: undefined,
  finalizeRequestedAt: undefined,
  finalizeInput: undefined,
  dmvScenario: undefined,
  completedAt: undefined,
  verified: undefined,
  verifiedAt: undefined,
  provisional: false,
  score: undefined,
  retryAt: undefined,
  retries: 0,
  retryUntil: undefined,
  erasedAt: undefined,
} as const satisfies Partial<Session>;
