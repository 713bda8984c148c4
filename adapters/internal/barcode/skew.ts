/** How far bars lean, by the direction in which brightness changes most. */

const FAINTEST = 200;

/** Degrees from −45 to 45. */
export function skewOf(grey: { data: Uint8Array; width: number; height: number }): number {
  const bins = directions(grey);
  const at = (k: number): number => bins[(k + 180) % 180]!;
  const smooth = (k: number): number => at(k - 2) + 2 * at(k - 1) + 3 * at(k) + 2 * at(k + 1) + at(k + 2);
  let peak = 0;
  for (let k = 1; k < 180; k++) if (smooth(k) > smooth(peak)) peak = k;
  let sum = 0;
  let weight = 0;
  for (let offset = -3; offset <= 3; offset++) {
    sum += offset * at(peak + offset);
    weight += at(peak + offset);
  }
  const angle = peak + 0.5 + (weight === 0 ? 0 : sum / weight);
  return ((((angle + 45) % 90) + 90) % 90) - 45;
}

/** Energy of the gradient by its direction, degree by degree, opposite directions together. */
function directions({ data, width, height }: { data: Uint8Array; width: number; height: number }): Float64Array {
  const bins = new Float64Array(180);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const across = data[i + 1]! - data[i - 1]!;
      const down = data[i + width]! - data[i - width]!;
      const energy = across * across + down * down;
      if (energy < FAINTEST) continue;
      const degrees = (Math.atan2(down, across) * 180) / Math.PI;
      bins[Math.floor((degrees + 180) % 180)]! += energy;
    }
  }
  return bins;
}
