/** Reads one line of a machine-readable zone that was cut out alone, or a stretch of one. */
import { greyImage, onPaper } from '../image/grey.js';
import type { Pixels } from '../image/pixels.js';
import { MRZ_FORMATS, type MrzFormat, type MrzKind, type MrzSpan } from './formats.js';
import { agree, type Interpretation, interpretAs, type LineViews } from './interpret.js';
import { alignTo, MRZ_ALPHABET, readFreely } from './lattice.js';
import { MrzNet } from './net.js';

/** Margins at the ends, in line heights, and height of the crop: tight, loose, and in another scale. */
const VIEWS = [
  { margin: 0.1, height: 1 },
  { margin: 0.5, height: 1.25 },
  { margin: 1.2, height: 1.1 },
];
/** White around the picture, in line heights: letters at its edge would smear beyond it. */
const PADDING = 0.6;
/** A shorter line stands in the middle of white of this shape: the net has learned no wider letters. */
const LEAST_ASPECT = 15;
/** Logarithms of how much less probable a layout may be than the best reading without one, of its own or another length. */
const SLACK = { same: 8, other: 0 };
const LENGTH_SLACK = 2;

export interface MrzLine {
  readonly text: string;
  /** Probability that every character is right, as far as the views of it tell. */
  readonly confidence: number;
}

let loading: Promise<MrzNet> | undefined;

/** Loads the net at its first call. */
export async function readMrzLine(pixels: Pixels): Promise<MrzLine> {
  loading ??= MrzNet.create();
  const net = await loading;
  const { width, height } = pixels;
  const margin = Math.max(height * PADDING, (height * LEAST_ASPECT - width) / 2);
  const padded = onPaper(greyImage(pixels), Math.ceil(margin), Math.ceil(height * PADDING));
  const boxes = VIEWS.map((view) => ({
    x: padded.width / 2,
    y: padded.height / 2,
    width: Math.max(width + 2 * view.margin * height, height * LEAST_ASPECT),
    height: height * view.height,
    angle: 0,
  }));
  const views = await net.read(padded, boxes);
  const free = readWithoutLayout(views);
  return byLayout(views, free) ?? free;
}

/** Numbers hardly ever have the letter there, and the net tells the two apart by little. */
const LETTER_AMONG_DIGITS = /(?<=\d)O(?=\d)/g;

interface FreeLine extends MrzLine {
  readonly fit: number;
}

/** As whatever text is most probable, of the lengths that the views suggest. */
function readWithoutLayout(views: LineViews): FreeLine {
  const lengths = new Set(views.map((view) => readFreely(view).text.length));
  const read = [...lengths].flatMap((length): FreeLine[] => {
    const kinds = Array.from<MrzKind>({ length }).fill('number');
    const posterior = agree(views.flatMap((view) => alignTo(view, kinds) ?? []));
    if (posterior === undefined || length === 0) return [];
    let text = '';
    let confidence = 1;
    for (let i = 0; i < length; i++) {
      const row = posterior.probabilities.subarray(i * MRZ_ALPHABET.length, (i + 1) * MRZ_ALPHABET.length);
      const best = Math.max(...row);
      text += MRZ_ALPHABET[row.indexOf(best)];
      confidence *= best;
    }
    return [{ text: text.replaceAll(LETTER_AMONG_DIGITS, '0'), confidence, fit: posterior.logLikelihood }];
  });
  return read.toSorted((a, b) => b.fit - a.fit)[0] ?? { text: '', confidence: 0, fit: -Infinity };
}

/** By the layout, of all lines of all formats, that fits best, if one fits about as well as no layout at all. */
function byLayout(views: LineViews, free: FreeLine): MrzLine | undefined {
  const { length } = free.text;
  const [best] = [
    ...LAYOUTS.filter(({ lineLength }) => Math.abs(lineLength - length) <= LENGTH_SLACK),
    ...stretchesOf(length),
  ]
    .flatMap((layout) => interpretAs(layout, [views], 0) ?? [])
    .filter(({ fit, format }) => {
      const slack = format.lineLength === length ? SLACK.same : SLACK.other;
      return fit > free.fit - slack;
    })
    .toSorted((a, b) => worth(b) - worth(a));
  return best && { text: best.lines[0]!, confidence: best.checked * best.unchecked };
}

const worth = ({ fit, checked }: Interpretation): number => fit + Math.log(checked);

const LINES = MRZ_FORMATS.flatMap((format) =>
  Array.from({ length: format.lineCount }, (_, line) => ({ format, line })),
);
/** Each line of each format, as a format of one line with the checks that lie within it. */
const LAYOUTS: readonly MrzFormat[] = LINES.map(({ format, line }) => stretch(format, line, 0, format.lineLength));

/** What is left of longer lines where one end was cut off, if a check digit is. */
function stretchesOf(length: number): MrzFormat[] {
  return LINES.filter(({ format }) => format.lineLength > length)
    .flatMap(({ format, line }) => [
      stretch(format, line, 0, length),
      stretch(format, line, format.lineLength - length, format.lineLength),
    ])
    .filter(({ checks }) => checks.length > 0);
}

function stretch(format: MrzFormat, line: number, start: number, end: number): MrzFormat {
  const within = (span: MrzSpan): boolean => span.line === line && span.start >= start && span.end <= end;
  const moved = <Span extends MrzSpan>(span: Span): Span => ({
    ...span,
    line: 0,
    start: Math.max(span.start, start) - start,
    end: Math.min(span.end, end) - start,
  });
  const fields = format.fields
    .filter((field) => field.line === line && field.start < end && field.end > start)
    .map(moved);
  const checks = format.checks
    .filter(({ over, digit }) => within(digit) && over.every(within))
    .map((check) => ({ ...check, over: check.over.map(moved), digit: moved(check.digit) }));
  return { ...format, lineCount: 1, lineLength: end - start, fields, checks };
}
