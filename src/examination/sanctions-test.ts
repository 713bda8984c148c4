import { mergeReadings } from '../document/merge.js';
import type { SanctionsMatch, Subject } from '../sanctions/sanctions.states.js';
import type { Screening } from '../sanctions/sanctions.service.js';
import { type Evidence, readingsOf } from './examination.states.js';
import type { TestResult } from './test-result.repository.js';

/** Whom the document names; undefined where it yields no family name. */
export function subjectOf(evidence: Evidence): Subject | undefined {
  const { fields } = mergeReadings(readingsOf(evidence));
  const valueOf = (name: keyof typeof fields) => fields[name]?.value;
  const lastName = valueOf('lastName');
  if (!lastName) return undefined;
  const number = valueOf('documentNumber');
  const gender = valueOf('gender');
  return {
    name: [valueOf('firstName'), valueOf('middleName'), lastName].filter(Boolean).join(' '),
    birthDate: valueOf('birthDate'),
    country: valueOf('nationality'),
    gender: gender === 'MALE' || gender === 'FEMALE' ? gender : undefined,
    ids: number ? [{ number, country: valueOf('issuingCountry') }] : [],
  };
}

/**
 * The best similarity that no exception covers. The evidence names entries by their ids alone: their names as good as
 * name the subject, and are kept sealed.
 */
export function sanctionsTest({ lists, matches }: Screening, tolerance: number, now: Date): TestResult {
  const counting = matches.filter(({ exceptionId }) => exceptionId === undefined);
  const metric = best(counting) ?? 0;
  const isHit = metric >= tolerance;
  const corroborated = best(counting.filter((match) => match.corroborated));
  const isCorroborated = (corroborated ?? 0) >= tolerance;
  return {
    name: 'OFAC',
    outcome: isHit ? 'FAIL' : 'PASS',
    confidence: isHit ? 0 : 1,
    metric,
    threshold: tolerance,
    comparator: 'AT_MOST',
    source: 'ofac',
    reasons: isHit ? [isCorroborated ? 'sanctions_hit' : 'sanctions_candidate'] : [],
    evidence: { lists: lists.map(listOf), corroborated, entries: matches.map(entryOf) },
    performedAt: now,
  };
}

const best = (matches: readonly SanctionsMatch[]): number | null =>
  matches.length === 0 ? null : Math.max(...matches.map(({ similarity }) => similarity));

const listOf = ({ name, publishedAt, sha256, count }: Screening['lists'][number]) => ({
  name,
  publishedAt: publishedAt?.toISOString() ?? null,
  sha256,
  count,
});

const entryOf = ({ list, entryId, strength, similarity, corroborated, ...match }: SanctionsMatch) => ({
  list,
  entityId: entryId,
  strength,
  similarity,
  corroborated,
  matchedFields: match.matchedFields,
  missingFields: match.missingFields,
  excepted: match.exceptionId !== undefined,
});
