/** The recogniser of print, on the lines of a folder of pictures: first its channels, then its tensors with these set even. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { EditableModel, inputsOf, type Node, outputOf } from '../../adapters/internal/build/edit.js';
import { type ChannelScales, equalise, scaleOf } from '../../adapters/internal/build/equalise.js';
import { buildTextRecognition } from '../../adapters/internal/build/text.js';
import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { TextDetector } from '../../adapters/internal/ocr/detection.js';
import { lineInput } from '../../adapters/internal/ocr/recognition.js';
import { type Extents, measure, rangeLine } from './measure.js';

const PICTURE = /\.(png|jpe?g|webp)$/i;
const SIDE = 1600;
/** Lines of all sorts, and no more than are run in a minute. */
const EACH = 16;
/** Layers that stay in floats: one line in ten is read otherwise where they do not. */
const FIRST_LAYERS = 2;
/** Below, an activation answers nothing. */
const SHUT = -3;
/** Of a gate: where bytes end before its clipping does, the runtime leaves that out. */
const WITHIN = 0.999;
/** How much of the difference between channels is taken out: what follows by channel takes it on for nothing, others in part. */
const SHARE = { byChannel: 1, mixed: 0.5, gated: 0.8 };
const MOST = 64;

/** An activation as `foldHardSwish` leaves it: x, its gate, their product, and what is added where that was not folded. */
interface Activation {
  readonly x: string;
  readonly gate: string;
  readonly product: string;
  readonly shifted: string | undefined;
}

export async function printTextRanges(folder: string): Promise<void> {
  const plain = buildTextRecognition().model;
  const model = new EditableModel(plain);
  const activations = activationsOf(model).slice(FIRST_LAYERS);
  const gated = model.nodes.filter((node) => isGated(model, node)).map(outputOf);
  const moved = activations.flatMap(({ x, product, shifted }) => [x, product, ...(shifted ? [shifted] : [])]);
  const lines = await linesOf(folder);
  const scales = scalesOf(model, activations, gated, await measure(plain, [...moved, ...gated], lines));
  equalise(model, scales);
  const gates = activations.map(({ gate }) => gate);
  const ranges = await measure(model.encode(), [...moved, ...gates, ...gated], lines);
  console.log('scales');
  for (const [name, digits] of Object.entries(scales)) console.log(`  '${name}': '${digits}',`);
  console.log('ranges');
  const inputs = new Set(activations.map(({ x }) => x));
  for (const [name, extents] of ranges) {
    const used = inputs.has(name) ? openPart(extents, scales[name]!) : extents;
    console.log(rangeLine(name, used, gates.includes(name) ? WITHIN : 1));
  }
}

/** Without what lies so far below that the gate is shut. */
const openPart = ({ low, high }: Extents, digits: string): Extents => ({
  low: low.map((least, i) => Math.max(least, SHUT * scaleOf(digits[i]!))),
  high,
});

function activationsOf(model: EditableModel): Activation[] {
  const [users, producers] = [model.users(), model.producers()];
  return model.nodes.flatMap((clip) => {
    if (clip.opType !== 'Clip') return [];
    const gate = outputOf(clip);
    const product = users.get(gate)![0]!;
    const [next] = users.get(outputOf(product)) ?? [];
    const shifts = next?.opType === 'Conv' && isChannelwise(model, next) && kernelOf(model, next) === 1;
    const [x = ''] = inputsOf(producers.get(inputsOf(clip)[0]!));
    return [{ x, gate, product: outputOf(product), shifted: shifts ? outputOf(next) : undefined }];
  });
}

/** Squeeze and excitation: each channel times a number of its own. */
function isGated(model: EditableModel, { opType, input }: Node): boolean {
  return opType === 'Mul' && model.producers().get(input?.[1] ?? '')?.opType === 'HardSigmoid';
}

const isChannelwise = (model: EditableModel, node: Node): boolean => model.floats(inputsOf(node)[1])!.shape[1] === 1;
const kernelOf = (model: EditableModel, node: Node): number => model.floats(inputsOf(node)[1])!.shape[2]!;

function scalesOf(
  model: EditableModel,
  activations: readonly Activation[],
  gated: readonly string[],
  extents: ReadonlyMap<string, Extents>,
): ChannelScales {
  const users = model.users();
  const sizes = (name: string): Float32Array => sizesOf(extents.get(name)!);
  const shareOf = (name: string): number =>
    users.get(name)!.every((user) => user.opType === 'Conv' && isChannelwise(model, user))
      ? SHARE.byChannel
      : SHARE.mixed;
  const scales: Record<string, string> = {};
  for (const { x, product, shifted } of activations) {
    const products = sizes(product);
    const both = sizesOf(extents.get(x)!, SHUT).map((size, i) => Math.sqrt(size * products[i]!));
    scales[x] = digitsFor(both, shareOf(product));
    if (shifted && users.get(shifted)!.every(({ opType }) => opType !== 'AveragePool'))
      scales[shifted] = digitsFor(sizes(shifted), shareOf(shifted));
  }
  for (const name of gated) {
    const before = scales[inputsOf(model.producers().get(name))[0]!]!;
    scales[name] = digitsFor(
      sizes(name).map((size, i) => size * scaleOf(before[i]!)),
      SHARE.gated,
    );
  }
  return scales;
}

/** How far each channel goes from zero, to either side. */
const sizesOf = ({ low, high }: Extents, least = -Infinity): Float32Array =>
  high.map((most, i) => Math.max(most, -Math.max(low[i]!, least), 1e-6));

function digitsFor(sizes: Float32Array, share: number): string {
  const most = Math.max(...sizes);
  const steps = Array.from(sizes, (size) => Math.round(2 * share * Math.log2(Math.min(MOST, most / size))));
  return steps.map((step) => step.toString(36)).join('');
}

async function linesOf(folder: string): Promise<Tensor[]> {
  const detector = await TextDetector.create();
  const files = (await readdir(folder, { recursive: true })).filter((name) => PICTURE.test(name)).toSorted();
  const lines: Tensor[] = [];
  let seen = 0;
  for (const file of files) {
    const image = await decodeImage(await readFile(join(folder, file)), { maxSide: SIDE });
    for (const box of await detector.detect(image)) if (seen++ % EACH === 0) lines.push(lineInput(image, box));
  }
  return lines;
}
