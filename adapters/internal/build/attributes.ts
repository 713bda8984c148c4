/** The small nets of face-api: landmarks, expression, age and gender. All see 112 × 112 RGB with the mean taken off. */
import { Graph } from './graph.js';
import { WeightFile } from './weights.js';

const IMAGE = { name: 'image', shape: [1, 3, 112, 112] };

/** 68 points as x and y, in shares of the square input. */
export function buildFaceLandmarks(): Uint8Array {
  const net = new SmallNet('face_landmark_68');
  const points = net.dense(net.denseBlocks(), 'fc');
  return net.graph.encode(IMAGE, [{ name: 'points', shape: [1, 136], from: points }]);
}

/** Probabilities of neutral, happy, sad, angry, fearful, disgusted, surprised. */
export function buildFaceExpression(): Uint8Array {
  const net = new SmallNet('face_expression');
  const probabilities = net.graph.op('Softmax', [net.dense(net.denseBlocks(), 'fc')], { axis: 1 });
  return net.graph.encode(IMAGE, [{ name: 'probabilities', shape: [1, 7], from: probabilities }]);
}

/** The age in years, and the probabilities of male and female. */
export function buildFaceAgeGender(): Uint8Array {
  const net = new SmallNet('age_gender');
  const features = net.xception();
  const gender = net.graph.op('Softmax', [net.dense(features, 'fc/gender')], { axis: 1 });
  return net.graph.encode(IMAGE, [
    { name: 'age', shape: [1, 1], from: net.dense(features, 'fc/age') },
    { name: 'gender', shape: [1, 2], from: gender },
  ]);
}

class SmallNet {
  readonly graph = new Graph();
  readonly #weights: WeightFile;

  constructor(name: string) {
    this.#weights = new WeightFile(name);
  }

  /** Four blocks in which each convolution sees the sum of all before it. */
  denseBlocks(): string {
    const { graph } = this;
    let x = 'image';
    for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) {
      const first = block === 'dense0' ? this.#conv(x, `${block}/conv0`, 2) : this.#separable(x, `${block}/conv0`, 2);
      let sum = graph.relu(first);
      let out = this.#separable(sum, `${block}/conv1`);
      for (const conv of ['conv2', 'conv3']) {
        sum = graph.sum(sum, out);
        out = this.#separable(graph.relu(sum), `${block}/${conv}`);
      }
      x = graph.relu(graph.sum(sum, out));
    }
    return this.#pooled(x);
  }

  /** A small Xception. */
  xception(): string {
    const { graph } = this;
    let x = graph.relu(this.#conv('image', 'entry_flow/conv_in', 2));
    x = this.#reduce(x, 'entry_flow/reduction_block_0', false);
    x = this.#reduce(x, 'entry_flow/reduction_block_1', true);
    for (const block of ['main_block_0', 'main_block_1']) {
      let out = x;
      for (const conv of ['separable_conv0', 'separable_conv1', 'separable_conv2']) {
        out = this.#separable(graph.relu(out), `middle_flow/${block}/${conv}`);
      }
      x = graph.sum(out, x);
    }
    x = this.#reduce(x, 'exit_flow/reduction_block', true);
    return this.#pooled(graph.relu(this.#separable(x, 'exit_flow/separable_conv')));
  }

  dense(x: string, name: string): string {
    return this.graph.dense(x, this.#weights.get(`${name}/weights`), this.#weights.get(`${name}/bias`));
  }

  #reduce(x: string, name: string, activateFirst: boolean): string {
    const first = this.#separable(activateFirst ? this.graph.relu(x) : x, `${name}/separable_conv0`);
    const second = this.#separable(this.graph.relu(first), `${name}/separable_conv1`);
    const pooled = this.graph.pool('MaxPool', second, 3, 2, 'same');
    return this.graph.sum(pooled, this.#conv(x, `${name}/expansion_conv`, 2));
  }

  #conv(x: string, name: string, stride: number): string {
    return this.graph.conv(x, this.#weights.get(`${name}/filters`), this.#weights.get(`${name}/bias`), stride);
  }

  #separable(x: string, name: string, stride = 1): string {
    const depth = this.graph.depthwise(x, this.#weights.get(`${name}/depthwise_filter`), undefined, stride);
    return this.graph.conv(depth, this.#weights.get(`${name}/pointwise_filter`), this.#weights.get(`${name}/bias`));
  }

  #pooled(x: string): string {
    return this.graph.op('Flatten', [this.graph.pool('AveragePool', x, 7, 2, 'valid')], { axis: 1 });
  }
}
