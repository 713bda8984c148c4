/** Curves of calibration as SVG: what is wrongly refused and wrongly accepted at every threshold. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Calibration, Measure } from './measure.js';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 20;
const TOP = 48;
const BOTTOM = 52;
const STEPS = 200;
const REFUSED = '#0b5cad';
const ACCEPTED = '#b8336a';

/** One file a calibration; answers how many. */
export async function writeCurves(folder: string, measures: readonly Measure[]): Promise<number> {
  await mkdir(folder, { recursive: true });
  const drawn = measures.flatMap(({ key, calibration }) => (calibration ? [{ key, calibration }] : []));
  for (const { key, calibration } of drawn) await writeFile(join(folder, `${key}.svg`), drawCurves(calibration));
  return drawn.length;
}

export function drawCurves({ what, accepted, threshold, genuine, others }: Calibration): string {
  const all = [...genuine, ...others, threshold].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const accepts = (value: number, at: number): boolean => (accepted === 'AT_MOST' ? value <= at : value >= at);
  const shareOf = (values: readonly number[], at: number, wanted: boolean): number =>
    values.length === 0 ? 0 : values.filter((value) => accepts(value, at) === wanted).length / values.length;
  const places = Array.from({ length: STEPS + 1 }, (_, step) => low + ((high - low) * step) / STEPS);
  const x = (value: number): number => LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const line = (values: readonly number[], wanted: boolean, colour: string): string => {
    const points = places.map((at) => `${x(at).toFixed(1)},${y(shareOf(values, at, wanted)).toFixed(1)}`);
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>`;
  };
  const shares = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>` +
      text(LEFT - 8, y(share) + 4, `${share * 100} %`, 'end'),
  );
  const marks = [0, 1, 2, 3, 4].map((quarter) => low + ((high - low) * quarter) / 4);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 20, what, 'start'),
    text(LEFT, 38, `wrongly refused, of ${genuine.length}`, 'start', REFUSED),
    text(LEFT + 220, 38, `wrongly accepted, of ${others.length}`, 'start', ACCEPTED),
    ...shares,
    ...marks.map((mark) => text(x(mark), HEIGHT - BOTTOM + 18, mark.toFixed(2), 'middle')),
    `<line x1="${x(threshold)}" x2="${x(threshold)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#333" stroke-dasharray="4 3"/>`,
    text(x(threshold), HEIGHT - 12, `threshold ${Number(threshold.toFixed(3))}`, 'middle'),
    line(genuine, false, REFUSED),
    line(others, true, ACCEPTED),
    '</svg>\n',
  ].join('\n');
}

const text = (x: number, y: number, content: string, anchor: string, colour = '#333'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="sans-serif" font-size="12" text-anchor="${anchor}" fill="${colour}">${content}</text>`;
