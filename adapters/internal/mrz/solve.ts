/** From probabilities to the most probable zone whose check digits are right, and how far that can be believed. */
import { type Candidate, charactersAt, combine, probabilityOf, readCandidates } from './candidates.js';
import { checkDigit } from './checkDigit.js';
import type { MrzCheck, MrzField, MrzFormat, MrzSpan } from './formats.js';
import type { Posterior } from './lattice.js';
import { isDate } from './parse.js';
import { isState } from './states.js';

export interface SolvedMrz {
  readonly lines: readonly string[];
  /** Probability that everything under check digits is read right. */
  readonly checked: number;
  /** Probability that everything without is: names, states, sex, codes. */
  readonly unchecked: number;
  /** The part of it that the names have. */
  readonly names: number;
}

/** A stretch of the zone with its readings. */
interface Unit {
  readonly spans: readonly MrzSpan[];
  readonly candidates: readonly Candidate[];
}

/** Of real documents few have a wrong check digit, of misreadings nine in ten: what a reading without may claim. */
const WRONG_DIGIT_PRIOR = 0.003;
/** How much less probable a code outside the list is. */
const UNLISTED_PRIOR = 0.02;
/** How much less probable a nationality other than the issuer is, where not on what a state gives to foreigners. */
const FOREIGN_PRIOR = 0.1;
const FOR_FOREIGNERS = /^(V|A|C|IR)/;
/** The most that may be claimed where what is usual overrules what was read. */
const OVERRULED = 0.5;

export function solveMrz(format: MrzFormat, posteriors: readonly Posterior[]): SolvedMrz {
  const page = new Page(format, posteriors);
  const checked = page.solveChecked();
  const states = page.solveStates();
  const names = page.solveNames();
  return { checked, unchecked: states * names * page.solveRest(), names, lines: page.lines };
}

class Page {
  private readonly characters: string[][];
  private readonly settled: boolean[][];

  constructor(
    private readonly format: MrzFormat,
    private readonly posteriors: readonly Posterior[],
  ) {
    const positions = Array.from({ length: format.lineLength }, (_, i) => i);
    this.characters = posteriors.map((posterior) => positions.map((i) => charactersAt(posterior, i)[0]?.text ?? '<'));
    this.settled = posteriors.map(() => positions.map(() => false));
  }

  get lines(): string[] {
    return this.characters.map((line) => line.join(''));
  }

  /** The checked fields by themselves, then all together where there is a composite digit. */
  solveChecked(): number {
    const composite = this.format.checks.find(({ name }) => name === 'composite');
    const single = this.format.checks.filter((check) => check !== composite);
    const units = single.map((check) => this.readChecked(check));
    if (composite !== undefined) return this.solveComposite(composite, units);
    return units.reduce((confidence, unit) => confidence * this.choose(unit), 1);
  }

  private readChecked(check: MrzCheck): Unit {
    const spans = [...check.over, check.digit];
    const dated = this.format.fields.some(({ kind, line, start }) => {
      const [over] = check.over;
      return kind === 'date' && line === over!.line && start === over!.start;
    });
    const candidates = readCandidates(this.posteriors, spans).map((candidate) => {
      const text = candidate.text.slice(0, -1);
      const right = fits(check, text, candidate.text.at(-1)!) && (!dated || isDate(text));
      return right ? candidate : { ...candidate, probability: candidate.probability * WRONG_DIGIT_PRIOR };
    });
    return { spans, candidates: candidates.toSorted(byProbability).slice(0, 24) };
  }

  private solveComposite(composite: MrzCheck, units: readonly Unit[]): number {
    const covered = new Set(units.flatMap(({ spans }) => spans.flatMap(positionsOf)));
    const free = [...composite.over, composite.digit].flatMap(positionsOf).filter((position) => !covered.has(position));
    const loose = free.map((position): Unit => {
      const [line = 0, start = 0] = position.split(':').map(Number);
      return { spans: [{ line, start, end: start + 1 }], candidates: charactersAt(this.posteriors[line]!, start) };
    });
    const all = [...units, ...loose];
    const joined = all.reduce<Candidate[]>(
      (beam, { candidates }) => combine(beam, candidates),
      [{ text: '', probability: 1 }],
    );
    const spans = all.flatMap((unit) => unit.spans);
    const order = spans.flatMap(positionsOf);
    const weighed = joined.map((candidate) =>
      this.compositeHolds(composite, order, candidate.text)
        ? candidate
        : { ...candidate, probability: candidate.probability * WRONG_DIGIT_PRIOR },
    );
    return this.choose({ spans, candidates: weighed.toSorted(byProbability) });
  }

