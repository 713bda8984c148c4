/** Rewrites PP-OCR's graphs to fewer operations with equal output. */
import { type EditableModel, inputsOf, integer, integers, makeNode, type Node, outputOf } from './edit.js';

/** Scalings and shifts after a convolution, and batch normalisations, become its weights. */
export function foldIntoConvolutions(model: EditableModel): void {
  for (const convolution of model.nodes.filter(({ opType }) => opType === 'Conv' || opType === 'ConvTranspose')) {
    for (let next = changeAfter(model, convolution); next; next = changeAfter(model, convolution)) {
      rescale(model, convolution, next);
      convolution.output = [outputOf(next.node)];
      model.nodes = model.nodes.filter((node) => node !== next?.node);
    }
  }
}

interface Change {
  readonly node: Node;
  readonly factor: (channel: number) => number;
  readonly shift: (channel: number) => number;
}

/** The operation after a convolution that does nothing but scale and shift each channel. */
function changeAfter(model: EditableModel, convolution: Node): Change | undefined {
  const [node, other] = model.users().get(outputOf(convolution)) ?? [];
  if (!node || other) return undefined;
  if (node.opType === 'BatchNormalization') return normalisation(model, node);
  const operand = inputsOf(node).find((name) => name !== outputOf(convolution));
  const values = model.floats(operand)?.data;
  if (!values || (values.length > 1 && values.length !== weightsOf(model, convolution).outputs)) return undefined;
  const value = (channel: number): number => values[channel % values.length]!;
  if (node.opType === 'Mul') return { node, factor: value, shift: () => 0 };
  return node.opType === 'Add' ? { node, factor: () => 1, shift: value } : undefined;
}

function normalisation(model: EditableModel, node: Node): Change {
  const [gamma, beta, mean, variance] = inputsOf(node)
    .slice(1)
    .map((name) => model.floats(name)!.data);
  const epsilon = node.attribute?.find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
  const factor = (channel: number): number => gamma![channel]! / Math.sqrt(variance![channel]! + epsilon);
  return { node, factor, shift: (channel) => beta![channel]! - mean![channel]! * factor(channel) };
}

/** Answers with each channel times its factor, and its shift added. */
export function rescale(model: EditableModel, convolution: Node, { factor, shift }: Omit<Change, 'node'>): void {
  const { weights, bias, outputs, channelOf } = weightsOf(model, convolution);
  const base = outputOf(convolution);
  convolution.input = [
    inputsOf(convolution)[0]!,
    model.constant(`${base}.w`, { ...weights, data: weights.data.map((value, i) => value * factor(channelOf(i))) }),
    model.constant(`${base}.b`, { shape: [outputs], data: bias.map((value, i) => value * factor(i) + shift(i)) }),
  ];
}

/** Of a convolution, or of a transposed one without groups. */
function weightsOf(model: EditableModel, { opType, input }: Node) {
  const weights = model.floats(input?.[1])!;
  const [first = 0, second = 0] = weights.shape;
  const transposed = opType === 'ConvTranspose';
  const outputs = transposed ? second : first;
  const perOutput = weights.data.length / first / (transposed ? second : 1);
  const bias = model.floats(input?.[2])?.data ?? new Float32Array(outputs);
  return { weights, bias, outputs, channelOf: (i: number) => Math.floor(i / perOutput) % outputs };
}

/**
 * factor · x · clip(x ÷ 6 + ½, 0, 1) + shift, as PP-OCR's activations are in the end, in operations that the runtime does on
 * channels laid side by side, as its convolutions leave them: scaling and shifting as convolutions of one place and channel.
 */
export function foldHardSwish(model: EditableModel): void {
  const users = model.users();
  const only = (node: Node | undefined): Node | undefined => {
    const found = (node && users.get(outputOf(node))) ?? [];
    return found.length === 1 ? found[0] : undefined;
  };
  const made = new Map<Node, Node[]>();
  const dropped = new Set<Node>();
  for (const convolution of model.nodes.filter(({ opType }) => opType === 'Conv')) {
    const swish = findHardSwish(model, users.get(outputOf(convolution)) ?? [], only);
    if (!swish) continue;
    const { nodes, last, factor, shift } = swish;
    const [y, x] = [outputOf(convolution), outputOf(last)];
    const { outputs } = weightsOf(model, convolution);
    const following = users.get(x) ?? [];
    const told = following.every((user) => isPointwise(model, user) && inputsOf(user)[0] === x);
    if (told) for (const user of following) shiftInput(model, user, shift);
    const product = told ? x : `${x}.unshifted`;
    made.set(last, [
      channelwise(model, y, outputs, factor / 6, factor / 2, `${y}.gate`),
      makeNode('Clip', [`${y}.gate`, number(model, 0), number(model, factor)], `${y}.clipped`),
      makeNode('Mul', [y, `${y}.clipped`], product),
      ...(told ? [] : [channelwise(model, product, outputs, 1, shift, x)]),
    ]);
    for (const node of nodes) dropped.add(node);
  }
  model.nodes = model.nodes.flatMap((node) => made.get(node) ?? (dropped.has(node) ? [] : [node]));
}

interface HardSwish {
  readonly nodes: readonly Node[];
  readonly last: Node;
  readonly factor: number;
  readonly shift: number;
}

/** As exported: x · clip(x + 3, 0, 6) ÷ 6 · factor + shift, each its own operation. */
const HARD_SWISH = ['Add', 'Clip', 'Mul', 'Div', 'Mul', 'Add'];

