/** The recognition net of face-api (dlib's 29-layer ResNet): 150 × 150 RGB, mean taken off, ÷ 255 → 128 numbers. */
import { Graph } from './graph.js';
import { WeightFile, scaleChannels } from './weights.js';

export function buildFaceRecognition(): Uint8Array {
  const net = new RecognitionNet();
  let x = net.conv('image', 'conv32_down', 2);
  x = net.graph.pool('MaxPool', x, 3, 2, 'valid');
  for (const name of ['conv32_1', 'conv32_2', 'conv32_3']) x = net.residual(x, name);
  x = net.residualDown(x, 'conv64_down', 32, false);
  for (const name of ['conv64_1', 'conv64_2', 'conv64_3']) x = net.residual(x, name);
  x = net.residualDown(x, 'conv128_down', 64, false);
  for (const name of ['conv128_1', 'conv128_2']) x = net.residual(x, name);
  x = net.residualDown(x, 'conv256_down', 128, true);
  for (const name of ['conv256_1', 'conv256_2']) x = net.residual(x, name);
  x = net.residualDown(x, 'conv256_down_out', 0, true);
  const pooled = net.graph.op('Flatten', [net.graph.op('GlobalAveragePool', [x])], { axis: 1 });
  const head = net.weights.get('fc');
  const template = net.graph.op('MatMul', [pooled, net.graph.floats(head.shape, head.data)]);
  return net.graph.encode({ name: 'image', shape: [1, 3, 150, 150] }, [
    { name: 'template', shape: [1, 128], from: template },
  ]);
}

class RecognitionNet {
  readonly graph = new Graph();
  readonly weights = new WeightFile('face_recognition');

  conv(x: string, name: string, stride: 1 | 2, activate = true): string {
    const factors = this.weights.get(`${name}/scale/weights`).data;
    const shift = this.weights.get(`${name}/scale/biases`).data;
    const filters = scaleChannels(this.weights.get(`${name}/conv/filters`), factors);
    const bias = scaleChannels(this.weights.get(`${name}/conv/bias`), factors);
    const folded = { shape: bias.shape, data: bias.data.map((value, i) => value + shift[i]!) };
    const out = this.graph.conv(x, filters, folded, stride, stride === 2 ? 'valid' : 'same');
    return activate ? this.graph.relu(out) : out;
  }

  residual(x: string, name: string): string {
    const out = this.conv(this.conv(x, `${name}/conv1`, 1), `${name}/conv2`, 1, false);
    return this.graph.relu(this.graph.sum(out, x));
  }

  /** Halves the picture; the shortcut gains empty channels, and the convolution a row and a column where it is one short. */
  residualDown(x: string, name: string, newChannels: number, short: boolean): string {
    let out = this.conv(this.conv(x, `${name}/conv1`, 2), `${name}/conv2`, 1, false);
    let pooled = this.graph.pool('AveragePool', x, 2, 2, 'valid');
    if (short) out = this.graph.op('Pad', [out, this.graph.integers([0, 0, 0, 0, 0, 0, 1, 1])]);
    if (newChannels > 0) {
      pooled = this.graph.op('Pad', [pooled, this.graph.integers([0, 0, 0, 0, 0, newChannels, 0, 0])]);
    }
    return this.graph.relu(this.graph.sum(pooled, out));
  }
}
