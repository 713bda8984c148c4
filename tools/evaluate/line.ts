import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { readFreely } from '../../adapters/internal/mrz/lattice.js';
import { MrzNet } from '../../adapters/internal/mrz/net.js';

let net: Promise<MrzNet> | undefined;

/** The text of a picture that is one line of a machine-readable zone and nothing else. */
export async function readLine(bytes: Uint8Array): Promise<string> {
  net ??= MrzNet.create();
  const pixels = await decodeImage(bytes, { maxSide: 2000 });
  const { width, height } = pixels;
  const [lattice] = await (await net).read(pixels, [{ x: width / 2, y: height / 2, width, height, angle: 0 }]);
  return lattice ? readFreely(lattice).text : '';
}
