/**
 * Measures what the MRZ reader may believe, on drawn zones that its net was not trained on: `npx tsx
 * tools/calibrate/main.ts [COUNT] [SEED]` prints, as CSV, how many are read right by degradation, and for a row of
 * thresholds how many would be believed and how many of these are wrong.
 */
import type { MrzReading } from '../../adapters/internal/mrz/judgement.js';
import { MrzNet } from '../../adapters/internal/mrz/net.js';
import { MrzReader } from '../../adapters/internal/mrz/reader.js';
import { THRESHOLDS } from '../../adapters/internal/thresholds.js';
import { Chance } from './random.js';
import { DEGRADATIONS, drawZone, type DrawnZone } from './zone.js';

interface Outcome {
  readonly zone: DrawnZone;
  readonly reading: MrzReading | undefined;
  readonly exact: boolean;
}

const WIDTHS = [0, 380, 600];
const LEAST = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98];

const [count = 180, seed = 7] = process.argv.slice(2).map(Number);
const chance = new Chance(seed);
const reader = new MrzReader(await MrzNet.create());
const outcomes: Outcome[] = [];
while (outcomes.length < count) {
  for (const what of DEGRADATIONS) {
    const zone = await drawZone(chance, what);
    const reading = await reader.read(zone.image, zone.boxes);
    outcomes.push({ zone, reading, exact: reading?.lines.join() === zone.lines.join() });
  }
}

const wrong = (some: readonly Outcome[]): number => some.filter(({ exact }) => !exact).length;
const row = (...cells: readonly (string | number)[]): void => console.log(cells.join());

row('degradation', 'zones', 'exact', 'accepted', 'accepted and wrong');
for (const what of DEGRADATIONS) {
  const some = outcomes.filter(({ zone }) => zone.what === what);
  const accepted = some.filter(({ reading }) => reading?.accepted);
  row(what, some.length, some.length - wrong(some), accepted.length, wrong(accepted));
}

/** Judged by all but the two thresholds that are asked about. */
function isBelieved(reading: MrzReading, unchecked: number): boolean {
  const { checked, fit } = THRESHOLDS.mrz;
  const faulty = reading.reasons.some((reason) => reason === 'mrz_check_digit_mismatch' || reason === 'mrz_malformed');
  return !faulty && reading.checked >= checked && reading.fit >= fit && reading.unchecked >= unchecked;
}

row('least width', 'least unchecked', 'accepted', 'accepted and wrong', 'of');
for (const width of WIDTHS) {
  const large = outcomes.filter(({ zone }) => zone.width >= width);
  for (const least of LEAST) {
    const believed = large.filter(({ reading }) => reading && isBelieved(reading, least));
    row(width, least, believed.length, wrong(believed), large.length);
  }
}
