import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDocumentReader, type DocumentReader } from '../../adapters/internal/document/analysis.js';
import { FaceReader } from '../../adapters/internal/face/reader.js';
import { drawSpecimen } from '../../tools/specimen/documents.js';
import { portrait } from '../../tools/specimen/faces.js';
import { PERSON } from '../../tools/specimen/person.js';
import type { DocumentEvidence, DocumentSide, DocumentType, SignalName } from '../../src/provider/contract.js';
import { selfieOfBerta } from '../support/sample-faces.js';

const today = new Date('2030-06-01T12:00:00Z');
const inPassport = {
  lastName: 'LINDGREN',
  documentNumber: 'PK4071836',
  birthDate: '1996-04-17',
  expiresAt: '2033-06-15',
};
let reader: DocumentReader;
let faces: FaceReader;
let passport: Uint8Array;

beforeAll(async () => {
  reader = await createDocumentReader(() => today);
  faces = await FaceReader.create();
  passport = (await drawSpecimen('PASSPORT', today)).front;
});

const analyze = (bytes: Uint8Array, side: DocumentSide, type: DocumentType): Promise<DocumentEvidence> =>
  reader.analyze({ idempotencyKey: 'one', image: { bytes }, side, type }, (page, print) =>
    faces.readPortrait(page, print),
  );
const reading = (evidence: DocumentEvidence, source: string) => evidence.readings.find((one) => one.source === source);
const values = (evidence: DocumentEvidence, source: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(reading(evidence, source)?.fields ?? {}).map(([name, field]) => [name, field.value]),
  );
const outcome = (evidence: DocumentEvidence, name: SignalName) =>
  evidence.signals.find((signal) => signal.name === name)?.outcome;

describe('a passport', () => {
  it('is read in its zone and in print, which agree', async () => {
    const evidence = await analyze(passport, 'FRONT', 'PASSPORT');
    expect(reading(evidence, 'MRZ')).toMatchObject({ accepted: true, type: 'PASSPORT' });
    expect(values(evidence, 'MRZ')).toMatchObject({
      ...inPassport,
      firstName: 'ANNA',
      nationality: 'UTO',
      gender: 'FEMALE',
    });
    expect(values(evidence, 'FRONT_OCR')).toMatchObject(inPassport);
    expect(outcome(evidence, 'MRZ_CHECK_DIGITS')).toBe('PASS');
    expect(outcome(evidence, 'IS_IDENTITY_DOCUMENT')).toBe('PASS');
    expect(Object.keys(evidence.timings)).toEqual(['decode', 'detection', 'mrz', 'text', 'face', 'forensics']);
  });
  it('names Utopia: that is suspicious', async () => {
    const evidence = await analyze(passport, 'FRONT', 'PASSPORT');
    expect(evidence.signals.find(({ name }) => name === 'SUSPICIOUS_WORDS')).toMatchObject({
      outcome: 'FAIL',
      evidence: { words: ['UTOPIA'] },
    });
  });
  it.each([90, 180, 270])(
    'turned by %i degrees is read, and its places are told in the image as it came',
    async (angle) => {
      const turned = await sharp(passport).rotate(angle).jpeg().toBuffer();
      const { width, height } = await sharp(turned).metadata();
      const evidence = await analyze(turned, 'FRONT', 'PASSPORT');
      expect(values(evidence, 'MRZ')).toMatchObject(inPassport);
      expect(values(evidence, 'FRONT_OCR')).toMatchObject({ documentNumber: 'PK4071836' });
      // The zone lies at the foot of the page: left, top and right of the turned one.
      const [x, y] = reading(evidence, 'MRZ')!.polygon![0]!;
      const place = { 90: x < width / 2, 180: y < height / 2, 270: x > width / 2 }[angle];
      expect(place).toBe(true);
    },
  );
  it('too small to tell letters apart is read but not believed', async () => {
    const small = await sharp(passport).resize({ width: 380 }).jpeg({ quality: 90 }).toBuffer();
    const mrz = reading(await analyze(small, 'FRONT', 'PASSPORT'), 'MRZ');
    expect(mrz?.accepted ?? false).toBe(false);
  });
  it('keeps personal data out of its signals', async () => {
    const { signals } = await analyze(passport, 'FRONT', 'PASSPORT');
    const said = JSON.stringify(signals);
    for (const secret of ['PK4071836', PERSON.lastName, '1996', '960417']) expect(said).not.toContain(secret);
  });
});

