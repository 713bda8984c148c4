/** An ONNX model taken apart: its operations and constants, to be changed and written again. */
import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
type Graph = InstanceType<typeof onnx.GraphProto>;
type Tensor = Graph['initializer'][number];
export type Node = Graph['node'][number];
type Attribute = NonNullable<Node['attribute']>[number];

const OPERATIONS = 13;
/** What was an attribute once, and is an input since. */
const NOW_INPUTS: Readonly<Record<string, readonly string[]>> = {
  Clip: ['min', 'max'],
  Slice: ['starts', 'ends', 'axes'],
  Split: ['split'],
  Squeeze: ['axes'],
};

export interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Int8Array | Uint8Array | BigInt64Array;
}

export class EditableModel {
  nodes: Node[];
  readonly #model: InstanceType<typeof onnx.ModelProto>;
  readonly #graph: Graph;
  readonly #constants: Map<string, Tensor>;

  constructor(bytes: Uint8Array) {
    this.#model = onnx.ModelProto.decode(bytes);
    if (!(this.#model.graph instanceof onnx.GraphProto)) throw new Error('the model holds no graph');
    this.#graph = this.#model.graph;
    this.#constants = new Map(this.#graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
    this.nodes = this.#graph.node.filter((node) => {
      const tensor = node.opType === 'Constant' ? node.attribute?.[0]?.t : undefined;
      if (tensor) this.#constants.set(outputOf(node), onnx.TensorProto.create({ ...tensor, name: outputOf(node) }));
      return !tensor;
    });
    this.nodes.forEach((node) => this.#moderniseNode(node));
  }

  producers(): Map<string, Node> {
    return new Map(this.nodes.flatMap((node) => (node.output ?? []).map((name): [string, Node] => [name, node])));
  }

  users(): Map<string, Node[]> {
    const users = new Map<string, Node[]>();
    for (const node of this.nodes) {
      for (const name of inputsOf(node)) users.set(name, [...(users.get(name) ?? []), node]);
    }
    return users;
  }

  /** Undefined where the name is no constant of floats. */
  floats(name: string | undefined): { shape: number[]; data: Float32Array } | undefined {
    const tensor = name === undefined ? undefined : this.#constants.get(name);
    if (tensor?.dataType !== onnx.TensorProto.DataType.FLOAT) return undefined;
    const { floatData, rawData } = tensor;
    const listed = floatData && floatData.length > 0;
    const data = listed ? Float32Array.from(floatData) : new Float32Array(Uint8Array.from(rawData ?? []).buffer);
    return { shape: (tensor.dims ?? []).map(Number), data };
  }

  number(name: string | undefined): number | undefined {
    const { data } = this.floats(name) ?? {};
    return data?.length === 1 ? data[0] : undefined;
  }

  /** The names of the constants of floats that operations read. */
  weights(): string[] {
    const read = new Set(this.nodes.flatMap(inputsOf));
    return [...read].filter((name) => this.floats(name) !== undefined);
  }

  constant(name: string, { shape, data }: Constant): string {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#constants.set(name, onnx.TensorProto.create({ name, dataType: typeOf(data), dims: [...shape], rawData }));
    return name;
  }

  encode(): Uint8Array {
    const read = new Set(this.nodes.flatMap(inputsOf));
    this.#graph.node = this.nodes;
    this.#graph.initializer = [...this.#constants.values()].filter(({ name }) => read.has(name ?? ''));
    this.#graph.input = this.#graph.input.filter(({ name }) => !this.#constants.has(name ?? ''));
    this.#graph.valueInfo = [];
    this.#model.irVersion = 7;
    this.#model.opsetImport = [{ domain: '', version: OPERATIONS }];
    return onnx.ModelProto.encode(this.#model).finish();
  }

  /** Answers with these values too. */
  expose(names: readonly string[]): void {
    const { FLOAT } = onnx.TensorProto.DataType;
    this.#graph.output.push(
      ...names.map((name) => onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType: FLOAT } } })),
    );
  }

  /** The last dimension of the answer, where it is this one. */
  narrowOutput(from: number, to: number): void {
    for (const side of this.#graph.output.flatMap((output) => output.type?.tensorType?.shape?.dim ?? [])) {
      if (Number(side.dimValue) === from) side.dimValue = to;
    }
  }

  #moderniseNode(node: Node): void {
    for (const name of NOW_INPUTS[node.opType ?? ''] ?? []) {
      const found = node.attribute?.find((attribute) => attribute.name === name);
      if (!found) continue;
      const data =
        found.ints && found.ints.length > 0
          ? BigInt64Array.from(found.ints.map((value) => BigInt(value.toString())))
          : Float32Array.of(found.f ?? 0);
      const shape = data instanceof BigInt64Array ? [data.length] : [];
      node.input = [...inputsOf(node), this.constant(`${outputOf(node)}.${name}`, { shape, data })];
      node.attribute = node.attribute?.filter((attribute) => attribute !== found) ?? [];
    }
  }
}

export const inputsOf = (node: Node | undefined): readonly string[] => node?.input ?? [];
export const outputOf = (node: Node): string => node.output?.[0] ?? '';

export function makeNode(opType: string, input: readonly string[], output: string, attribute: Attribute[] = []): Node {
  return onnx.NodeProto.create({ name: output, opType, input: [...input], output: [output], attribute });
}

export const integer = (name: string, i: number): Attribute => ({
  name,
  type: onnx.AttributeProto.AttributeType.INT,
  i,
});

export const integers = (name: string, ints: number[]): Attribute => ({
  name,
  type: onnx.AttributeProto.AttributeType.INTS,
  ints,
});

function typeOf(data: Constant['data']): number {
  const { FLOAT, INT32, INT8, UINT8, INT64 } = onnx.TensorProto.DataType;
  if (data instanceof Float32Array) return FLOAT;
  if (data instanceof Int32Array) return INT32;
  if (data instanceof Int8Array) return INT8;
  return data instanceof Uint8Array ? UINT8 : INT64;
}