  private compositeHolds(composite: MrzCheck, order: readonly string[], text: string): boolean {
    const at = new Map(order.map((position, i) => [position, text[i]!]));
    const covered = composite.over.flatMap(positionsOf).map((position) => at.get(position)!);
    return fits(composite, covered.join(''), at.get(positionsOf(composite.digit)[0]!)!);
  }

  /** Writes the most probable candidate down; returns its share of all. */
  private choose({ spans, candidates }: Unit): number {
    const [best] = candidates;
    if (best === undefined) return 0;
    this.write(spans, best.text);
    const total = candidates.reduce((sum, { probability }) => sum + probability, 0);
    return total === 0 ? 0 : best.probability / total;
  }

  private write(spans: readonly MrzSpan[], text: string): void {
    let i = 0;
    for (const { line, start, end } of spans) {
      for (let position = start; position < end; position++) {
        this.characters[line]![position] = text[i++]!;
        this.settled[line]![position] = true;
      }
    }
  }

  /** Issuer and nationality are of a closed list, and mostly the same. */
  solveStates(): number {
    const fields = this.format.fields.filter(({ kind }) => kind === 'state');
    const beams = fields.map((field) =>
      readCandidates(this.posteriors, [field])
        .map(({ text, probability }) => ({ text, probability: probability * (isState(text) ? 1 : UNLISTED_PRIOR) }))
        .toSorted(byProbability),
    );
    const joined = beams
      .reduce<Candidate[]>((beam, next) => combine(beam, next), [{ text: '', probability: 1 }])
      .toSorted(byProbability);
    const foreign = FOR_FOREIGNERS.test(this.characters[0]!.join('')) ? 1 : FOREIGN_PRIOR;
    const weighed = joined.map((candidate) => {
      const same = candidate.text.slice(0, 3) === candidate.text.slice(-3);
      return same ? candidate : { ...candidate, probability: candidate.probability * foreign };
    });
    const candidates = weighed.toSorted(byProbability);
    const confidence = this.choose({ spans: fields, candidates });
    // What is usual may bear out what the net has read; what it says against the net is no more than likely.
    const overruled = candidates[0]?.text !== joined[0]?.text;
    return overruled ? Math.min(confidence, OVERRULED) : confidence;
  }

  solveNames(): number {
    const fields = this.format.fields.filter(({ kind }) => kind === 'name');
    for (const field of fields) this.fillNames(field);
    return fields.reduce((probability, { line, start, end }) => {
      this.settled[line]!.fill(true, start, end);
      const letters = this.characters[line]!.slice(start, end);
      return letters.reduce(
        (all, letter, i) => all * probabilityOf(this.posteriors[line]!, start + i, letter),
        probability,
      );
    }, 1);
  }

  /** Every character that no rule has settled, each at its own probability. */
  solveRest(): number {
    let probability = 1;
    this.characters.forEach((line, i) =>
      line.forEach((character, position) => {
        if (!this.settled[i]![position]) probability *= probabilityOf(this.posteriors[i]!, position, character);
      }),
    );
    return probability;
  }

  /** Fillers end a name field: after three in a row, or after the last letter, nothing comes. */
  private fillNames({ line, start, end }: MrzField): void {
    const text = this.characters[line]!.slice(start, end).join('');
    const begin = text.search(/<{3}/);
    if (begin >= 0) this.characters[line]!.fill('<', start + begin, end);
  }
}

const byProbability = (a: Candidate, b: Candidate): number => b.probability - a.probability;

const positionsOf = ({ line, start, end }: MrzSpan): string[] =>
  Array.from({ length: end - start }, (_, i) => `${line}:${start + i}`);

function fits(check: MrzCheck, text: string, digit: string): boolean {
  if (digit !== '<') return String(checkDigit(text)) === digit;
  return check.filler === 'continued' || (check.filler === 'whenEmpty' && /^<*$/.test(text));
}
