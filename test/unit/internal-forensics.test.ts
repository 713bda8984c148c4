import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { joinParts } from '../../adapters/internal/barcode/eci.js';
import { findContradictions } from '../../adapters/internal/document/contradictions.js';
import { measureGrainLoss } from '../../adapters/internal/forensics/grain.js';
import { readMetadata } from '../../adapters/internal/forensics/metadata.js';
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

describe('the metadata of a PNG', () => {
  const chunk = (type: string, ...parts: (string | Buffer)[]): Buffer => {
    const body = Buffer.concat([type, ...parts].map((part) => Buffer.from(part)));
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(body.length - 4, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  /** A small picture with these chunks behind its header. */
  const withChunks = async (...chunks: Buffer[]): Promise<Buffer> => {
    const picture = { create: { width: 8, height: 8, channels: 3, background: '#888' } } as const;
    const png = await sharp(picture).png().toBuffer();
    return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
  };
  const xmp = (text: string): Buffer => chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', text);
  const gimp = chunk('tEXt', 'Software\0GIMP 2.10');

  it('tells of an editor, in text or in XMP', async () => {
    const photoshop = xmp('<rdf:Description xmp:CreatorTool="Adobe Photoshop 25.0"/>');
    for (const told of [gimp, photoshop])
      expect(await readMetadata(await withChunks(told))).toMatchObject({ edited: true });
    expect(await readMetadata(await withChunks())).toEqual({ edited: false, camera: false });
  });

  it('is not read where that would take long, which is no trace of anything', async () => {
    const nested = xmp(`${'<a:a>'.repeat(100_000)}${'</a:a>'.repeat(100_000)}`);
    const before = performance.now();
    expect(await readMetadata(await withChunks(nested))).toEqual({ edited: false, camera: false });
    expect(await readMetadata(await withChunks(nested, gimp))).toMatchObject({ edited: true });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('is read without unpacking its colour profile', async () => {
    const profile = chunk('iCCP', 'wide\0\0', deflateSync(Buffer.alloc(200_000_000)));
    const picture = await withChunks(profile, gimp);
    const before = process.resourceUsage().maxRSS;
    expect(await readMetadata(picture)).toMatchObject({ edited: true });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
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
