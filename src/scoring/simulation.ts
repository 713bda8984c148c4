/** Past sessions judged anew under proposed weights, and which number made the difference. */
import { judgeSession, type ScoringInput } from './verdict.js';
import { WEIGHTS_FIELDS, WEIGHTS_NAMES, type WeightsField, type WeightsValues } from './weights.js';

/** A session as it was judged: all but the weights, and the version that it was judged under. */
export interface PastSession {
  readonly id: string;
  readonly input: Omit<ScoringInput, 'weights'>;
  readonly judgedUnder: WeightsValues;
  readonly verified: boolean;
}

export interface Flip {
  readonly session: PastSession;
  /** The verdict under the proposed weights. */
  readonly verified: boolean;
  readonly cause: WeightsField;
}

export interface Simulation {
  readonly sessionCount: number;
  readonly unchanged: number;
  readonly newlyVerified: number;
  readonly newlyRejected: number;
  /** In the order of the sessions. */
  readonly flips: readonly Flip[];
}

export function simulate(sessions: readonly PastSession[], proposed: WeightsValues): Simulation {
  const flips = sessions.flatMap((session) => flipOf(session, proposed) ?? []);
  const newlyVerified = flips.filter(({ verified }) => verified).length;
  return {
    sessionCount: sessions.length,
    unchanged: sessions.length - flips.length,
    newlyVerified,
    newlyRejected: flips.length - newlyVerified,
    flips,
  };
}

function flipOf(session: PastSession, proposed: WeightsValues): Flip | undefined {
  const isVerified = (weights: WeightsValues): boolean => judgeSession({ ...session.input, weights }).verified;
  const verified = isVerified(proposed);
  if (verified === session.verified) return undefined;
  const cause = causeOf(isVerified, session.judgedUnder, proposed);
  return cause && { session, verified, cause };
}

/**
 * The number that flips the verdict when it alone is changed; where none does alone, the one whose change, number after
 * number, tips it. Undefined where the verdict differs for another reason than the weights.
 */
function causeOf(
  isVerified: (weights: WeightsValues) => boolean,
  before: WeightsValues,
  after: WeightsValues,
): WeightsField | undefined {
  const verdict = isVerified(after);
  if (isVerified(before) === verdict) return undefined;
  const changed = WEIGHTS_NAMES.filter((name) => before[name] !== after[name]);
  const alone = changed.find((name) => isVerified({ ...before, [name]: after[name] }) === verdict);
  if (alone) return WEIGHTS_FIELDS[alone].field;
  let mixed = before;
  const tipping = changed.find((name) => {
    mixed = { ...mixed, [name]: after[name] };
    return isVerified(mixed) === verdict;
  });
  return tipping && WEIGHTS_FIELDS[tipping].field;
}
