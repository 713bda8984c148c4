import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { LivenessStep } from '../provider/contract.js';
import { addSeconds } from '../shared/clock.js';
import type { TenantDb } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { type HeldCheck, type LivenessToken, LivenessTokenRepository } from './liveness-token.repository.js';
import type { LivenessMode } from './liveness.states.js';

export type { HeldCheck, LivenessToken };

const TOKENS_A_SUBJECT = 3;
const TRIES_A_TOKEN = 3;
const TOKEN_SECONDS = 600;
const STEPS_ASKED = 4;
const ACTIVE_STEPS: readonly LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'LOOK_DOWN', 'SMILE'];

/** Whose token it is: a session, a scoring. */
interface Subject {
  readonly id: string;
  readonly organizationId: string;
}

/** A check that a provider has begun: its frames go there, and so does the token. */
export interface BegunCheck extends HeldCheck {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Chances to show that one is alive: few for a subject, few tries each, and the steps not to be foreseen. */
export class LivenessTokenService {
  /** @throws DomainError ATTEMPTS_EXHAUSTED */
  async requireLeft(db: TenantDb, { id, organizationId }: Subject): Promise<void> {
    const count = await new LivenessTokenRepository(db, organizationId).count(id);
    if (count >= TOKENS_A_SUBJECT) throw new DomainError('ATTEMPTS_EXHAUSTED');
  }

  /**
   * @param begun what a provider that holds the frames has begun: it asks for steps of its own
   * @throws DomainError ATTEMPTS_EXHAUSTED
   */
  async start(
    db: TenantDb,
    subject: Subject,
    mode: LivenessMode,
    now: Date,
    begun?: BegunCheck,
  ): Promise<{ token: string; liveness: LivenessToken }> {
    await this.requireLeft(db, subject);
    const token = begun?.token ?? randomBytes(32).toString('base64url');
    const liveness = {
      id: newId(),
      subjectId: subject.id,
      hash: hashOf(token),
      steps: mode === 'PASSIVE_ACTIVE' && !begun ? drawSteps() : [],
      held: begun && { holder: begun.holder, reference: begun.reference },
      tries: 0,
      createdAt: now,
      expiresAt: begun?.expiresAt ?? addSeconds(now, TOKEN_SECONDS),
    };
    await new LivenessTokenRepository(db, subject.organizationId).insert(liveness);
    return { token, liveness };
  }

  /**
   * To be called before anything is looked at, so that nobody gets a look for free. A check that a provider holds gives
   * one result, which may take time to be there: the try is spent with it, by `settle`.
   * @throws DomainError LIVENESS_SESSION_REQUIRED, LIVENESS_TOKEN_EXPIRED, ATTEMPTS_EXHAUSTED
   */
  async spendTry(
    db: TenantDb,
    { id, organizationId }: Subject,
    token: string | undefined,
    now: Date,
  ): Promise<LivenessToken> {
    const tokens = new LivenessTokenRepository(db, organizationId);
    const spent = token === undefined ? undefined : await tokens.find(id, hashOf(token));
    if (!spent) throw new DomainError('LIVENESS_SESSION_REQUIRED');
    if (spent.expiresAt <= now) throw new DomainError('LIVENESS_TOKEN_EXPIRED');
    if (spent.tries >= (spent.held ? 1 : TRIES_A_TOKEN)) throw new DomainError('ATTEMPTS_EXHAUSTED');
    if (!spent.held) await tokens.countTry(spent.id);
    return spent;
  }

  async settle(db: TenantDb, { organizationId }: Subject, { id, held }: LivenessToken): Promise<void> {
    if (held) await new LivenessTokenRepository(db, organizationId).countTry(id);
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Some of the steps in an order of chance: a recording can't know it. */
function drawSteps(): LivenessStep[] {
  const left = [...ACTIVE_STEPS];
  return Array.from({ length: STEPS_ASKED }, () => left.splice(randomInt(left.length), 1)[0] ?? 'LOOK_STRAIGHT');
}
