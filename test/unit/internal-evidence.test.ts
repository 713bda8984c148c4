import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { judgeIdentityDocument } from '../../adapters/internal/document/identityDocument.js';
import { mrzReading } from '../../adapters/internal/document/readings.js';
import { checkNationalNumbers } from '../../adapters/internal/document/nationalNumber.js';
import { judgeCheckDigits } from '../../adapters/internal/document/signals.js';
import { perceptualHash } from '../../adapters/internal/image/perceptualHash.js';
import { decodeImage } from '../../adapters/internal/image/pixels.js';
import { parseMrz } from '../../adapters/internal/mrz/parse.js';
import type { MrzReading } from '../../adapters/internal/mrz/judgement.js';
import type { TextLine } from '../../src/provider/contract.js';

/** A Spanish card's zone as it was read, with this in its optional field and these dates. */
function spanish(optional: string, birth = '800101', expiry = '310602'): MrzReading {
  const lines = [
    `IDESPBAA0005895${optional.padEnd(15, '<')}`,
    `${birth}4F${expiry}8ESP<<<<<<<<<<<1`,
    'ESPANOLA<ESPANOLA<<CARMEN<<<<<',
  ];
  const parsed = { ...parseMrz(lines), valid: true };
  const sure = { confidence: 0.99, checked: 0.99, unchecked: 1, names: 1, fit: -1, accepted: true };
  return { lines, format: 'TD1', parsed, ...sure, boxes: [], reasons: [] };
}

describe('a national number', () => {
  it.each([
    ['99999999R', [{ scheme: 'es.dni', holds: true }]],
    ['99999999A', [{ scheme: 'es.dni', holds: false }]],
    ['12345', []],
  ])('%s is judged by its check letter', (number, checks) => {
    expect(checkNationalNumbers(spanish(number))).toEqual(checks);
  });

  it('is not judged where it was not surely read', () => {
    expect(checkNationalNumbers({ ...spanish('99999999A'), accepted: false })).toEqual([]);
  });

  it('of which the letter is wrong leaves the document in doubt', () => {
    expect(judgeCheckDigits(spanish('99999999A'), 'IDENTITY_CARD', 'BACK')).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reasons: ['national_number_check_mismatch'],
    });
    expect(judgeCheckDigits(spanish('99999999R'), 'IDENTITY_CARD', 'BACK')).toMatchObject({ outcome: 'PASS' });
  });
});

describe('the two digits of a year', () => {
  const dates = (birth: string, expiry: string): (string | undefined)[] => {
    const { fields } = mrzReading(spanish('', birth, expiry), [], new Date('2026-06-30T12:00:00Z'));
    return [fields.birthDate?.value, fields.expiresAt?.value];
  };

  it.each([
    ['260630', '2026-06-30'],
    ['260701', '1926-07-01'],
    ['261231', '1926-12-31'],
    ['270101', '1927-01-01'],
  ])('of a birth, %s, are never of a day to come', (birth, date) => {
    expect(dates(birth, '310602')[0]).toBe(date);
  });
  it.each([
    ['310602', '2031-06-02'],
    ['990102', '1999-01-02'],
    ['990101', undefined],
  ])('of a Spanish expiry, %s, are %s: what never expires has not expired', (expiry, date) => {
    expect(dates('800101', expiry)[1]).toBe(date);
  });
});

const at = (text: string, index: number): TextLine => ({
  text,
  confidence: 0.95,
  polygon: [
    [0, index * 20],
    [80, index * 20],
    [80, index * 20 + 16],
    [0, index * 20 + 16],
  ],
});

describe('the back of a licence', () => {
  const judge = (texts: string[]) =>
    judgeIdentityDocument({
      lines: texts.map(at),
      side: 'BACK',
      mrz: undefined,
      licence: false,
      portrait: false,
      framing: { otherSide: false, cropped: false, severalFaces: false },
    }).outcome;

  it('is known by its classes of vehicles', () => {
    expect(judge(['AM', 'A1', 'A2', 'A', 'B1', 'B', '01.01.13', 'C1', '9.'])).toBe('PASS');
    expect(judge(['A', 'B', 'C', 'D', 'Which of them is right?'])).not.toBe('PASS');
  });
});

describe('the perceptual hash', () => {
  const marks = (step: number) =>
    Array.from({ length: 40 }, (_, i) => [120 + ((i * step) % 640), 90 + ((i * 41) % 380)]);
  const card = (fill: (i: number) => string, step = 73): Buffer =>
    Buffer.from(
      `<svg width="900" height="600"><rect width="900" height="600" fill="#dde"/>${marks(step)
        .map(([x, y], i) => `<rect x="${x}" y="${y}" width="90" height="36" fill="${fill(i)}"/>`)
        .join('')}</svg>`,
    );
  const bits = (a = '', b = ''): number =>
    [...a].reduce((sum, digit, i) => {
      const differing = Number.parseInt(digit, 16) ^ Number.parseInt(b[i] ?? '0', 16);
      return sum + differing.toString(2).replaceAll('0', '').length;
    }, 0);

  const hashOf = async (bytes: Buffer) => perceptualHash(await decodeImage(bytes, { maxSide: 900 }));

  it('stays near when a picture is saved anew, and is far from another', async () => {
    const one = card((i) => (i % 3 === 0 ? '#334' : '#889'));
    const hash = await hashOf(await sharp(one).png().toBuffer());
    const anew = await hashOf(await sharp(one).resize({ width: 410 }).greyscale().jpeg({ quality: 40 }).toBuffer());
    const other = card((i) => (i % 2 === 0 ? '#223' : '#bbc'), 131);
    expect(bits(hash, anew)).toBeLessThan(7);
    expect(bits(hash, await hashOf(await sharp(other).png().toBuffer()))).toBeGreaterThan(16);
  });
});
