/** The layouts of ICAO Doc 9303 parts 4 to 7, and of the French identity card of 1988, as data. */

export type MrzFormatName = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B' | 'FRA-ID';

export type MrzFieldName =
  | 'documentCode'
  | 'issuer'
  | 'names'
  | 'surname'
  | 'givenNames'
  | 'documentNumber'
  | 'nationality'
  | 'birthDate'
  | 'sex'
  | 'expiryDate'
  | 'optional'
  | 'optional1'
  | 'optional2';

export type MrzCheckName = 'documentNumber' | 'birthDate' | 'expiryDate' | 'personalNumber' | 'composite';

/** What may stand at a position. */
export type MrzKind = 'code' | 'state' | 'name' | 'number' | 'date' | 'sex' | 'digit' | 'digitOrFiller';

export interface MrzSpan {
  readonly line: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface MrzField extends MrzSpan {
  readonly name: MrzFieldName;
  readonly kind: MrzKind;
}

export interface MrzCheck {
  readonly name: MrzCheckName;
  readonly over: readonly MrzSpan[];
  readonly digit: MrzSpan;
  /** Whether a filler may stand for the digit: of an empty personal number, of a document number that goes on. */
  readonly filler: 'never' | 'whenEmpty' | 'continued';
  /** Where a document number that is too long goes on. */
  readonly continuation?: MrzSpan;
}

export interface MrzFormat {
  readonly name: MrzFormatName;
  readonly lineCount: number;
  readonly lineLength: number;
  /** The first characters of a document of this format. */
  readonly begins: RegExp;
  readonly fields: readonly MrzField[];
  readonly checks: readonly MrzCheck[];
}

const span = (line: number, start: number, end: number): MrzSpan => ({ line, start, end });
const field = (name: MrzFieldName, kind: MrzKind, line: number, start: number, end: number): MrzField => ({
  name,
  kind,
  line,
  start,
  end,
});
const check = (name: MrzCheckName, line: number, at: number, ...over: MrzSpan[]): MrzCheck => ({
  name,
  over,
  digit: span(line, at, at + 1),
  filler: 'never',
});

/** The fields that passports, two-line cards and visas share in their second line. */
const SECOND_LINE = [
  field('documentNumber', 'number', 1, 0, 9),
  field('nationality', 'state', 1, 10, 13),
  field('birthDate', 'date', 1, 13, 19),
  field('sex', 'sex', 1, 20, 21),
  field('expiryDate', 'date', 1, 21, 27),
];
const SECOND_LINE_CHECKS = [
  check('documentNumber', 1, 9, span(1, 0, 9)),
  check('birthDate', 1, 19, span(1, 13, 19)),
  check('expiryDate', 1, 27, span(1, 21, 27)),
];

const firstLine = (length: number): MrzField[] => [
  field('documentCode', 'code', 0, 0, 2),
  field('issuer', 'state', 0, 2, 5),
  field('names', 'name', 0, 5, length),
];

const TD1: MrzFormat = {
  name: 'TD1',
  lineCount: 3,
  lineLength: 30,
  begins: /^[ACI]/,
  fields: [
    field('documentCode', 'code', 0, 0, 2),
    field('issuer', 'state', 0, 2, 5),
    field('documentNumber', 'number', 0, 5, 14),
    field('optional1', 'number', 0, 15, 30),
    field('birthDate', 'date', 1, 0, 6),
    field('sex', 'sex', 1, 7, 8),
    field('expiryDate', 'date', 1, 8, 14),
    field('nationality', 'state', 1, 15, 18),
    field('optional2', 'number', 1, 18, 29),
    field('names', 'name', 2, 0, 30),
  ],
  checks: [
    {
      ...check('documentNumber', 0, 14, span(0, 5, 14)),
      filler: 'continued',
      continuation: span(0, 15, 30),
    },
    check('birthDate', 1, 6, span(1, 0, 6)),
    check('expiryDate', 1, 14, span(1, 8, 14)),
    check('composite', 1, 29, span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)),
  ],
};

const TD2: MrzFormat = {
  name: 'TD2',
  lineCount: 2,
  lineLength: 36,
  begins: /^[ACIP]/,
  fields: [...firstLine(36), ...SECOND_LINE, field('optional', 'number', 1, 28, 35)],
  checks: [
    { ...SECOND_LINE_CHECKS[0]!, filler: 'continued', continuation: span(1, 28, 35) },
    ...SECOND_LINE_CHECKS.slice(1),
    check('composite', 1, 35, span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)),
  ],
};

const TD3: MrzFormat = {
  name: 'TD3',
  lineCount: 2,
  lineLength: 44,
  begins: /^P/,
  fields: [...firstLine(44), ...SECOND_LINE, field('optional', 'number', 1, 28, 42)],
  checks: [
    ...SECOND_LINE_CHECKS,
    { ...check('personalNumber', 1, 42, span(1, 28, 42)), filler: 'whenEmpty' },
    check('composite', 1, 43, span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)),
  ],
};

const MRVA: MrzFormat = {
  name: 'MRV-A',
  lineCount: 2,
  lineLength: 44,
  begins: /^V/,
  fields: [...firstLine(44), ...SECOND_LINE, field('optional', 'number', 1, 28, 44)],
  checks: SECOND_LINE_CHECKS,
};

const MRVB: MrzFormat = {
  ...MRVA,
  name: 'MRV-B',
  lineLength: 36,
  fields: [...firstLine(36), ...SECOND_LINE, field('optional', 'number', 1, 28, 36)],
};

const FRENCH_CARD: MrzFormat = {
  name: 'FRA-ID',
  lineCount: 2,
  lineLength: 36,
  begins: /^IDFRA/,
  fields: [
    field('documentCode', 'code', 0, 0, 2),
    field('issuer', 'state', 0, 2, 5),
    field('surname', 'name', 0, 5, 30),
    field('optional', 'number', 0, 30, 36),
    field('documentNumber', 'number', 1, 0, 12),
    field('givenNames', 'name', 1, 13, 27),
    field('birthDate', 'date', 1, 27, 33),
    field('sex', 'sex', 1, 34, 35),
  ],
  checks: [
    check('documentNumber', 1, 12, span(1, 0, 12)),
    check('birthDate', 1, 33, span(1, 27, 33)),
    check('composite', 1, 35, span(0, 0, 36), span(1, 0, 35)),
  ],
};

/** In the order in which they are tried: the French card looks like a TD2. */
export const MRZ_FORMATS: readonly MrzFormat[] = [TD1, FRENCH_CARD, MRVA, MRVB, TD3, TD2];

/** What may stand at each position of a line. */
export function kindsOf(format: MrzFormat, line: number): MrzKind[] {
  const kinds = Array.from<MrzKind>({ length: format.lineLength }).fill('number');
  for (const one of format.fields.filter((candidate) => candidate.line === line)) {
    kinds.fill(one.kind, one.start, one.end);
  }
  for (const { digit, filler } of format.checks.filter((candidate) => candidate.digit.line === line)) {
    kinds[digit.start] = filler === 'never' ? 'digit' : 'digitOrFiller';
  }
  return kinds;
}
