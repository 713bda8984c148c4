import type { DocumentReading, DocumentSide, DocumentType, Signal, TextLine } from '../../../src/provider/contract.js';
import type { MrzReading } from '../mrz/judgement.js';
import { THRESHOLDS } from '../thresholds.js';
import { checkNationalNumbers } from './nationalNumber.js';
import { findSuspiciousWords, isSpecimenNumber } from './words.js';

const { text } = THRESHOLDS;

/** Whether the machine-readable zone holds by its own arithmetic. */
export function judgeCheckDigits(mrz: MrzReading | undefined, type: DocumentType, side: DocumentSide): Signal {
  const name = 'MRZ_CHECK_DIGITS';
  if (mrz === undefined) {
    const expected = type === 'PASSPORT' && side === 'FRONT';
    return { name, outcome: expected ? 'INCONCLUSIVE' : 'NOT_APPLICABLE', reasons: ['mrz_not_found'] };
  }
  const checks = Object.values(mrz.parsed.checks);
  const right = checks.filter(Boolean).length / checks.length;
  const nationalNumbers = checkNationalNumbers(mrz);
  const contradicted = nationalNumbers.length > 0 && nationalNumbers.every(({ holds }) => !holds);
  return {
    name,
    outcome: contradicted ? 'INCONCLUSIVE' : outcomeOf(mrz),
    confidence: right === 1 ? mrz.confidence : 1 - mrz.confidence,
    metric: right,
    threshold: 1,
    comparator: 'AT_LEAST',
    reasons: [...mrz.reasons, ...(contradicted ? ['national_number_check_mismatch'] : [])],
    evidence: {
      format: mrz.format,
      checks: mrz.parsed.checks,
      problems: mrz.parsed.problems,
      ...(nationalNumbers.length > 0 && { nationalNumbers }),
    },
  };
}

/** A wrong digit fails only where it was surely read: what is small or doubtful says nothing about the document. */
function outcomeOf(mrz: MrzReading): Signal['outcome'] {
  if (mrz.accepted) return 'PASS';
  const doubtful = mrz.reasons.includes('mrz_low_confidence') || mrz.reasons.includes('mrz_too_small');
  return doubtful || !mrz.reasons.includes('mrz_check_digit_mismatch') ? 'INCONCLUSIVE' : 'FAIL';
}

/** Words of specimens in print or among machine-readable names. Certainty is that of the line. */
export function judgeWords(lines: readonly TextLine[], readings: readonly DocumentReading[]): Signal {
  const name = 'SUSPICIOUS_WORDS';
  const names = readings.flatMap(({ fields }) =>
    [fields.lastName, fields.firstName, fields.issuingCountry].flatMap((field) => field ?? []),
  );
  const found = [
    ...lines.map((line) => ({
      words: findSuspiciousWords(line.text),
      certainty: line.confidence,
      polygon: line.polygon,
    })),
    ...names.map((field) => ({
      words: findSuspiciousWords(field.value === 'UTO' ? 'UTOPIA' : field.value),
      certainty: field.confidence,
      polygon: field.polygon,
    })),
  ].filter(({ words }) => words.length > 0);
  const words = [...new Set(found.flatMap((one) => one.words))];
  if (words.length === 0 && !isRead(lines, readings))
    return { name, outcome: 'INCONCLUSIVE', reasons: ['no_text_read'] };
  const certainty = Math.max(0, ...found.map((one) => one.certainty));
  return {
    name,
    outcome: words.length > 0 ? 'FAIL' : 'PASS',
    confidence: 1 - certainty,
    metric: words.length,
    threshold: 0,
    comparator: 'AT_MOST',
    reasons: words.length > 0 ? ['suspicious_words'] : [],
    evidence: { words, linesRead: lines.length, polygons: found.flatMap(({ polygon }) => (polygon ? [polygon] : [])) },
  };
}

/** Whether words would have been seen. Of a side whose code or zone is believed only headings are read. */
const isRead = (lines: readonly TextLine[], readings: readonly DocumentReading[]): boolean =>
  lines.filter(({ confidence }) => confidence >= text.readable).length >= text.lines ||
  readings.some(({ source, accepted }) => accepted && source !== 'FRONT_OCR');

/** Nothing is looked up online. Only numbers of published specimens are known here. */
export function judgeDuplication(readings: readonly DocumentReading[]): Signal {
  const known = readings.some(({ fields }) => fields.documentNumber && isSpecimenNumber(fields.documentNumber.value));
  return known
    ? { name: 'ONLINE_DUPLICATION', outcome: 'FAIL', confidence: 0, reasons: ['known_specimen'] }
    : { name: 'ONLINE_DUPLICATION', outcome: 'NOT_APPLICABLE', reasons: ['no_online_search'] };
}
