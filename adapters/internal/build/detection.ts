/** The face detector of face-api: SSD on MobileNet v1, 512 × 512 RGB in −1..1 → 5118 boxes with their scores. */
import { Graph, type Weights } from './graph.js';
import { WeightFile, scaleChannels } from './weights.js';

const ANCHORS = 5118;
const STRIDE_TWO = [2, 4, 6, 12];
const NORMALISATION_EPSILON = 0.001;
/** Of three classes only the second is a face; the others are left out of the graph. */
const CLASSES = 3;
const FACE_CLASS = 1;

/** Boxes as top, left, bottom, right in shares of the input; scores from 0 to 1. */
export function buildFaceDetection(): Uint8Array {
  const net = new DetectionNet();
  const { last, eleventh } = net.mobileNet();
  const maps = [eleventh, last];
  let x = last;
  for (let i = 0; i < 8; i++) {
    x = net.pointwise(x, `Prediction/Conv2d_${i}_pointwise`, i % 2 === 1 ? 2 : 1);
    if (i % 2 === 1) maps.push(x);
  }
  const heads = maps.map((map, i) => net.head(map, `Prediction/BoxPredictor_${i}`));
  const { graph } = net;
  const encoded = graph.op(
    'Concat',
    heads.map((head) => head.boxes),
    { axis: 1 },
  );
  const logits = graph.op(
    'Concat',
    heads.map((head) => head.scores),
    { axis: 1 },
  );
  return graph.encode({ name: 'image', shape: [1, 3, 512, 512] }, [
    { name: 'boxes', shape: [1, ANCHORS, 4], from: net.decode(encoded) },
    { name: 'scores', shape: [1, ANCHORS, 1], from: graph.op('Sigmoid', [logits]) },
  ]);
}

class DetectionNet {
  readonly graph = new Graph();
  readonly #weights = new WeightFile('ssd_mobilenetv1');
  readonly #zero = this.graph.floats([], Float32Array.of(0));
  readonly #six = this.graph.floats([], Float32Array.of(6));

  mobileNet(): { last: string; eleventh: string } {
    let x = this.pointwise('image', 'MobilenetV1/Conv2d_0_pointwise', 2);
    let eleventh = x;
    for (let i = 1; i <= 13; i++) {
      x = this.#depthwise(x, `MobilenetV1/Conv2d_${i}_depthwise`, STRIDE_TWO.includes(i) ? 2 : 1);
      x = this.pointwise(x, `MobilenetV1/Conv2d_${i}_pointwise`, 1);
      if (i === 11) eleventh = x;
    }
    return { last: x, eleventh };
  }

  pointwise(x: string, name: string, stride: number): string {
    const bias = this.#weights.get(`${name}/convolution_bn_offset`);
    return this.#clip(this.graph.conv(x, this.#weights.get(`${name}/weights`), bias, stride));
  }

  head(x: string, name: string): { boxes: string; scores: string } {
    const filters = this.#weights.get(`${name}/ClassPredictor/weights`);
    const bias = this.#weights.get(`${name}/ClassPredictor/biases`);
    const boxes = this.graph.conv(
      x,
      this.#weights.get(`${name}/BoxEncodingPredictor/weights`),
      this.#weights.get(`${name}/BoxEncodingPredictor/biases`),
    );
    const scores = this.graph.conv(x, pickFaceClass(filters), pickFaceClass(bias));
    return { boxes: this.#rows(boxes, 4), scores: this.#rows(scores, 1) };
  }

  /** Offsets from the anchors → corners. */
  decode(encoded: string): string {
    const { graph } = this;
    const { centres, sizes } = anchors(this.#weights.get('Output/extra_dim').data);
    const anchorSizes = graph.floats([1, ANCHORS, 2], sizes);
    const [offset = '', growth = ''] = graph.add('Split', [encoded], { axis: 2, split: [2, 2] }, 2);
    const centre = graph.sum(
      graph.op('Mul', [graph.op('Mul', [offset, this.#scalar(1 / 10)]), anchorSizes]),
      graph.floats([1, ANCHORS, 2], centres),
    );
    const size = graph.op('Mul', [graph.op('Exp', [graph.op('Mul', [growth, this.#scalar(1 / 5)])]), anchorSizes]);
    const half = graph.op('Mul', [size, this.#scalar(1 / 2)]);
    return graph.op('Concat', [graph.op('Sub', [centre, half]), graph.sum(centre, half)], { axis: 2 });
  }

  #depthwise(x: string, name: string, stride: number): string {
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
      (part) => this.#weights.get(`${name}/BatchNorm/${part}`).data,
    );
    const factors = gamma!.map((value, i) => value / Math.sqrt(variance![i]! + NORMALISATION_EPSILON));
    const filters = scaleChannels(this.#weights.get(`${name}/depthwise_weights`), factors);
    const bias = { shape: [factors.length], data: beta!.map((value, i) => value - mean![i]! * factors[i]!) };
    return this.#clip(this.graph.depthwise(x, filters, bias, stride));
  }

  #clip(x: string): string {
    return this.graph.op('Clip', [x, this.#zero, this.#six]);
  }

  /** Channels × height × width → one row an anchor. */
  #rows(x: string, width: number): string {
    const last = this.graph.op('Transpose', [x], { perm: [0, 2, 3, 1] });
    return this.graph.op('Reshape', [last, this.graph.integers([1, -1, width])]);
  }

  #scalar(value: number): string {
    return this.graph.floats([], Float32Array.of(value));
  }
}

const pickFaceClass = ({ shape, data }: Weights): Weights => ({
  shape: [...shape.slice(0, -1), shape.at(-1)! / CLASSES],
  data: data.filter((_, i) => i % CLASSES === FACE_CLASS),
});

function anchors(corners: Float32Array): { centres: Float32Array; sizes: Float32Array } {
  const centres = new Float32Array(ANCHORS * 2);
  const sizes = new Float32Array(ANCHORS * 2);
  for (let i = 0; i < ANCHORS * 2; i++) {
    const from = corners[(i >> 1) * 4 + (i % 2)]!;
    const to = corners[(i >> 1) * 4 + 2 + (i % 2)]!;
    sizes[i] = to - from;
    centres[i] = (from + to) / 2;
  }
  return { centres, sizes };
}
