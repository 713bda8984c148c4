import type {
  DataSource,
  DocumentEvidence,
  DocumentField,
  DocumentReading,
  DocumentRequest,
  DocumentSide,
  DocumentType,
  FieldReading,
  Polygon,
  Signal,
} from '../../src/provider/contract.js';
import { observe } from './face.js';
import type { Magic } from './magic.js';
import type { ScenarioName } from './scenarios.js';

/** The holder of every sandbox document: the specimen of ICAO Doc 9303. */
const HOLDER: Readonly<Partial<Record<DocumentField, string>>> = {
  documentNumber: 'L898902C3',
  firstName: 'ANNA MARIA',
  lastName: 'ERIKSSON',
  birthDate: '1974-08-12',
  gender: 'FEMALE',
  issuedAt: '2020-04-16',
  expiresAt: '2040-04-15',
  street: '1 SAMPLE STREET',
  city: 'UTOPIA',
  postalCode: '12345',
};
const EXPIRED = { issuedAt: '2010-01-02', expiresAt: '2020-01-01' };
const ZONE_FIELDS: readonly DocumentField[] = [
  ...(['documentNumber', 'firstName', 'lastName', 'birthDate', 'gender', 'expiresAt'] as const),
  ...(['issuingCountry', 'nationality'] as const),
];
const UNREAD: readonly ScenarioName[] = ['not-an-id', 'unreadable', 'wrong-side'];

/** What the sandbox says of one side. */
export function lookAt(
  { type, side, country = 'UT' }: DocumentRequest,
  magic: Magic,
  scenario: ScenarioName,
  now: Date,
): DocumentEvidence {
  const fields = {
    ...HOLDER,
    issuingCountry: country,
    nationality: country,
    ...(scenario === 'expired' ? EXPIRED : {}),
    ...magic.fields,
  };
  const readings = UNREAD.includes(scenario) ? [] : read(fields, type, side, scenario);
  const bearsPortrait = side === 'FRONT' && scenario !== 'no-face' && readings.length > 0;
  const text = readings.flatMap(({ fields }) =>
    Object.values(fields).map(({ value, polygon = AREA }) => ({ text: value, confidence: 0.99, polygon })),
  );
  return {
    signals: [...judge(scenario), ...judgeZone(readings, scenario)],
    readings,
    text,
    ...(bearsPortrait ? { portrait: observe(fields.birthDate, fields.gender, now) } : {}),
    timings: {},
    response: { scenario },
  };
}

/** Print on the front, a zone or a barcode on the other side; a passport has both on its front. */
function read(
  all: Readonly<Partial<Record<DocumentField, string>>>,
  type: DocumentType,
  side: DocumentSide,
  scenario: ScenarioName,
): DocumentReading[] {
  const reading = (source: DataSource, names: readonly string[], accepted = true): DocumentReading => ({
    source,
    accepted,
    type,
    fields: Object.fromEntries(
      Object.entries(all).flatMap(([name, value], row) =>
        value !== undefined && names.includes(name) ? [[name, fieldAt(row, value)]] : [],
      ),
    ),
  });
  const print = reading('FRONT_OCR', Object.keys(all));
  const zone = reading('MRZ', ZONE_FIELDS, scenario !== 'wrong-check-digits');
  if (type === 'PASSPORT') return side === 'FRONT' ? [print, zone] : [];
  if (side === 'FRONT') return [print];
  const isBarcode = type === 'DRIVER_LICENSE' || type === 'IDENTIFICATION_CARD';
  return [isBarcode ? reading('BARCODE', Object.keys(all)) : zone];
}

const AREA: Polygon = [
  [40, 40],
  [600, 40],
  [600, 80],
  [40, 80],
];
const fieldAt = (row: number, value: string): FieldReading => ({
  value,
  confidence: 0.99,
  polygon: AREA.map(([x, y]) => [x, y + 50 * row] as const),
});

const NAMES = ['IS_IDENTITY_DOCUMENT', 'SUSPICIOUS_WORDS', 'IMAGE_MANIPULATION', 'ONLINE_DUPLICATION'] as const;
const FINDINGS: Readonly<Partial<Record<ScenarioName, Signal>>> = {
  'not-an-id': { name: 'IS_IDENTITY_DOCUMENT', outcome: 'FAIL', confidence: 0, reasons: ['not_an_id'] },
  'wrong-side': { name: 'IS_IDENTITY_DOCUMENT', outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['wrong_side'] },
  'suspicious-words': {
    name: 'SUSPICIOUS_WORDS',
    outcome: 'FAIL',
    confidence: 0,
    reasons: ['suspicious_words_found'],
    evidence: { words: ['SPECIMEN'] },
  },
  'doubtful-words': {
    name: 'SUSPICIOUS_WORDS',
    outcome: 'INCONCLUSIVE',
    confidence: 0.5,
    reasons: ['possible_suspicious_words'],
    evidence: { words: ['SAMPLE'] },
  },
  manipulated: { name: 'IMAGE_MANIPULATION', outcome: 'FAIL', confidence: 0, reasons: ['possible_image_manipulation'] },
  'online-duplicate': {
    name: 'ONLINE_DUPLICATION',
    outcome: 'FAIL',
    confidence: 0,
    reasons: ['possible_online_duplicate'],
    evidence: { hosts: ['specimens.example.org'] },
  },
};

function judge(scenario: ScenarioName): Signal[] {
  const found = FINDINGS[scenario];
  return NAMES.map((name) => {
    if (scenario === 'unreadable') return { name, outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['unreadable'] };
    return found?.name === name ? found : { name, outcome: 'PASS', confidence: 1, reasons: [] };
  });
}

function judgeZone(readings: readonly DocumentReading[], scenario: ScenarioName): Signal[] {
  if (!readings.some(({ source }) => source === 'MRZ')) return [];
  return scenario === 'wrong-check-digits'
    ? [{ name: 'MRZ_CHECK_DIGITS', outcome: 'FAIL', confidence: 0, reasons: ['mrz_check_digit_mismatch'] }]
    : [{ name: 'MRZ_CHECK_DIGITS', outcome: 'PASS', confidence: 1, reasons: [] }];
}
