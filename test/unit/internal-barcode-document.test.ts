import bwip from 'bwip-js/node';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDocumentReader, type DocumentReader } from '../../adapters/internal/document/analysis.js';
import { FaceReader } from '../../adapters/internal/face/reader.js';

const HEADER = '@\n\u001e\rANSI 636000100001DL00310100DL';
let reader: DocumentReader;
let faces: FaceReader;

beforeAll(async () => {
  reader = await createDocumentReader();
  faces = await FaceReader.create();
});

/** A back on which nothing but these codes stands, one below the other. */
async function drawBack(texts: readonly string[]): Promise<Uint8Array> {
  const drawn = texts.map(async (text, i) => {
    const measures = { columns: 8, scale: 3, backgroundcolor: 'ffffff' };
    const code: Buffer = await bwip.toBuffer({ bcid: 'pdf417', text, ...measures });
    return { input: code, left: 100, top: 100 + 350 * i };
  });
  const card = sharp({ create: { width: 1200, height: 800, channels: 3, background: '#ffffff' } });
  return card
    .composite(await Promise.all(drawn))
    .png()
    .toBuffer();
}

async function analyzeBack(texts: readonly string[]) {
  const image = { bytes: await drawBack(texts) };
  const request = { idempotencyKey: 'one', image, side: 'BACK', type: 'DRIVER_LICENSE' } as const;
  const { signals, readings } = await reader.analyze(request, (pixels) => faces.read(pixels));
  return {
    barcode: readings.find(({ source }) => source === 'BARCODE'),
    identity: signals.find(({ name }) => name === 'IS_IDENTITY_DOCUMENT'),
  };
}

describe('the back of a licence', () => {
  it('passes by a code that says whose it is', async () => {
    const { barcode, identity } = await analyzeBack([`${HEADER}DAQX1\nDCSSAMPLE\nDBB06061986\r`]);
    expect(barcode?.accepted).toBe(true);
    expect(identity?.outcome).toBe('PASS');
  });
  it('does not pass by a code that says not whose it is', async () => {
    const { barcode, identity } = await analyzeBack([`${HEADER}DAQX1\nDCAC\r`]);
    expect(barcode).toMatchObject({ accepted: false, fields: { documentNumber: { value: 'X1' } } });
    expect(identity?.outcome).not.toBe('PASS');
  });
  it('does not pass by a code that only looks like one', async () => {
    const { barcode, identity } = await analyzeBack(['ANSI 99999999']);
    expect(barcode).toBeUndefined();
    expect(identity?.outcome).not.toBe('PASS');
  });
  it('is read by the code that says whose it is, if another does not', async () => {
    const { barcode } = await analyzeBack([`${HEADER}DAQX1\nDCAC\r`, `${HEADER}DAQX2\nDCSSAMPLE\nDBB06061986\r`]);
    expect(barcode).toMatchObject({ accepted: true, fields: { documentNumber: { value: 'X2' } } });
  });
});
