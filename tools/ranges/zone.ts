/** The net of the zone, on drawn zones. */
import type { Tensor } from 'onnxruntime-node';
import { outputOf } from '../../adapters/internal/build/edit.js';
import { readMrzNet } from '../../adapters/internal/build/zone.js';
import { greyImage } from '../../adapters/internal/image/grey.js';
import { linesInput } from '../../adapters/internal/mrz/net.js';
import { Chance } from '../calibrate/random.js';
import { DEGRADATIONS, drawZone } from '../calibrate/zone.js';
import { measure, rangeLine } from './measure.js';

const ZONES = 10;
/** What is seen elsewhere may go further than what was drawn. */
const MARGIN = 1.1;
/** What is activated or summed; the answer itself stays in floats. */
const OPERATIONS = new Set(['Relu', 'Add', 'Squeeze']);

export async function printZoneRanges(): Promise<void> {
  const net = readMrzNet();
  const names = net.nodes.filter(({ opType }) => OPERATIONS.has(opType ?? '')).map(outputOf);
  const ranges = await measure(net.encode(), names, drawLines());
  for (const [name, extents] of ranges) console.log(rangeLine(name, extents, MARGIN));
}

async function* drawLines(): AsyncGenerator<Tensor> {
  const chance = new Chance(4);
  for (let i = 0; i < ZONES; i++) {
    for (const what of DEGRADATIONS) {
      const { image, boxes } = await drawZone(chance, what);
      yield linesInput(greyImage(image), boxes);
    }
  }
}
