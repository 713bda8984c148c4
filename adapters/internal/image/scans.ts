/** The markers of a JPEG, as far as they tell what decoding it will cost. */

const PREFIX = 0xff;
const END = 0xd9;
const SCAN = 0xda;

/** How many scans a decoder would go through: it stops at the picture's end, and what segments hold is no marker. */
export function countScans(jpeg: Uint8Array): number {
  let scans = 0;
  for (let at = jpeg.indexOf(PREFIX); at !== -1; at = jpeg.indexOf(PREFIX, at)) {
    const marker = jpeg[at + 1];
    if (marker === undefined || marker === END) break;
    if (marker === SCAN) scans += 1;
    at += hasLength(marker) ? 2 + lengthAt(jpeg, at + 2) : marker === PREFIX ? 1 : 2;
  }
  return scans;
}

/** Of no other marker a decoder skips what follows. */
const hasLength = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf) || (marker >= SCAN && marker <= 0xef) || marker === 0xfe;

const lengthAt = (jpeg: Uint8Array, at: number): number => ((jpeg[at] ?? 0) << 8) | (jpeg[at + 1] ?? 0);
