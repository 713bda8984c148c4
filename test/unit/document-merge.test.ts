import { describe, expect, it } from 'vitest';
import { judgeExpiry } from '../../src/document/expiry.js';
import { mergeReadings } from '../../src/document/merge.js';
import { reading } from './document-support.js';

describe('the merged view of a document', () => {
  it('takes each value from the most trusted source that has it', () => {
    const { fields } = mergeReadings([
      reading('MANUAL', { documentNumber: 'manual', height: '180' }),
      reading('FRONT_OCR', { documentNumber: 'front', eyeColor: 'BLU', height: '181' }),
      reading('MRZ', { documentNumber: 'zone' }),
      reading('NFC', { documentNumber: 'chip' }),
    ]);
    expect(fields.documentNumber).toMatchObject({ value: 'chip', source: 'NFC' });
    expect(fields.height).toMatchObject({ value: '181', source: 'FRONT_OCR' });
    expect(fields.eyeColor).toMatchObject({ value: 'BLU', source: 'FRONT_OCR' });
  });
  it('keeps a name and an address of one piece', () => {
    const { fields } = mergeReadings([
      reading('FRONT_OCR', {
        firstName: 'Anna',
        middleName: 'Maria',
        lastName: 'Eriksson',
        street: '1 Road',
        city: 'Town',
      }),
      reading('MRZ', { firstName: 'ANNA MARIA', lastName: 'ERIKSSON' }),
    ]);
    expect(fields.firstName?.value).toBe('ANNA MARIA');
    expect(fields.middleName).toBeUndefined();
    expect(fields.city).toMatchObject({ value: 'Town', source: 'FRONT_OCR' });
  });
  it('believes nothing of a zone that was not accepted', () => {
    const { fields, type } = mergeReadings([
      reading('MRZ', { documentNumber: 'wrong digit', birthDate: '1990-01-01' }, { accepted: false, type: 'PASSPORT' }),
      reading('FRONT_OCR', { documentNumber: 'front' }),
    ]);
    expect(fields.documentNumber?.value).toBe('front');
    expect(fields.birthDate).toBeUndefined();
    expect(type).toBeUndefined();
  });
  it('is no place for what the authority says, nor for blanks', () => {
    const { fields } = mergeReadings([reading('DMV', { city: 'Town' }), reading('MRZ', { gender: ' ' })]);
    expect(fields).toEqual({});
  });
});

describe('expiry', () => {
  it('lets the last day count', () => {
    expect(judgeExpiry('2030-06-30', '2030-06-30')).toMatchObject({ outcome: 'PASS', metric: 0, reasons: [] });
    expect(judgeExpiry('2030-06-30', '2030-07-01')).toMatchObject({
      outcome: 'FAIL',
      metric: -1,
      reasons: ['document_expired'],
    });
    expect(judgeExpiry('2031-01-01', '2030-12-31')).toMatchObject({ metric: 1, threshold: 0, comparator: 'AT_LEAST' });
  });
  it('is no answer without a date', () => {
    expect(judgeExpiry(undefined, '2030-01-01')).toMatchObject({
      outcome: 'UNAVAILABLE',
      reasons: ['expiry_not_read'],
    });
    for (const date of ['2031-02-30', '31-12-2031', 'never', '2031-13-01'])
      expect(judgeExpiry(date, '2030-01-01')).toMatchObject({ outcome: 'UNAVAILABLE', reasons: ['expiry_unreadable'] });
  });
});
