/**
 * Measures between which values the net of the zone moves, on drawn zones: `npx tsx tools/ranges/main.ts` prints what belongs
 * into adapters/internal/build/ranges.ts, by which the build turns floats into bytes.
 */
import '../../adapters/internal/offline.js';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { outputOf } from '../../adapters/internal/build/edit.js';
import { readMrzNet } from '../../adapters/internal/build/zone.js';
import { greyImage } from '../../adapters/internal/image/grey.js';
import { linesInput } from '../../adapters/internal/mrz/net.js';
import { Chance } from '../calibrate/random.js';
import { DEGRADATIONS, drawZone } from '../calibrate/zone.js';

const ZONES = 10;
/** What is seen elsewhere may go further than what was drawn. */
const MARGIN = 1.1;
/** What is activated or summed; the answer itself stays in floats. */
const OPERATIONS = new Set(['Relu', 'Add', 'Squeeze']);

interface Range {
  low: number;
  high: number;
}

function widen(range: Range | undefined, { data }: Tensor): void {
  if (!range) return;
  if (!(data instanceof Float32Array)) throw new TypeError('the values of a net must be floats');
  for (const value of data) {
    range.low = Math.min(range.low, value);
    range.high = Math.max(range.high, value);
  }
}

const rounded = (value: number): number => Number((value * MARGIN).toPrecision(4));

const net = readMrzNet();
const names = net.nodes.filter(({ opType }) => OPERATIONS.has(opType ?? '')).map(outputOf);
net.expose(names);
const session = await InferenceSession.create(net.encode(), { logSeverityLevel: 3 });
const ranges = new Map<string, Range>(names.map((name) => [name, { low: 0, high: 0 }]));
const chance = new Chance(4);
for (let i = 0; i < ZONES; i++) {
  for (const what of DEGRADATIONS) {
    const { image, boxes } = await drawZone(chance, what);
    const output = Object.entries(await session.run({ x: linesInput(greyImage(image), boxes) }));
    output.forEach(([name, values]) => widen(ranges.get(name), values));
  }
}
for (const [name, { low, high }] of ranges) console.log(`  '${name}': [${rounded(low)}, ${rounded(high)}],`);
