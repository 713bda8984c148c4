import { describe, expect, it } from 'vitest';
import { joinParts } from '../../adapters/internal/barcode/eci.js';
import { findContradictions } from '../../adapters/internal/document/contradictions.js';
import { measureGrainLoss } from '../../adapters/internal/forensics/grain.js';
import type { Polygon, TextLine } from '../../src/provider/contract.js';

const SIDE = 512;
const NOW = new Date('2026-01-01');

/** Grey shades under a grain as sensors leave it; within the box there is none. */
function grainy(smooth?: { left: number; top: number; right: number; bottom: number }) {
  const data = new Uint8Array(SIDE * SIDE * 3);
  let state = 1;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      const inside = smooth && x >= smooth.left && x < smooth.right && y >= smooth.top && y < smooth.bottom;
      const shade = 100 + 40 * Math.sin(x / 9) + 40 * Math.sin(y / 11) + (inside ? 0 : (state >> 16) % 12);
      data.fill(shade, (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
    }
  }
  return { width: SIDE, height: SIDE, data };
}

const box = (left: number, top: number, right: number, bottom: number): Polygon => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];
const line = (text: string, confidence = 0.97): TextLine => ({ text, confidence, polygon: box(0, 0, 100, 20) });

describe('the grain of a picture', () => {
  const face = box(40, 40, 240, 280);
  const print = [box(280, 40, 480, 72), box(280, 120, 480, 152), box(280, 200, 480, 232)];

  it('is whole where nothing was replaced', () => {
    const loss = measureGrainLoss(grainy(), print, face);
    expect(Math.abs(loss.portrait ?? 1)).toBeLessThan(0.1);
    expect(loss.print).toBeLessThan(0.3);
  });

  it('is missing in a face that was painted anew', () => {
    const loss = measureGrainLoss(grainy({ left: 40, top: 40, right: 240, bottom: 280 }), print, face);
    expect(loss.portrait).toBeGreaterThan(0.7);
  });

  it('is missing in a word that was painted anew', () => {
    const loss = measureGrainLoss(grainy({ left: 280, top: 120, right: 400, bottom: 152 }), print, face);
    expect(loss.print).toBeGreaterThan(0.7);
  });

  it('says nothing without a face and print', () => {
    expect(measureGrainLoss(grainy(), [], undefined)).toEqual({});
  });
});

describe('dates in print', () => {
  it.each(['9 Feb 12031', '04 Apr 22024', '12.03.19874', '9 FEB 1192'])('that no calendar holds: %s', (text) => {
    expect(findContradictions([line(text)], [], NOW)).toEqual(['date_impossible']);
  });

  it.each(['9 Feb 1995', '05.04.2021', 'C586974123', 'No 12 ABC 12345', '01.02.2003 12345'])('are fine: %s', (text) => {
    expect(findContradictions([line(text)], [], NOW)).toEqual([]);
  });

  it('contradict one another only where they were surely read', () => {
    const fields = (confidence: number) => ({
      birthDate: { value: '2016-03-18', confidence },
      expiresAt: { value: '2011-01-04', confidence },
    });
    const reading = { source: 'FRONT_OCR', accepted: true } as const;
    expect(findContradictions([], [{ ...reading, fields: fields(0.9) }], NOW)).toEqual(['dates_contradict']);
    expect(findContradictions([], [{ ...reading, fields: fields(0.6) }], NOW)).toEqual([]);
  });
});

describe('a barcode in parts', () => {
  const bytes = (text: string, ...hex: number[]) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(hex)]);

  it('keeps its encoding from part to part', () => {
    const first = bytes(']L1\\000003US;\\000029CN:');
    const second = Buffer.concat([bytes(']L1\\000003', 0xa3, 0xa4), bytes(';\\000017DE:')]);
    const third = bytes(']L24', 0xa4);
    expect(joinParts([first, second, third])).toBe('US;CN:￥;DE:4€');
  });

  it('keeps a backslash that is data', () => {
    expect(joinParts([bytes(']L1\\000026a\\\\000029b')])).toBe('a\\000029b');
  });
});
