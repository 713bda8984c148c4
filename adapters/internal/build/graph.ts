/** Writes ONNX graphs layer by layer, from weights in TensorFlow's layout (height, width, in, out). */
import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
type Attribute = number | string | readonly number[];
type Shape = readonly number[];
const FLOAT = 1;
const INT64 = 7;

export interface Weights {
  readonly shape: Shape;
  readonly data: Float32Array;
}
export interface GraphPort {
  readonly name: string;
  readonly shape: Shape;
}

export class Graph {
  readonly #nodes: InstanceType<typeof onnx.NodeProto>[] = [];
  readonly #constants: InstanceType<typeof onnx.TensorProto>[] = [];

  /** Adds an operation and returns the name of its (first) output. */
  add(opType: string, input: readonly string[], attributes: Record<string, Attribute> = {}, outputs = 1): string[] {
    const base = `n${this.#nodes.length}`;
    const output = Array.from({ length: outputs }, (_, index) => `${base}_${index}`);
    const attribute = Object.entries(attributes).map(toAttribute);
    this.#nodes.push(onnx.NodeProto.create({ name: base, opType, input: [...input], output, attribute }));
    return output;
  }

  /** An operation with one output. */
  op(opType: string, input: readonly string[], attributes: Record<string, Attribute> = {}): string {
    return this.add(opType, input, attributes)[0]!;
  }

  floats(shape: Shape, data: Float32Array): string {
    return this.#constant(FLOAT, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  integers(values: readonly number[]): string {
    return this.#constant(INT64, [values.length], new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer));
  }

  /** Convolution; `padding` as in TensorFlow. */
  conv(x: string, filters: Weights, bias: Weights, stride = 1, padding: 'same' | 'valid' = 'same'): string {
    const [height = 0, width = 0, inputs = 0, outputs = 0] = filters.shape;
    const weights = this.floats([outputs, inputs, height, width], toOutInHeightWidth(filters));
    return this.op('Conv', [x, weights, this.floats(bias.shape, bias.data)], {
      kernel_shape: [height, width],
      ...window(stride, padding),
    });
  }

  /** One filter a channel: weights (height, width, channels, 1). */
  depthwise(x: string, filters: Weights, bias?: Weights, stride = 1): string {
    const [height = 0, width = 0, channels = 0] = filters.shape;
    const weights = this.floats([channels, 1, height, width], toOutInHeightWidth(transposeDepthwise(filters)));
    return this.op('Conv', [x, weights, ...(bias ? [this.floats(bias.shape, bias.data)] : [])], {
      kernel_shape: [height, width],
      group: channels,
      ...window(stride, 'same'),
    });
  }

  pool(kind: 'MaxPool' | 'AveragePool', x: string, size: number, stride: number, padding: 'same' | 'valid'): string {
    return this.op(kind, [x], { kernel_shape: [size, size], ...window(stride, padding) });
  }

  /** Fully connected: weights (in, out). */
  dense(x: string, weights: Weights, bias: Weights): string {
    return this.op('Gemm', [x, this.floats(weights.shape, weights.data), this.floats(bias.shape, bias.data)]);
  }

  relu(x: string): string {
    return this.op('Relu', [x]);
  }

  sum(a: string, b: string): string {
    return this.op('Add', [a, b]);
  }

  encode(input: GraphPort, outputs: readonly (GraphPort & { from: string })[]): Uint8Array {
    for (const { name, from } of outputs) {
      this.#nodes.push(onnx.NodeProto.create({ name, opType: 'Identity', input: [from], output: [name] }));
    }
    const model = onnx.ModelProto.create({
      irVersion: 7,
      producerName: 'proofgate',
      opsetImport: [{ domain: '', version: 11 }],
      graph: {
        name: 'graph',
        node: this.#nodes,
        initializer: this.#constants,
        input: [toValueInfo(input)],
        output: outputs.map(toValueInfo),
      },
    });
    return onnx.ModelProto.encode(model).finish();
  }

  #constant(dataType: number, shape: Shape, rawData: Uint8Array): string {
    const name = `c${this.#constants.length}`;
    this.#constants.push(onnx.TensorProto.create({ name, dataType, dims: [...shape], rawData }));
    return name;
  }
}

const window = (stride: number, padding: 'same' | 'valid') => ({
  strides: [stride, stride],
  auto_pad: padding === 'same' ? 'SAME_UPPER' : 'VALID',
});

function toAttribute([name, value]: [string, Attribute]): InstanceType<typeof onnx.AttributeProto> {
  const { AttributeType } = onnx.AttributeProto;
  const typed =
    typeof value === 'string'
      ? { type: AttributeType.STRING, s: new TextEncoder().encode(value) }
      : typeof value !== 'number'
        ? { type: AttributeType.INTS, ints: [...value] }
        : Number.isInteger(value)
          ? { type: AttributeType.INT, i: value }
          : { type: AttributeType.FLOAT, f: value };
  return onnx.AttributeProto.create({ name, ...typed });
}

const toValueInfo = ({ name, shape }: GraphPort) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
});

function toOutInHeightWidth({ shape, data }: Weights): Float32Array {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  const turned = new Float32Array(data.length);
  for (let place = 0; place < height * width; place++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        turned[(o * inputs + i) * height * width + place] = data[(place * inputs + i) * outputs + o]!;
      }
    }
  }
  return turned;
}

/** (height, width, channels, 1) holds the same numbers in the same order as (height, width, 1, channels). */
const transposeDepthwise = ({ shape: [height = 0, width = 0, channels = 0], data }: Weights): Weights => ({
  shape: [height, width, 1, channels],
  data,
});
