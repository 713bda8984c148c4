/** What the net saw along a line, and how to read it: freely, or as exactly so many characters of given kinds. */
import type { MrzKind } from './formats.js';

export const MRZ_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<';
const BLANK = MRZ_ALPHABET.length;
export const CLASS_COUNT = BLANK + 1;
const SYMBOLS = BLANK;

export interface Lattice {
  readonly steps: number;
  /** Step by step, a probability for each of `MRZ_ALPHABET` and for the blank. */
  readonly probabilities: Float64Array;
}

/** The probability of each character at each position, given that the line has its length and kinds. */
export interface Posterior {
  /** Natural logarithm of the probability that the line has this length and these kinds at all. */
  readonly logLikelihood: number;
  /** Position by position, a probability for each of `MRZ_ALPHABET`. */
  readonly probabilities: Float64Array;
}

const codes = (text: string): number[] => [...text].map((character) => MRZ_ALPHABET.indexOf(character));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const ALLOWED: Readonly<Record<MrzKind, readonly number[]>> = {
  code: codes(`${LETTERS}<`),
  state: codes(`${LETTERS}<`),
  name: codes(`${LETTERS}<`),
  number: codes(MRZ_ALPHABET),
  date: codes(`${DIGITS}<`),
  sex: codes('MFX<'),
  digit: codes(DIGITS),
  digitOrFiller: codes(`${DIGITS}<`),
};

/** The best class of each step, repeats and blanks dropped. Confidence: the mean of its characters'. */
export function readFreely({ steps, probabilities }: Lattice): { text: string; confidence: number } {
  let text = '';
  let sum = 0;
  let previous = BLANK;
  for (let step = 0; step < steps; step++) {
    const base = step * CLASS_COUNT;
    let best = BLANK;
    for (let c = 0; c < SYMBOLS; c++) if (probabilities[base + c]! > probabilities[base + best]!) best = c;
    if (best !== BLANK && best !== previous) {
      text += MRZ_ALPHABET[best];
      sum += probabilities[base + best]!;
    }
    previous = best;
  }
  return { text, confidence: text === '' ? 0 : sum / text.length };
}

/** Sums over every way to lay the characters along the line (CTC's forward–backward); undefined where there is none. */
export function alignTo(lattice: Lattice, kinds: readonly MrzKind[]): Posterior | undefined {
  const trellis = new Trellis(lattice, kinds);
  const logLikelihood = trellis.forward();
  if (!(logLikelihood > -300)) return undefined;
  return { logLikelihood, probabilities: trellis.backward() };
}

/** Less probable classes of a step are left out: the net is sure of most steps, and sums over all classes are slow. */
const NEGLIGIBLE = 1e-6;
/** Of all ways along the line, the share under which those through a state are left out: most states are far off the line. */
const LOST = 1e-40;

let room = new Float64Array(0);

/** The same room for each trellis, which none outlives: it is megabytes, and new ones every time keep the collector busy. */
function emptied(length: number): Float64Array {
  if (room.length < length) room = new Float64Array(length);
  return room.subarray(0, length).fill(0);
}

/**
 * States after each step: `blank[i]`, i characters written and on a blank; `on[i][c]`, character i written and still on
 * it. A character may follow another at once only if they differ. Values are scaled by the same factors both ways.
 */
class Trellis {
  private readonly length: number;
  private readonly scales: Float64Array;
  /** One row per step, from before the first: blank[0..n], the sum of on[i] over characters, and on[i][c]. */
  private readonly blank: Float64Array;
  private readonly sums: Float64Array;
  private readonly on: Float64Array;
  /** For each step the classes that are not negligible. */
  private readonly active: readonly (readonly number[])[];
  /** allowed[i][c] is 1 where character i may be c; a row of zeros stands before the first and after the last. */
  private readonly allowed: Uint8Array;

  constructor(
    private readonly lattice: Lattice,
    kinds: readonly MrzKind[],
  ) {
    this.length = kinds.length;
    const { steps } = lattice;
    const states = this.length + 1;
    this.scales = new Float64Array(steps);
    this.blank = new Float64Array((steps + 1) * states);
    this.sums = new Float64Array((steps + 1) * states);
    this.on = emptied((steps + 1) * states * SYMBOLS);
    this.blank[0] = 1;
    this.active = Array.from({ length: steps }, (_, step) => this.activeAt(step));
    this.allowed = new Uint8Array((this.length + 2) * SYMBOLS);
    kinds.forEach((kind, i) => ALLOWED[kind].forEach((c) => (this.allowed[(i + 1) * SYMBOLS + c] = 1)));
  }

  private activeAt(step: number): number[] {
    const active: number[] = [];
    for (let c = 0; c < SYMBOLS; c++) {
      if (this.lattice.probabilities[step * CLASS_COUNT + c]! > NEGLIGIBLE) active.push(c);
    }
    return active;
  }

  forward(): number {
    const { lattice, length } = this;
    let log = 0;
    for (let step = 0; step < lattice.steps; step++) {
      const total = this.advance(step);
      if (total === 0) return -Infinity;
      this.rescale(step, total);
      this.scales[step] = total;
      log += Math.log(total);
    }
    const last = lattice.steps * (length + 1) + length;
    return log + Math.log(this.blank[last]! + this.sums[last]!);
  }

