import type { ClientService } from '../client/client.service.js';
import type { Change, EventLog } from '../event/event.service.js';
import type { TokenService } from '../key/token.service.js';
import type { Provider } from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import { badInput, DomainError } from '../shared/errors.js';
import { addSeconds } from '../shared/clock.js';
import { newId } from '../shared/id.js';
import { takeIdempotencyKey } from '../shared/idempotency.js';
import type { Jobs } from '../shared/jobs.js';
import type { Keyring } from '../shared/keyring.js';
import type { Mode, Operator } from '../shared/principal.js';
import { isPublicUrl } from '../shared/public-url.js';
import type { WeightsService } from '../weights/weights.service.js';
import { EXPIRY } from './session-lifecycle.service.js';
import { eventOf, causeOf, type SessionService } from './session.service.js';
import { DEFAULT_SETTINGS, type LivenessMode, type Session, type VerificationSettings } from './session.states.js';

const ENDPOINT = 'Mutation.createVerificationSession';
const LONGEST_SECONDS = 30 * 24 * 3600;
const SHORTEST_SECONDS = 60;
const MOST_METADATA = 50;
const LONGEST_METADATA = 500;

export interface NewVerificationSession {
  readonly clientId?: string | null;
  readonly userId?: string | null;
  readonly externalId?: string | null;
  readonly provider: Provider;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly livenessMode: LivenessMode;
  readonly webhookUrl?: string | null;
  readonly settings?: VerificationSettings | null;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly idempotencyKey?: string | null;
}

/** Opens verification sessions and hands out the tokens for the subjects' devices. */
export class SessionCreationService {
  constructor(
    private readonly sessions: SessionService,
    private readonly log: EventLog,
    private readonly clients: ClientService,
    private readonly weights: WeightsService,
    private readonly providers: ProviderRegistry,
    private readonly keyring: Keyring,
    private readonly tokens: TokenService,
    private readonly jobs: Jobs,
  ) {}

  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, PROVIDER_NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED */
  async create(operator: Operator, input: NewVerificationSession): Promise<{ session: Session; sdkToken: string }> {
    if (operator.role === 'VIEWER') throw new DomainError('FORBIDDEN');
    const metadata = checkedMetadata(input.metadata ?? {});
    const seconds = checkedExpiry(input.expiresIn);
    if (input.webhookUrl && !isPublicUrl(input.webhookUrl))
      throw badInput('input.webhookUrl', 'must be a public address');
    this.providers.requireConfigured(input.provider);
    const client = await this.clients.choose(operator, input.clientId ?? undefined);
    const { organizationId } = operator;
    const id = await this.log.change(organizationId, async (change) => {
      const id = newId();
      const asked = { ...input, clientId: client.id, mode: operator.mode };
      const first = await this.firstResult(organizationId, asked, id, change);
      if (first) return first;
      const weights = await this.weights.inForce(change.db, organizationId, client.id, input.userId ?? undefined);
      const session = newSession(operator, input, {
        id,
        clientId: client.id,
        metadata,
        weightsId: weights?.id,
        createdAt: change.now,
        expiresAt: addSeconds(change.now, seconds),
      });
      await this.keyring.create(change.db, { organizationId, subjectId: id }, change.now);
      await this.sessions.repository(change.db, organizationId).insert(session);
      await this.jobs.send(change.db, EXPIRY, { organizationId, sessionId: id }, session.expiresAt);
      await change.append(
        eventOf(session, causeOf(operator, ENDPOINT), {
          type: 'SESSION_CREATED',
          data: { status: session.status },
        }),
      );
      return id;
    });
    const session = await this.sessions.require(operator, id);
    return { session, sdkToken: await this.issueToken(session) };
  }

  private async firstResult(
    organizationId: string,
    { idempotencyKey, ...input }: NewVerificationSession & { readonly mode: Mode },
    id: string,
    { db, now }: Change,
  ): Promise<string | undefined> {
    if (!idempotencyKey) return undefined;
    return takeIdempotencyKey(db, { organizationId, operation: ENDPOINT, key: idempotencyKey, input }, id, now);
  }

  private issueToken({ organizationId, clientId, id, mode, expiresAt }: Session): Promise<string> {
    return this.tokens.issue({ organizationId, clientId, sessionId: id, mode, expiresAt });
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

const newSession = (
  operator: Operator,
  input: NewVerificationSession,
  own: Pick<Session, 'id' | 'clientId' | 'metadata' | 'weightsId' | 'createdAt' | 'expiresAt'>,
): Session => ({
  ...own,
  organizationId: operator.organizationId,
  kind: 'VERIFICATION',
  userId: input.userId ?? undefined,
  mode: operator.mode,
  provider: input.provider,
  status: 'IN_PROGRESS',
  statusReason: undefined,
  version: 1,
  settings: input.settings ?? DEFAULT_SETTINGS,
  sdkMetadata: {},
  webhookUrl: input.webhookUrl ?? undefined,
  livenessMode: input.livenessMode,
  livenessProvider: 'INTERNAL',
  documentType: 'UNKNOWN',
  consented: undefined,
  consentedAt: undefined,
  documentFrontGivenAt: undefined,
  documentBackGivenAt: undefined,
  selfieGivenAt: undefined,
  livenessDetectedAt: undefined,
  finalizeRequestedAt: undefined,
  finalizeInput: undefined,
  completedAt: undefined,
  verified: undefined,
  verifiedAt: undefined,
  provisional: false,
  score: undefined,
  retryAt: undefined,
  erasedAt: undefined,
  person: input.externalId ? { externalId: input.externalId } : {},
});
