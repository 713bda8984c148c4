import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { LivenessStep } from '../provider/contract.js';
import { addSeconds } from '../shared/clock.js';
import type { TenantDb } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import { newId } from '../shared/id.js';
import { type LivenessToken, LivenessTokenRepository } from './liveness-token.repository.js';
import type { LivenessMode } from './liveness.states.js';

export type { LivenessToken };

const TOKENS_A_SUBJECT = 3;
const TRIES_A_TOKEN = 3;
const TOKEN_SECONDS = 600;
const STEPS_ASKED = 3;
const ACTIVE_STEPS: readonly LivenessStep[] = ['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'LOOK_DOWN', 'SMILE'];

/** Whose token it is: a session, a scoring. */
interface Subject {
  readonly id: string;
  readonly organizationId: string;
}

/** Chances to show that one is alive: few for a subject, few tries each, and the steps not to be foreseen. */
export class LivenessTokenService {
  /** @throws DomainError ATTEMPTS_EXHAUSTED */
  async start(
    db: TenantDb,
    { id, organizationId }: Subject,
    mode: LivenessMode,
    now: Date,
  ): Promise<{ token: string; liveness: LivenessToken }> {
    const tokens = new LivenessTokenRepository(db, organizationId);
    if ((await tokens.count(id)) >= TOKENS_A_SUBJECT) throw new DomainError('ATTEMPTS_EXHAUSTED');
    const token = randomBytes(32).toString('base64url');
    const liveness = {
      id: newId(),
      subjectId: id,
      hash: hashOf(token),
      steps: mode === 'PASSIVE_ACTIVE' ? drawSteps() : [],
      tries: 0,
      createdAt: now,
      expiresAt: addSeconds(now, TOKEN_SECONDS),
    };
    await tokens.insert(liveness);
    return { token, liveness };
  }

  /**
   * To be called before anything is looked at, so that nobody gets a look for free.
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
    if (spent.tries >= TRIES_A_TOKEN) throw new DomainError('ATTEMPTS_EXHAUSTED');
    await tokens.countTry(spent.id);
    return spent;
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Some of the steps in an order of chance: a recording can't know it. */
function drawSteps(): LivenessStep[] {
  const left = [...ACTIVE_STEPS];
  return Array.from({ length: STEPS_ASKED }, () => left.splice(randomInt(left.length), 1)[0] ?? 'LOOK_STRAIGHT');
}
