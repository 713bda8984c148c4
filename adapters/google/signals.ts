/** Identity proofing: words, never scores. A signal that is missing was not performed. */
import type { Finding, Outcome, Polygon, Signal, SignalName } from '../../src/provider/contract.js';
import { reasonOf } from '../kit/http.js';
import type { GoogleDocument } from './client.js';

export type Entity = NonNullable<GoogleDocument['entities']>[number];

const NAMES = {
  fraud_signals_is_identity_document: 'IS_IDENTITY_DOCUMENT',
  fraud_signals_suspicious_words: 'SUSPICIOUS_WORDS',
  fraud_signals_image_manipulation: 'IMAGE_MANIPULATION',
  fraud_signals_online_duplicate: 'ONLINE_DUPLICATION',
  // From version 1.1: a photocopy is an image of a document that is not the document.
  fraud_signals_photocopy_detection: 'IMAGE_MANIPULATION',
} as const satisfies Record<string, SignalName>;
const OPTIONAL = 'fraud_signals_photocopy_detection';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  PASS: 'PASS',
  NOT_AN_ID: 'FAIL',
  SUSPICIOUS_WORDS_FOUND: 'FAIL',
  POSSIBLE_IMAGE_MANIPULATION: 'FAIL',
  POSSIBLE_ONLINE_DUPLICATE: 'FAIL',
  POSSIBLE_PHOTOCOPY: 'FAIL',
};
const CONFIDENCE: Readonly<Partial<Record<Outcome, number>>> = { PASS: 1, FAIL: 0, INCONCLUSIVE: 0.5 };

export interface Doubts {
  readonly location: 'us' | 'eu';
  /** Outside of what Google says that it covers. */
  readonly uncovered: boolean;
  /** Of the back of a card, Google may well say that it is no document. */
  readonly doubtNotAnId: boolean;
  readonly doubtManipulation: boolean;
}

export function signalsOf(entities: readonly Entity[], doubts: Doubts): Signal[] {
  const signals = Object.entries(NAMES).flatMap(([type, name]): Signal[] => {
    const found = entities.filter((entity) => entity.type === type);
    if (found.length > 0) return found.map((entity) => signalOf(name, entity, entities));
    return type === OPTIONAL ? [] : [absent(name, doubts)];
  });
  const isNoDocument = signals.some(({ name, outcome }) => name === 'IS_IDENTITY_DOCUMENT' && outcome === 'FAIL');
  return signals.map((signal) => doubted(signal, doubts, isNoDocument));
}

const absent = (name: SignalName, { location }: Doubts): Signal =>
  name === 'ONLINE_DUPLICATION' && location !== 'us'
    ? { name, outcome: 'NOT_APPLICABLE', reasons: ['not_in_this_region'] }
    : { name, outcome: 'NOT_PERFORMED', reasons: ['signal_absent'] };

function signalOf(name: SignalName, entity: Entity, all: readonly Entity[]): Signal {
  const value = entity.normalizedValue?.text || entity.mentionText || '';
  const outcome = OUTCOMES[value] ?? 'INCONCLUSIVE';
  const evidence = evidenceOf(name, all);
  return {
    name,
    outcome,
    confidence: CONFIDENCE[outcome] ?? 0.5,
    reasons: outcome === 'PASS' ? [] : [reasonOf(value)],
    ...(Object.keys(evidence).length > 0 ? { evidence } : {}),
  };
}

/** What caps a signal at a doubt: nothing that Google stands behind, or what non-documents pass too. */
function doubted(signal: Signal, doubts: Doubts, isNoDocument: boolean): Signal {
  const { name, outcome } = signal;
  const isId = name === 'IS_IDENTITY_DOCUMENT';
  if (outcome === 'FAIL' && isId && doubts.doubtNotAnId) return capped(signal, 'back_not_recognised');
  if (outcome === 'FAIL' && name === 'IMAGE_MANIPULATION' && doubts.doubtManipulation) return capped(signal);
  if (outcome !== 'PASS') return signal;
  if (doubts.uncovered) return capped(signal, 'coverage_unsupported_by_provider');
  return isNoDocument && !isId ? capped(signal, 'not_an_id') : signal;
}
const capped = (signal: Signal, ...reasons: string[]): Signal & Finding => ({
  ...signal,
  outcome: 'INCONCLUSIVE',
  confidence: 0.5,
  reasons: [...new Set([...signal.reasons, ...reasons])],
});

function evidenceOf(name: SignalName, all: readonly Entity[]): Record<string, unknown> {
  const texts = (type: string) => all.filter((one) => one.type === type && one.mentionText).map(wordOf);
  if (name === 'SUSPICIOUS_WORDS') {
    const [words, doubtful] = [texts('evidence_suspicious_word'), texts('evidence_inconclusive_suspicious_word')];
    return { ...(words.length ? { words } : {}), ...(doubtful.length ? { doubtful } : {}) };
  }
  if (name !== 'ONLINE_DUPLICATION') return {};
  const [hosts, thumbnails] = [texts('evidence_hostname'), texts('evidence_thumbnail_url')];
  const texting = (found: ReturnType<typeof texts>) => found.map(({ text }) => text);
  return {
    ...(hosts.length ? { hosts: texting(hosts) } : {}),
    ...(thumbnails.length ? { thumbnails: texting(thumbnails) } : {}),
  };
}

function wordOf({ mentionText, pageAnchor }: Entity): { text: string; polygon?: Polygon } {
  const vertices = pageAnchor?.pageRefs?.[0]?.boundingPoly?.vertices ?? [];
  const polygon = vertices.map(({ x, y }) => [x ?? 0, y ?? 0] as const);
  return { text: (mentionText ?? '').slice(0, 200), ...(polygon.length >= 3 ? { polygon } : {}) };
}
