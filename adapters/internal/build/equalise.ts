/**
 * Scales the channels of a net against each other, with equal output: what one operation multiplies, those after it divide.
 * Channels of like size lose less where one range must serve them all (Nagel et al., 2019: cross-layer equalisation).
 */
import { type EditableModel, inputsOf, makeNode, type Node, outputOf } from './edit.js';
import { rescale } from './fold.js';

/** By the name of a tensor, a digit of base 36 for each channel: how many half octaves it is made larger by. */
export type ChannelScales = Readonly<Record<string, string>>;

export const scaleOf = (digit: string): number => 2 ** (parseInt(digit, 36) / 2);

/** The tensors are answers of convolutions, or of products with a gate for each channel. */
export function equalise(model: EditableModel, scales: ChannelScales): void {
  for (const [name, digits] of Object.entries(scales)) {
    const node = model.producers().get(name);
    if (!node) throw new Error(`the model has no ${name}`);
    const factors = Float32Array.from(digits, scaleOf);
    if (node.opType === 'Conv') rescale(model, node, { factor: (channel) => factors[channel]!, shift: () => 0 });
    else scaleGate(model, node, factors);
    divideAfter(model, name, factors);
  }
}

/** The gate is one number a channel, so that scaling it costs next to nothing. */
function scaleGate(model: EditableModel, node: Node, factors: Float32Array): void {
  const [x = '', gate = ''] = inputsOf(node);
  const scaled = `${gate}.scaled`;
  const constant = model.constant(`${scaled}.by`, { shape: [1, factors.length, 1, 1], data: factors });
  node.input = [x, scaled];
  model.nodes = model.nodes.flatMap((one) =>
    one === node ? [makeNode('Mul', [gate, constant], scaled), node] : [one],
  );
}

/** Convolutions divide by their weights; what treats channels alike hands the scales on. */
function divideAfter(model: EditableModel, name: string, factors: Float32Array): void {
  for (const user of model.users().get(name) ?? []) {
    if (user.opType === 'Conv') divideWeights(model, user, factors);
    else if (HANDS_ON.has(user.opType ?? '')) divideAfter(model, outputOf(user), factors);
    else throw new Error(`${user.opType} after ${name} does not treat its channels alike`);
  }
}

const HANDS_ON = new Set(['Mul', 'GlobalAveragePool']);

/** By the scale of the channel that each weight reads: its own, where channels are filtered alone. */
function divideWeights(model: EditableModel, convolution: Node, factors: Float32Array): void {
  const [x = '', name = '', ...rest] = inputsOf(convolution);
  const { shape, data } = model.floats(name)!;
  const [outputs = 0, inputs = 1] = shape;
  const area = data.length / outputs / inputs;
  const channelOf = (i: number): number => (inputs === 1 ? Math.floor(i / area) : Math.floor(i / area) % inputs);
  const divided = data.map((value, i) => value / factors[channelOf(i)]!);
  convolution.input = [x, model.constant(`${name}.even`, { shape, data: divided }), ...rest];
}