  /** Fills the row after `step` from the row before it and returns its sum. */
  private advance(step: number): number {
    const { blank, sums, on, length, allowed } = this;
    const { probabilities } = this.lattice;
    const base = step * CLASS_COUNT;
    const pBlank = probabilities[base + BLANK]!;
    const before = step * (length + 1);
    const after = before + length + 1;
    let total = (blank[after] = pBlank * blank[before]!);
    for (let i = 1; i <= length; i++) {
      const entering = blank[before + i - 1]! + sums[before + i - 1]!;
      const here = (before + i) * SYMBOLS;
      let sum = 0;
      if (entering > LOST || sums[before + i]! > LOST) {
        for (const c of this.active[step]!) {
          if (allowed[i * SYMBOLS + c] === 0) continue;
          const value = probabilities[base + c]! * (on[here + c]! + entering - on[here - SYMBOLS + c]!);
          on[(after + i) * SYMBOLS + c] = value;
          sum += value;
        }
      }
      sums[after + i] = sum;
      blank[after + i] = pBlank * (blank[before + i]! + sums[before + i]!);
      total += sum + blank[after + i]!;
    }
    return total;
  }

  private rescale(step: number, total: number): void {
    const { blank, sums, on, length } = this;
    const row = (step + 1) * (length + 1);
    for (let i = 0; i <= length; i++) {
      blank[row + i]! /= total;
      if (sums[row + i] === 0) continue;
      sums[row + i]! /= total;
      for (const c of this.active[step]!) on[(row + i) * SYMBOLS + c]! /= total;
    }
  }

  /** Walks back from the end and adds up, for each position, where its character begins. */
  backward(): Float64Array {
    const { length, lattice } = this;
    const posterior = new Float64Array(length * SYMBOLS);
    let next = new Step(length);
    let free = new Step(length);
    next.blank[length] = 1;
    next.on.fill(1, length * SYMBOLS, (length + 1) * SYMBOLS);
    for (let step = lattice.steps - 1; step >= 0; step--) {
      this.collect(step, next.on, posterior);
      this.retreat(step, next, free);
      [next, free] = [free, next];
    }
    for (let i = 0; i < length; i++) normaliseRow(posterior.subarray(i * SYMBOLS, (i + 1) * SYMBOLS));
    return posterior;
  }

  private collect(step: number, onNext: Float64Array, posterior: Float64Array): void {
    const { blank, sums, on, length, allowed } = this;
    const before = step * (length + 1);
    for (let i = 1; i <= length; i++) {
      const entering = blank[before + i - 1]! + sums[before + i - 1]!;
      if (entering <= LOST) continue;
      for (const c of this.active[step]!) {
        if (allowed[i * SYMBOLS + c] === 0) continue;
        const p = this.lattice.probabilities[step * CLASS_COUNT + c]!;
        const begins = p * (entering - on[(before + i - 1) * SYMBOLS + c]!) * onNext[i * SYMBOLS + c]!;
        posterior[(i - 1) * SYMBOLS + c]! += begins / this.scales[step]!;
      }
    }
  }

  /** Fills `at` from the step after it. Only the characters that are active a step earlier will be asked for. */
  private retreat(step: number, { blank: blankNext, on: onNext }: Step, at: Step): void {
    const { length, allowed } = this;
    const { probabilities } = this.lattice;
    const base = step * CLASS_COUNT;
    const scale = 1 / this.scales[step]!;
    const { blank, on } = at;
    on.fill(0);
    const asked = this.active[step - 1] ?? [];
    const before = step * (length + 1);
    for (let i = 0; i <= length; i++) {
      const next = (i + 1) * SYMBOLS;
      blank[i] = 0;
      if (this.blank[before + i]! + this.sums[before + i]! <= LOST) continue;
      let begins = 0;
      for (const c of this.active[step]!) {
        if (allowed[next + c] === 1) begins += probabilities[base + c]! * onNext[next + c]!;
      }
      const rest = probabilities[base + BLANK]! * blankNext[i]!;
      blank[i] = (rest + begins) * scale;
      for (const c of asked) {
        if (allowed[i * SYMBOLS + c] === 0) continue;
        const p = probabilities[base + c]!;
        const same = allowed[next + c] === 1 ? p * onNext[next + c]! : 0;
        on[i * SYMBOLS + c] = (p * onNext[i * SYMBOLS + c]! + rest + begins - same) * scale;
      }
    }
  }
}

/** The states of one step on the way back. */
class Step {
  readonly blank: Float64Array;
  readonly on: Float64Array;

  constructor(length: number) {
    this.blank = new Float64Array(length + 2);
    this.on = new Float64Array((length + 2) * SYMBOLS);
  }
}

function normaliseRow(row: Float64Array): void {
  const sum = row.reduce((total, value) => total + value, 0);
  if (sum > 0) for (let i = 0; i < row.length; i++) row[i]! /= sum;
}
