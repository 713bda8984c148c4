/** Reads one line of a machine-readable zone that was cut out alone. */
import type { Pixels } from '../image/pixels.js';
import { MRZ_FORMATS, type MrzFormat, type MrzSpan } from './formats.js';
import { interpretAs, type LineViews } from './interpret.js';
import { readFreely } from './lattice.js';
import { MrzNet } from './net.js';

/** Margins at the ends, in line heights, and height of the crop: a line cut out tightly is read best as it is. */
const VIEWS = [
  { margin: 0.2, height: 1 },
  { margin: 0.6, height: 1.3 },
];
/** A layout less probable than this is not the line's: then it is read freely. */
const LEAST_FIT = -12;
const LENGTH_SLACK = 3;
/** A line of thirty characters; the net has not learned fewer to its width. */
const LEAST_ASPECT = 15;

export interface MrzLine {
  readonly text: string;
  /** Probability that every character is right, where the line has a known layout; else the mean of its characters'. */
  readonly confidence: number;
}

let loading: Promise<MrzNet> | undefined;

/** Loads the net at its first call. */
export async function readMrzLine(pixels: Pixels): Promise<MrzLine> {
  loading ??= MrzNet.create();
  const net = await loading;
  const { width, height } = pixels;
  const boxes = VIEWS.map((view) => ({
    x: width / 2,
    y: height / 2,
    width: Math.max(width + 2 * view.margin * height, height * LEAST_ASPECT),
    height: height * view.height,
    angle: 0,
  }));
  const views = await net.read(pixels, boxes);
  return interpretLine(views) ?? readFreely(views[0]!);
}

/** By the layout, of all lines of all formats, that fits best. */
function interpretLine(views: LineViews): MrzLine | undefined {
  const { length } = readFreely(views[0]!).text;
  const [best] = LAYOUTS.filter(({ lineLength }) => Math.abs(lineLength - length) <= LENGTH_SLACK)
    .flatMap((layout) => interpretAs(layout, [views], 0) ?? [])
    .filter(({ fit }) => fit > LEAST_FIT)
    .toSorted((a, b) => b.fit + Math.log(b.checked) - (a.fit + Math.log(a.checked)));
  return best && { text: best.lines[0]!, confidence: best.checked * best.unchecked };
}

/** Each line of each format, as a format of one line with the checks that lie within it. */
const LAYOUTS: readonly MrzFormat[] = MRZ_FORMATS.flatMap((format) =>
  Array.from({ length: format.lineCount }, (_, line) => onlyLine(format, line)),
);

function onlyLine(format: MrzFormat, line: number): MrzFormat {
  const first = <Span extends MrzSpan>(span: Span): Span => ({ ...span, line: 0 });
  const fields = format.fields.filter((field) => field.line === line).map(first);
  const checks = format.checks
    .filter(({ over, digit }) => digit.line === line && over.every((span) => span.line === line))
    .map((check) => ({ ...check, over: check.over.map(first), digit: first(check.digit) }));
  return { ...format, lineCount: 1, fields, checks };
}
