import { describe, expect, it } from 'vitest';
import { expectedAamva, isSameValue } from '../../tools/evaluate/aamva-truth.js';
import { showControls } from '../../tools/evaluate/controls.js';
import { fold, isPrinted } from '../../tools/evaluate/folding.js';

describe('printed fields', () => {
  it('are compared without case, accents and signs', () => {
    expect(fold('Maëlis-Gaëlle, Łódź')).toBe('MAELISGAELLELODZ');
  });

  it('are found in what was read, dates in any printed order', () => {
    const print = fold('DOB 08/31/1977\nEXP 31 AUG 2014\nISS 2009.08.31');
    expect(isPrinted('1977-08-31', print)).toBe(true);
    expect(isPrinted('2014-08-31', print)).toBe(true);
    expect(isPrinted('2009-08-31', print)).toBe(true);
    expect(isPrinted('1977-08-30', print)).toBe(false);
  });

  it('are not found where one letter differs', () => {
    expect(isPrinted('CARDHOLDER', fold('CARDH0LDER'))).toBe(false);
  });

  it('may stand in several places', () => {
    expect(isPrinted('123 MAIN STREET, PHOENIX', fold('123 MAIN STREET\nSEX M\nPHOENIX AZ'))).toBe(true);
    expect(isPrinted('123 MAIN STREET, PHOENIX', fold('123 MAIN STREET\nSEX M'))).toBe(false);
  });
});

describe('expected values of payloads', () => {
  it('are read from the words of several parsers', () => {
    const expected = expectedAamva({
      Name: { First: 'ROBERT', WasFirstTruncated: false },
      Height: 'FromImperial(5, 6)',
      _asserts: ['res.state).to.equal("CT"', 'it("should be set to CT")'],
      _nimble: { eyeColor: 'equal(EyeColor.Green)', expirationDate: 'equal(self.formattedDate("20250425"))' },
      subfiles: [{ elements: { DAQ: '0123456789ABC' } }],
    });
    expect(Object.fromEntries(expected)).toEqual({
      firstName: 'ROBERT',
      height: '66 imperial',
      state: 'CT',
      eyeColor: 'Green',
      expiresAt: '20250425',
      DAQ: '0123456789ABC',
    });
  });

  it('leave out what is no value to compare with', () => {
    expect([
      ...expectedAamva({ Weight: 'FromRange(WeightRange.Lbs191To220)', EyeColor: 'equal(EyeColor.Unknown)' }),
    ]).toEqual([]);
  });

  it('are the same in another spelling, and not in another value', () => {
    expect(isSameValue('height', '66 in', '66 imperial')).toBe(true);
    expect(isSameValue('height', '66 cm', '66 imperial')).toBe(false);
    expect(isSameValue('gender', 'MALE', 'M')).toBe(true);
    expect(isSameValue('eyeColor', 'BRO', 'Brown')).toBe(true);
    expect(isSameValue('eyeColor', 'BLU', 'Black')).toBe(false);
    expect(isSameValue('postalCode', '06109-1896', '06109')).toBe(true);
    expect(isSameValue('postalCode', '06109', '061091896')).toBe(false);
    expect(isSameValue('documentNumber', '', 'NONE')).toBe(true);
  });
});

describe('control characters', () => {
  it('are named', () => {
    expect(showControls('A\u0005\u00a0\u007fÿ')).toBe('A<ENQ><U+A0><DEL>ÿ');
  });
});