describe('a card', () => {
  it('is read in the zone on its back', async () => {
    const { back } = await drawSpecimen('IDENTITY_CARD', today);
    const evidence = await analyze(back!, 'BACK', 'IDENTITY_CARD');
    expect(reading(evidence, 'MRZ')).toMatchObject({ accepted: true, type: 'IDENTITY_CARD' });
    expect(values(evidence, 'MRZ')).toMatchObject({ lastName: 'LINDGREN', birthDate: '1996-04-17' });
  });
  it('of a driver gives all by its barcode, and no zone is looked for', async () => {
    const { back } = await drawSpecimen('DRIVER_LICENSE', today);
    const evidence = await analyze(back!, 'BACK', 'DRIVER_LICENSE');
    expect(reading(evidence, 'BARCODE')).toMatchObject({ accepted: true, type: 'DRIVER_LICENSE' });
    expect(values(evidence, 'BARCODE')).toMatchObject({
      lastName: 'LINDGREN',
      issuingState: 'VA',
      postalCode: '23187',
    });
    expect(outcome(evidence, 'MRZ_CHECK_DIGITS')).toBe('NOT_APPLICABLE');
    expect(evidence.timings).not.toHaveProperty('mrz');
  });
  it('of a driver is set upright by its print alone', async () => {
    const { front } = await drawSpecimen('DRIVER_LICENSE', today);
    for (const angle of [90, 180]) {
      const turned = await sharp(front).rotate(angle).jpeg().toBuffer();
      const evidence = await analyze(turned, 'FRONT', 'DRIVER_LICENSE');
      expect(values(evidence, 'FRONT_OCR')).toMatchObject({ documentNumber: 'T64218350', birthDate: '1996-04-17' });
    }
  });
  it('of a driver tilted by eight degrees still gives its barcode', async () => {
    const { back } = await drawSpecimen('DRIVER_LICENSE', today);
    const tilted = await sharp(back).rotate(8, { background: '#777' }).jpeg().toBuffer();
    expect(values(await analyze(tilted, 'BACK', 'DRIVER_LICENSE'), 'BARCODE')).toMatchObject({ firstName: 'ANNA' });
  });
});

describe('the other side of a card', () => {
  type Drawn = Parameters<typeof drawSpecimen>[0];
  const said = async (shown: 'front' | 'back', of: Drawn, side: DocumentSide, type: DocumentType = of) => {
    const specimen = await drawSpecimen(of, today);
    const { signals } = await analyze(specimen[shown]!, side, type);
    return signals.find(({ name }) => name === 'IS_IDENTITY_DOCUMENT');
  };
  const wrongSide = { outcome: 'INCONCLUSIVE', reasons: ['wrong_side'] };

  it.each(['DRIVER_LICENSE', 'IDENTITY_CARD'] as const)('is told where a %s was turned over', async (type) => {
    expect(await said('back', type, 'FRONT')).toMatchObject(wrongSide);
    expect(await said('front', type, 'BACK')).toMatchObject(wrongSide);
    expect(await said('front', type, 'FRONT')).toMatchObject({ outcome: 'PASS', reasons: [] });
    expect(await said('back', type, 'BACK')).toMatchObject({ outcome: 'PASS', reasons: [] });
  });
  it('is not spoken of where nobody knows what stands on which', async () => {
    expect(await said('back', 'IDENTITY_CARD', 'FRONT', 'UNKNOWN')).toMatchObject({ outcome: 'PASS', reasons: [] });
    expect(await said('front', 'PASSPORT', 'FRONT')).toMatchObject({ outcome: 'PASS', reasons: [] });
  });
});

