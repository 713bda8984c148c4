import { describe, expect, it } from 'vitest';
import type { IdentityDocument } from '../../src/document/document.service.js';
import type { TestResult } from '../../src/examination/test-result.service.js';
import { deviceOf } from '../../src/identification/device.states.js';
import type { ConfigurationName } from '../../src/identification/identification.states.js';
import { changedDevice, failedTests, LEVELS } from '../../src/identification/level.js';
import { differingNames, numberOn } from '../../src/identification/likeness.js';
import { checkDocument, hasRightLetter } from '../../src/identification/national-document.js';
import { TEST_NAMES, type TestName } from '../../src/scoring/tests.js';
import { masked } from '../../src/shared/mask.js';

const passing: TestResult[] = TEST_NAMES.map((name) => ({ name, outcome: 'PASS', source: 'sandbox', reasons: [] }));
const failing = (name: TestName) =>
  passing.map((test) => (test.name === name ? { ...test, outcome: 'FAIL' as const } : test));

/** The table of levels as it is promised: what must pass from which level on. */
const FROM: Readonly<Partial<Record<TestName, ConfigurationName>>> = {
  DOCUMENT_EXPIRY: 'LOW',
  MRZ_CHECK_DIGITS: 'LOW',
  DOCUMENT_FUZZY_MATCH: 'MEDIUM',
  DOCUMENT_NUMBER_CROSSCHECK: 'MEDIUM',
  NAME_CROSSCHECK: 'MEDIUM',
  ADDRESS_CROSSCHECK: 'MEDIUM',
  DOC_FRONT_IS_IDENTITY_DOCUMENT: 'MEDIUM',
  DOC_BACK_IS_IDENTITY_DOCUMENT: 'MEDIUM',
  DOC_FRONT_SUSPICIOUS_WORDS: 'MEDIUM',
  DOC_BACK_SUSPICIOUS_WORDS: 'MEDIUM',
  DOC_FRONT_IMAGE_MANIPULATION: 'MEDIUM',
  DOC_BACK_IMAGE_MANIPULATION: 'MEDIUM',
  LIVENESS: 'HIGH',
  FACE_MATCH: 'HIGH',
  OFAC: 'HIGH',
  DOC_FRONT_ONLINE_DUPLICATION: 'HIGH',
  DOC_BACK_ONLINE_DUPLICATION: 'HIGH',
};
const ORDER = ['LOW', 'MEDIUM', 'HIGH'] as const;

describe('the levels', () => {
  it.each(ORDER)('%s holds where everything passes', (name) => {
    expect(failedTests(LEVELS[name], 'IDENTITY_CARD', passing)).toEqual([]);
  });

  it.each(TEST_NAMES.flatMap((test) => ORDER.map((level) => ({ test, level }))))(
    'where $test fails, at $level',
    ({ test, level }) => {
      const from = FROM[test];
      const matters = from !== undefined && ORDER.indexOf(level) >= ORDER.indexOf(from);
      const reasons = matters ? [`${test.toLowerCase()}_not_passed`] : [];
      expect(failedTests(LEVELS[level], 'IDENTITY_CARD', failing(test))).toEqual(reasons);
    },
  );

  it('want nothing of the back of a passport', () => {
    expect(failedTests(LEVELS.HIGH, 'PASSPORT', failing('DOC_BACK_SUSPICIOUS_WORDS'))).toEqual([]);
  });

  it('take no missing answer for a passed test', () => {
    const unanswered = passing.filter(({ name }) => name !== 'LIVENESS');
    expect(failedTests(LEVELS.HIGH, 'PASSPORT', unanswered)).toEqual(['liveness_not_passed']);
  });

  it('hold the device against the first one', () => {
    const device = { fingerprint: 'f', installationId: 'i', userAgent: 'u' };
    expect(changedDevice(LEVELS.LOW, device, undefined)).toEqual([]);
    expect(changedDevice(LEVELS.MEDIUM, device, undefined)).toEqual(['device_unknown']);
    expect(changedDevice(LEVELS.MEDIUM, device, { fingerprint: 'f', installationId: 'other' })).toEqual([]);
    expect(changedDevice(LEVELS.HIGH, device, { fingerprint: 'f', installationId: 'other' })).toEqual([
      'installation_changed',
    ]);
  });
});

describe('Spanish numbers', () => {
  it.each([
    ['NIF', '12345678Z', true],
    ['NIF', '12345678A', false],
    ['NIF', 'B58378431', false],
    ['NIE', 'X1234567L', true],
    ['NIE', 'X1234567A', false],
    ['NIE', '12345678Z', false],
  ] as const)('%s %s', (type, number, isRight) => {
    expect(hasRightLetter(type, number)).toBe(isRight);
  });

  it('are refused with a wrong letter where it counts', () => {
    const given = { documentNumber: '12345678A', documentType: 'NIF' as const };
    expect(() => checkDocument(given, 'LIVE')).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_NUMBER_INVALID' }) as Error,
    );
    expect(checkDocument(given, 'SANDBOX').warnings).toEqual(['document_number_invalid']);
  });
});

describe('what was read against what was declared', () => {
  const document = (changes: Partial<IdentityDocument>): IdentityDocument => ({
    id: '1',
    organizationId: 'o',
    subjectId: 's',
    type: 'IDENTITY_CARD',
    dataSource: 'FRONT_OCR',
    accepted: true,
    fields: {},
    raw: undefined,
    ...changes,
  });
  const identityDocument = { documentNumber: '12345678Z', documentType: 'NIF', country: 'ES' } as const;

  it.each([
    ['the number itself', { fields: { documentNumber: '12345678Z' } }, true],
    ['with what a camera confuses', { fields: { documentNumber: 'I2345678Z' } }, true],
    ['with another digit', { fields: { documentNumber: '12345679Z' } }, false],
    [
      'in the zone, beside the number of the card',
      { dataSource: 'MRZ' as const, raw: 'IDESPBAA000589412345678Z<<<<<<\n8001014F2506018ESP<<<<<<<<<<<7' },
      true,
    ],
    ['in a zone that does not hold', { dataSource: 'MRZ' as const, accepted: false, raw: 'IDESP12345678Z' }, false],
  ])('finds the number: %s', (_name, read, isFound) => {
    expect(numberOn([document(read)], { identityDocument }) !== undefined).toBe(isFound);
  });

  it.each([
    ['the same name', { name: 'José María', lastName: 'Núñez' }, []],
    ['a family name alone', { lastName: 'NUÑEZ' }, []],
    ['no name', {}, []],
    ['another name', { name: 'Pedro', lastName: 'García' }, ['name_differs']],
  ])('compares names: %s', (_name, declared, reasons) => {
    const read = document({ fields: { firstName: 'JOSE MARIA', lastName: 'NUNEZ' } });
    expect(differingNames([read], declared, 0.85)).toEqual(reasons);
  });
});

it('masks all of a number but its end', () => {
  expect(masked('12345678Z')).toBe('******78Z');
});

it('refuses a header that has no end', () => {
  const headers = { 'x-fingerprint': 'f'.repeat(501) };
  expect(() => deviceOf({}, headers, { ipAddress: undefined, userAgent: undefined })).toThrow('x-fingerprint');
});