function findHardSwish(
  model: EditableModel,
  users: readonly Node[],
  only: (node: Node | undefined) => Node | undefined,
): HardSwish | undefined {
  let next = users.length === 2 ? users.find(({ opType }) => opType === 'Add') : undefined;
  const nodes = HARD_SWISH.flatMap((opType) => {
    const node = next?.opType === opType ? next : undefined;
    next = only(node);
    return node ? [node] : [];
  });
  const last = nodes.at(-1);
  const [three, , , six, factor, shift] = nodes.map((node) => numberIn(model, node));
  if (nodes.length !== HARD_SWISH.length || !last || three !== 3 || six !== 6) return undefined;
  return factor === undefined || shift === undefined ? undefined : { nodes, last, factor, shift };
}

const numberIn = (model: EditableModel, node: Node): number | undefined =>
  inputsOf(node)
    .map((name) => model.number(name))
    .find((value) => value !== undefined);

const number = (model: EditableModel, value: number): string =>
  model.constant(`number.${value}`, { shape: [], data: Float32Array.of(value) });

function channelwise(
  model: EditableModel,
  x: string,
  channels: number,
  factor: number,
  shift: number,
  y: string,
): Node {
  const weights = model.constant(`${y}.w`, {
    shape: [channels, 1, 1, 1],
    data: new Float32Array(channels).fill(factor),
  });
  const bias = model.constant(`${y}.b`, { shape: [channels], data: new Float32Array(channels).fill(shift) });
  return makeNode('Conv', [x, weights, bias], y, [integers('kernel_shape', [1, 1]), integer('group', channels)]);
}

/** Whether every place of the answer comes from one place of the input, so that no border is empty. */
const isPointwise = (model: EditableModel, node: Node): boolean =>
  node.opType === 'Conv' &&
  weightsOf(model, node)
    .weights.shape.slice(2)
    .every((side) => side === 1);

/** As if so much were added to all of its input. */
function shiftInput(model: EditableModel, convolution: Node, shift: number): void {
  const { weights, outputs } = weightsOf(model, convolution);
  const size = weights.data.length / outputs;
  const sum = (channel: number): number =>
    weights.data.subarray(channel * size, (channel + 1) * size).reduce((total, value) => total + value, 0);
  rescale(model, convolution, { factor: () => 1, shift: (channel) => shift * sum(channel) });
}

/** x + x · gate, where the gate is one number a channel → x · (gate + 1). */
export function fuseResidualGates(model: EditableModel): void {
  const users = model.users();
  const producers = model.producers();
  for (const sum of model.nodes.filter(({ opType }) => opType === 'Add')) {
    const [x = '', product = ''] = inputsOf(sum);
    const multiply = producers.get(product);
    const gate = producers.get(inputsOf(multiply)[1] ?? '');
    if (multiply?.opType !== 'Mul' || inputsOf(multiply)[0] !== x || gate?.opType !== 'HardSigmoid') continue;
    if (users.get(product)?.length !== 1) continue;
    const one = model.constant('one', { shape: [], data: Float32Array.of(1) });
    const [opened, own] = [`${outputOf(gate)}.opened`, outputOf(sum)];

    model.nodes = model.nodes.flatMap((node) => {
      if (node === multiply) return [];
      if (node === gate) return [node, makeNode('Add', [outputOf(gate), one], opened)];
      return node === sum ? [makeNode('Mul', [x, opened], own)] : [node];
    });
  }
}

/**
 * Two transposed convolutions of 2 × 2 that do not overlap, with what is between them, → the same two at the resolution that
 * they begin with, each place answering for the sixteen that it becomes: these are put in their places at the very end.
 */
export function postponeEnlarging(model: EditableModel): void {
  const [first, second] = model.nodes.filter(({ opType }) => opType === 'ConvTranspose');
  const end = model.nodes.at(-1);
  if (!first || !second || end?.opType !== 'Sigmoid') throw new Error('the detector does not end as expected');
  const [middle, last] = [weightsOf(model, first), weightsOf(model, second)];
  const inputs = middle.weights.shape[0]!;
  const wide = middle.outputs * 4;
  const spread = Float32Array.from({ length: wide * inputs }, (_, i) => {
    const [place, channel] = [Math.floor(i / inputs / middle.outputs), Math.floor(i / inputs) % middle.outputs];
    return middle.weights.data[((i % inputs) * middle.outputs + channel) * 4 + place]!;
  });
  const narrow = Float32Array.from({ length: 16 * wide }, (_, i) => {
    const [row, column] = [Math.floor(i / wide / 4), Math.floor(i / wide) % 4];
    const [place, channel] = [Math.floor((i % wide) / middle.outputs), i % middle.outputs];
    if (place !== (row >> 1) * 2 + (column >> 1)) return 0;
    return last.weights.data[channel * 4 + (row & 1) * 2 + (column & 1)]!;
  });
  becomePointwise(model, first, spread, wide, middle.bias);
  becomePointwise(model, second, narrow, 16, last.bias);
  const answer = outputOf(end);
  end.output = [`${answer}.apart`];
  model.nodes.push(makeNode('DepthToSpace', [outputOf(end)], answer, [integer('blocksize', 4)]));
}

function becomePointwise(
  model: EditableModel,
  node: Node,
  data: Float32Array,
  outputs: number,
  bias: Float32Array,
): void {
  const base = outputOf(node);
  const inputs = data.length / outputs;
  node.opType = 'Conv';
  node.attribute = [integers('kernel_shape', [1, 1])];
  node.input = [
    inputsOf(node)[0]!,
    model.constant(`${base}.w`, { shape: [outputs, inputs, 1, 1], data }),
    model.constant(`${base}.b`, {
      shape: [outputs],
      data: Float32Array.from({ length: outputs }, (_, i) => bias[i % bias.length]!),
    }),
  ];
}
