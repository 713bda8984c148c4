import type { Capture, CaptureService } from '../document/capture.service.js';
import type { DocumentEvidence, Signal } from '../provider/contract.js';

const NAME = 'ONLINE_DUPLICATION';

/** Whether somebody else has shown this picture to the organization before: asked where no provider searches further. */
export class DuplicationService {
  constructor(private readonly captures: CaptureService) {}

  /** The evidence, with an answer in the place of the search that nobody made. */
  async judge(capture: Capture, evidence: DocumentEvidence): Promise<DocumentEvidence> {
    if (!evidence.signals.some(isOpen)) return evidence;
    const shown = await this.captures.shownBefore(capture, evidence.perceptualHash);
    const same: Capture[] = [];
    for (const { capture: earlier, isSameFile } of shown)
      if (isSameFile || (await this.bearsOneOf(earlier, numbersOf(evidence)))) same.push(earlier);
    const answer = same.length > 0 ? shownBefore(same) : NOT_SEEN;
    // Without a hash only the file itself was looked for, which is no search.
    if (same.length === 0 && evidence.perceptualHash === undefined) return evidence;
    return { ...evidence, signals: evidence.signals.map((signal) => (isOpen(signal) ? answer : signal)) };
  }

  /** Cards of one template look alike: what is printed on them tells them apart. */
  private async bearsOneOf(earlier: Capture, numbers: ReadonlySet<string>): Promise<boolean> {
    if (numbers.size === 0) return false;
    const found = await this.captures.evidenceOf<DocumentEvidence>(earlier);
    return found !== undefined && [...numbersOf(found.evidence)].some((number) => numbers.has(number));
  }
}

const isOpen = ({ name, outcome, reasons }: Signal): boolean =>
  name === NAME && outcome === 'NOT_APPLICABLE' && reasons.includes('no_online_search');

const numbersOf = ({ readings }: DocumentEvidence): ReadonlySet<string> =>
  new Set(readings.flatMap(({ fields }) => fields.documentNumber?.value.toUpperCase().replace(/[^A-Z0-9]/g, '') || []));

const COUNTED = { name: NAME, threshold: 0, comparator: 'AT_MOST' } as const;
const NOT_SEEN: Signal = { ...COUNTED, outcome: 'PASS', confidence: 1, metric: 0, reasons: [] };
const shownBefore = (same: readonly Capture[]): Signal => {
  const subjects = [...new Set(same.map(({ subjectId }) => subjectId))];
  const captures = same.map(({ id }) => id);
  const reasons = ['shown_before'];
  return {
    ...COUNTED,
    outcome: 'FAIL',
    confidence: 0,
    metric: subjects.length,
    reasons,
    evidence: { captures, subjects },
  };
};