describe('a card that is not all in the picture', () => {
  const reasons = async (bytes: Uint8Array) => {
    const { signals } = await analyze(bytes, 'FRONT', 'DRIVER_LICENSE');
    return signals.find(({ name }) => name === 'IS_IDENTITY_DOCUMENT')?.reasons;
  };
  it('is told to be cut off where its lines are', async () => {
    const { front } = await drawSpecimen('DRIVER_LICENSE', today);
    const { width, height } = await sharp(front).metadata();
    const cut = { left: 0, top: 0, width: Math.round(width * 0.65), height };
    expect(await reasons(await sharp(front).extract(cut).jpeg().toBuffer())).toContain('cropped');
    const turned = await sharp(front).extract(cut).rotate(90).jpeg().toBuffer();
    expect(await reasons(turned)).toContain('cropped');
    expect(await reasons(front)).not.toContain('cropped');
  });
});

describe('the portrait of a document', () => {
  type Place = { left: number; top: number; blend?: 'multiply' };
  const withPicture = async (page: Uint8Array, picture: Uint8Array, width: number, place: Place) =>
    sharp(page)
      .composite([{ input: await sharp(picture).resize({ width }).toBuffer(), ...place }])
      .jpeg({ quality: 92 })
      .toBuffer();
  const remarks = ({ signals }: DocumentEvidence) =>
    signals.find(({ name }) => name === 'IS_IDENTITY_DOCUMENT')?.reasons;

  it.each([780, 500])('is not the larger face of somebody beside it (%i pixels)', async (width) => {
    const table = sharp({ create: { width: 1500, height: 700, channels: 3, background: '#777' } });
    const photo = await withPicture(await table.jpeg().toBuffer(), await selfieOfBerta(), 700, { left: 800, top: 0 });
    const both = await analyze(await withPicture(photo, passport, width, { left: 0, top: 0 }), 'FRONT', 'PASSPORT');
    expect(both.portrait).toBeUndefined();
    expect(remarks(both)).toContain('several_faces');
  });
  it('may have a ghost, which print makes like nobody', async () => {
    const { front } = await drawSpecimen('DRIVER_LICENSE', today);
    const read = async (picture: Buffer, place: Place) =>
      analyze(await withPicture(front, picture, 240, place), 'FRONT', 'DRIVER_LICENSE');
    const beside = { left: 1140, top: 380 };
    expect((await read(await portrait(), beside)).portrait?.count).toBe(2);
    const stranger = await selfieOfBerta();
    expect(remarks(await read(stranger, beside))).toContain('several_faces');
    const faint = await sharp(stranger).linear(0.8, 50).toBuffer();
    const underPrint = await read(faint, { left: 900, top: 430, blend: 'multiply' });
    expect(underPrint.portrait?.count).toBe(2);
  });
});

describe('what is no document', () => {
  it('is said not to be one, and nothing is passed that was not judged', async () => {
    const wall = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#8a9' } })
      .jpeg()
      .toBuffer();
    const evidence = await analyze(wall, 'FRONT', 'PASSPORT');
    expect(evidence.readings).toEqual([]);
    expect(outcome(evidence, 'IS_IDENTITY_DOCUMENT')).toBe('FAIL');
    expect(outcome(evidence, 'SUSPICIOUS_WORDS')).toBe('INCONCLUSIVE');
    expect(outcome(evidence, 'MRZ_CHECK_DIGITS')).toBe('INCONCLUSIVE');
    expect(outcome(evidence, 'ONLINE_DUPLICATION')).toBe('NOT_APPLICABLE');
  });
  it('is not said to be free of suspicious words where hardly any can be read', async () => {
    const { front } = await drawSpecimen('DRIVER_LICENSE', today);
    const blurred = await sharp(front).blur(8).jpeg().toBuffer();
    expect(outcome(await analyze(blurred, 'FRONT', 'DRIVER_LICENSE'), 'SUSPICIOUS_WORDS')).toBe('INCONCLUSIVE');
    expect(outcome(await analyze(front, 'FRONT', 'DRIVER_LICENSE'), 'SUSPICIOUS_WORDS')).not.toBe('INCONCLUSIVE');
  });
  it('is refused where it is no image', async () => {
    await expect(analyze(Buffer.from('nothing'), 'FRONT', 'PASSPORT')).rejects.toMatchObject({
      reason: 'image_invalid',
    });
  });
});
