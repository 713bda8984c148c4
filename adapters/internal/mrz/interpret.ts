/** Of which format a stack of lines is, and what it says. */
import { MRZ_FORMATS, kindsOf, type MrzFormat, type MrzKind } from './formats.js';
import { alignTo, type Lattice, MRZ_ALPHABET, type Posterior, readFreely } from './lattice.js';
import { solveMrz, type SolvedMrz } from './solve.js';

/** One line as several crops of it were read. */
export type LineViews = readonly Lattice[];

export interface Interpretation extends SolvedMrz {
  readonly format: MrzFormat;
  /** Which of the given lines it begins with. */
  readonly firstRow: number;
  /** Mean logarithm of the probability that a line has its layout. */
  readonly fit: number;
}

/** A free reading that is further from a format's length is of another format. */
const LENGTH_SLACK = 6;
/** A line further from its layout is other print. Specimens: the worst zone has −15, the best of other print −15 to −24. */
const LEAST_FIT = -25;

/** The best interpretation of consecutive lines, or none. */
export function interpret(rows: readonly LineViews[]): Interpretation | undefined {
  const texts = rows.map(([first]) => readFreely(first!).text);
  const found = stacksOf(texts).flatMap(({ format, firstRow }) => {
    const lines = rows.slice(firstRow, firstRow + format.lineCount);
    return interpretAs(format, lines, firstRow) ?? [];
  });
  return found.toSorted((a, b) => worth(b) - worth(a))[0];
}

const worth = ({ checked, unchecked, fit }: Interpretation): number => checked + unchecked + fit / 20;

/** The formats that fit by length and first letter; by length alone where none fits by both. */
function stacksOf(texts: readonly string[]): { format: MrzFormat; firstRow: number }[] {
  const stacks = MRZ_FORMATS.flatMap((format) =>
    texts
      .map((_, firstRow) => ({ format, firstRow }))
      .filter(({ firstRow }) => {
        const lines = texts.slice(firstRow, firstRow + format.lineCount);
        return (
          lines.length === format.lineCount &&
          lines.every(({ length }) => Math.abs(length - format.lineLength) <= LENGTH_SLACK)
        );
      }),
  );
  const begun = stacks.filter(({ format, firstRow }) => format.begins.test(texts[firstRow]!));
  return begun.length > 0 ? begun : stacks;
}

/** The lines read as one format; undefined where one of them cannot be of it. */
export function interpretAs(
  format: MrzFormat,
  lines: readonly LineViews[],
  firstRow: number,
): Interpretation | undefined {
  const posteriors: Posterior[] = [];
  for (const [i, views] of lines.entries()) {
    const kinds = kindsOf(format, i);
    const posterior = agree(views.flatMap((view) => alignTo(view, kinds) ?? []));
    if (posterior === undefined || posterior.logLikelihood < LEAST_FIT) return undefined;
    posteriors.push(preferZero(posterior, kinds));
  }
  const fit = posteriors.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0) / posteriors.length;
  return { ...solveMrz(format, posteriors), format, firstRow, fit };
}

/** How much rarer O is than 0 in numbers of documents; the net has learned them as alike. */
const RARE_O = 0.1;
const [O, SYMBOLS] = [MRZ_ALPHABET.indexOf('O'), MRZ_ALPHABET.length];

function preferZero({ logLikelihood, probabilities }: Posterior, kinds: readonly MrzKind[]): Posterior {
  const weighed = probabilities.slice();
  kinds.forEach((kind, i) => {
    if (kind !== 'number') return;
    const row = weighed.subarray(i * SYMBOLS, (i + 1) * SYMBOLS);
    const rest = 1 - row[O]! * (1 - RARE_O);
    row[O]! *= RARE_O;
    row.forEach((value, c) => (row[c] = value / rest));
  });
  return { logLikelihood, probabilities: weighed };
}

/** The geometric mean of several readings of one line: what they agree on stays, what they differ in becomes doubt. */
export function agree(views: readonly Posterior[]): Posterior | undefined {
  const [first, ...others] = views;
  if (first === undefined || others.length === 0) return first;
  const probabilities = first.probabilities.map((value, i) => {
    const product = others.reduce((all, other) => all * (other.probabilities[i]! + 1e-9), value + 1e-9);
    return product ** (1 / views.length);
  });
  const logLikelihood = views.reduce((sum, view) => sum + view.logLikelihood, 0) / views.length;
  return { logLikelihood, probabilities };
}
