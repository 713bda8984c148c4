/** Runs a net and notes between which values its tensors move. */
import '../../adapters/internal/offline.js';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { EditableModel } from '../../adapters/internal/build/edit.js';

/** Of each channel, the second dimension. Zero is always among the values. */
export interface Extents {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export async function measure(
  model: Uint8Array,
  names: readonly string[],
  inputs: AsyncIterable<Tensor> | Iterable<Tensor>,
): Promise<ReadonlyMap<string, Extents>> {
  const exposed = new EditableModel(model);
  exposed.expose(names);
  const session = await InferenceSession.create(exposed.encode(), { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const all = new Map<string, Extents>();
  for await (const input of inputs) {
    const output = await session.run({ [session.inputNames[0]!]: input });
    for (const name of names) {
      const tensor = output[name]!;
      const channels = tensor.dims[1] ?? 1;
      const extents = all.get(name) ?? { low: new Float32Array(channels), high: new Float32Array(channels) };
      all.set(name, extents);
      widen(extents, tensor);
    }
  }
  return all;
}

function widen({ low, high }: Extents, { data, dims }: Tensor): void {
  if (!(data instanceof Float32Array)) throw new TypeError('the values of a net must be floats');
  const area = dims.slice(2).reduce((product, side) => product * side, 1);
  data.forEach((value, i) => {
    const channel = Math.floor(i / area) % low.length;
    low[channel] = Math.min(low[channel]!, value);
    high[channel] = Math.max(high[channel]!, value);
  });
}

/** Of all channels, as a line of a table of ranges; what is seen elsewhere may go further by `margin`. */
export function rangeLine(name: string, { low, high }: Extents, margin: number): string {
  const rounded = (value: number): number => Number((value * margin).toPrecision(4));
  return `  '${name}': [${rounded(Math.min(...low))}, ${rounded(Math.max(...high))}],`;
}
