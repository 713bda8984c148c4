/** Parts of a JPEG that were saved before at another quality than the rest (JPEG ghosts, Farid, 2009). */
import sharp from 'sharp';

const QUALITIES = [60, 75, 90];
const BLOCK = 16;
/** Enough of the picture to see a pasted portrait or line; the blocks of the compression must not be rescaled. */
const WIDTH = 1024;
const HEIGHT = 768;

/**
 * How far the most deviating two in a hundred blocks lie from the others, in standard deviations, after each block's
 * own texture is accounted for. Undefined where the image is too small to say.
 */
export async function measureGhost(bytes: Uint8Array, width: number, height: number): Promise<number | undefined> {
  const region = {
    left: Math.floor(Math.max(0, width - WIDTH) / 2 / BLOCK) * BLOCK,
    top: Math.floor(Math.max(0, height - HEIGHT) / 2 / BLOCK) * BLOCK,
    width: Math.min(width, WIDTH),
    height: Math.min(height, HEIGHT),
  };
  const columns = Math.floor(region.width / BLOCK);
  const rows = Math.floor(region.height / BLOCK);
  if (columns * rows < 200) return undefined;
  const original = await sharp(bytes).extract(region).greyscale().toColourspace('b-w').raw().toBuffer();
  const raw = { raw: { width: region.width, height: region.height, channels: 1 as const } };
  const texture = blockMeans(original, region.width, columns, rows, (i) =>
    Math.abs(original[i]! - (original[i + 1] ?? 0)),
  );
  let strongest = 0;
  for (const quality of QUALITIES) {
    const saved = await sharp(original, raw).jpeg({ quality }).toBuffer();
    const again = await sharp(saved).greyscale().toColourspace('b-w').raw().toBuffer();
    const loss = blockMeans(original, region.width, columns, rows, (i) => Math.abs(original[i]! - again[i]!));
    strongest = Math.max(strongest, outlierScore(loss, texture));
  }
  return strongest;
}

function blockMeans(
  data: Uint8Array,
  width: number,
  columns: number,
  rows: number,
  measure: (i: number) => number,
): Float64Array {
  const means = new Float64Array(columns * rows);
  for (let block = 0; block < means.length; block++) {
    const start = Math.floor(block / columns) * BLOCK * width + (block % columns) * BLOCK;
    let sum = 0;
    for (let y = 0; y < BLOCK; y++) for (let x = 0; x < BLOCK; x++) sum += measure(start + y * width + x);
    means[block] = data.length === 0 ? 0 : sum / (BLOCK * BLOCK);
  }
  return means;
}

/** Textured blocks lose more; what remains after that share is taken off tells one history from another. */
function outlierScore(loss: Float64Array, texture: Float64Array): number {
  const ratios = loss.map((value, i) => value / (1 + texture[i]!)).filter((_, i) => texture[i]! > 2);
  if (ratios.length < 50) return 0;
  const sorted = ratios.toSorted();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const spread = Math.max(1e-6, at(0.84) - at(0.16)) / 2;
  const middle = at(0.5);
  return Math.max(middle - at(0.02), at(0.98) - middle) / spread;
}
