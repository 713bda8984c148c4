/**
 * Turns the arithmetic of a net from floats to bytes, where the ranges of its values are known; weights have a scale for each
 * channel. Written as pairs of QuantizeLinear and DequantizeLinear, which the runtime fuses with what stands between them.
 */
import { type EditableModel, inputsOf, integer, makeNode, type Node, outputOf } from './edit.js';

/** The least and the greatest value of a tensor, by its name. */
export type Ranges = Readonly<Record<string, readonly number[]>>;

/** What a byte stands for: (byte − zero) · scale. */
interface Step {
  readonly scale: number;
  readonly zero: number;
}
const MOST_BYTE = 255;
const MOST_WEIGHT = 127;

export function quantise(model: EditableModel, ranges: Ranges): void {
  new Quantiser(model, ranges).run();
}

class Quantiser {
  readonly #steps: Map<string, Step>;
  readonly #users: Map<string, Node[]>;

  constructor(
    private readonly model: EditableModel,
    ranges: Ranges,
  ) {
    this.#steps = new Map(Object.entries(ranges).map(([name, range]) => [name, stepOf(range)]));
    this.#users = model.users();
  }

  run(): void {
    const { model } = this;
    for (const node of model.nodes) if (node.opType === 'Conv') this.#quantiseWeights(node);
    model.nodes = model.nodes.flatMap((node) => this.#rounded(node));
  }

  /** The operation, its answer rounded to bytes where its range is known. */
  #rounded(node: Node): Node[] {
    const name = outputOf(node);
    const step = this.#steps.get(name);
    if (!step) return [node];
    node.name = `${name}.float`;
    node.output = [node.name];
    const scale = this.model.constant(`${name}.scale`, { shape: [], data: Float32Array.of(step.scale) });
    const zero = this.model.constant(`${name}.zero`, { shape: [], data: Uint8Array.of(step.zero) });
    return [
      node,
      makeNode('QuantizeLinear', [node.name, scale, zero], `${name}.byte`),
      makeNode('DequantizeLinear', [`${name}.byte`, scale, zero], name),
    ];
  }

  /** Of a convolution whose input and answer, activated where it is, are bytes. */
  #quantiseWeights(node: Node): void {
    const { model } = this;
    const [input = '', weightName, biasName] = inputsOf(node);
    const [user] = this.#users.get(outputOf(node)) ?? [];
    const activated = user && ['Relu', 'Clip'].includes(user.opType ?? '') ? outputOf(user) : outputOf(node);
    const step = this.#steps.get(input);
    const weights = model.floats(weightName);
    if (!step || !weights || !this.#steps.has(activated)) return;
    const { shape, data } = weights;
    const [outputs = 0] = shape;
    const size = data.length / outputs;
    const scales = Float32Array.from({ length: outputs }, (_, channel) =>
      scaleOf(data.subarray(channel * size, (channel + 1) * size), shape),
    );
    const bytes = Int8Array.from(data, (value, i) => Math.round(value / scales[Math.floor(i / size)]!));
    const bias = model.floats(biasName)?.data ?? new Float32Array(outputs);
    const biasScales = scales.map((scale) => scale * step.scale);
    const integers = Int32Array.from(bias, (value, channel) => Math.round(value / biasScales[channel]!));
    node.input = [
      input,
      this.#constant(node, 'w', shape, bytes, scales),
      this.#constant(node, 'b', [outputs], integers, biasScales),
    ];
  }

  /** Kept as integers, with a scale for each channel. */
  #constant(
    node: Node,
    part: string,
    shape: readonly number[],
    data: Int8Array | Int32Array,
    scales: Float32Array,
  ): string {
    const name = `${outputOf(node)}.${part}8`;
    const zeros = data instanceof Int8Array ? new Int8Array(scales.length) : new Int32Array(scales.length);
    const inputs = [
      this.model.constant(`${name}.integers`, { shape, data }),
      this.model.constant(`${name}.scales`, { shape: [scales.length], data: scales }),
      this.model.constant(`${name}.zeros`, { shape: [scales.length], data: zeros }),
    ];
    this.model.nodes = [makeNode('DequantizeLinear', inputs, name, [integer('axis', 0)]), ...this.model.nodes];
    return name;
  }
}

/**
 * So that no weight, and no sum of two neighbours of one sign, is more than a signed byte holds: processors without the newest
 * instructions add the products of two neighbours in 16 bits, and all must answer the same. Neighbours are input channels at
 * one place of the kernel; channels that are filtered alone have none.
 */
function scaleOf(weights: Float32Array, [, inputs = 1]: readonly number[]): number {
  const area = weights.length / inputs;
  const at = (i: number): number => weights[(i % inputs) * area + Math.floor(i / inputs)] ?? 0;
  let most = 0;
  for (let i = 0; i < weights.length; i += 2) {
    const [a, b] = [at(i), at(i + 1)];
    most = Math.max(most, Math.abs(a), Math.abs(b), inputs > 1 && a * b > 0 ? Math.abs(a + b) : 0);
  }
  return (most || 1) / MOST_WEIGHT;
}

/** Zero is always among the values: it is what stands around a picture. */
function stepOf([least = 0, most = 0]: readonly number[]): Step {
  const [low, high] = [Math.min(0, least), Math.max(0, most)];
  const scale = (high - low) / MOST_BYTE || 1;
  return { scale, zero: Math.round(-low / scale) };
}
