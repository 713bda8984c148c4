import { expect, it } from 'vitest';
import { drawCurves } from '../../tools/evaluate/curves.js';

/** Heights of a line from left to right, from 0 (bottom) to 1 (top). */
function heights(svg: string, line: number): number[] {
  const points = [...svg.matchAll(/<polyline[^>]*points="([^"]*)"/g)][line]?.[1]?.split(' ') ?? [];
  const ys = points.map((point) => Number(point.split(',')[1]));
  const [top, bottom] = [48, 308];
  return ys.map((y) => (bottom - y) / (bottom - top));
}
const scores = { what: 'Distance', threshold: 0.5, genuine: [0, 0.25], others: [0.75, 1] };

it('falls for the genuine and rises for others, where small is accepted', () => {
  const svg = drawCurves({ ...scores, accepted: 'AT_MOST' });
  const [refused, accepted] = [heights(svg, 0), heights(svg, 1)];
  expect([refused[0], refused[100], refused.at(-1)]).toEqual([0.5, 0, 0]);
  expect([accepted[0], accepted[100], accepted.at(-1)]).toEqual([0, 0, 1]);
});

it('turns round where large is accepted', () => {
  const svg = drawCurves({ ...scores, genuine: [0.75, 1], others: [0, 0.25], accepted: 'AT_LEAST' });
  const [refused, accepted] = [heights(svg, 0), heights(svg, 1)];
  expect([refused[0], refused[100], refused.at(-1)]).toEqual([0, 0, 0.5]);
  expect([accepted[0], accepted[100], accepted.at(-1)]).toEqual([1, 0, 0]);
});
