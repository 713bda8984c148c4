/** Entities as Document AI's processors give them: proto3 JSON, where defaults are left out and int64 are strings. */
type Entity = Record<string, unknown>;

const PAGE = { pageRefs: [{}] };
const signal =
  (type: string, value: string) =>
  (id: string): Entity => ({
    type,
    mentionText: value,
    pageAnchor: PAGE,
    id,
    normalizedValue: { text: value },
  });
const evidence =
  (type: string, text: string, pageAnchor: object = PAGE) =>
  (id: string): Entity => ({
    type,
    mentionText: text,
    pageAnchor,
    id,
  });
const isId = (value: string) => signal('fraud_signals_is_identity_document', value);
const words = (value: string) => signal('fraud_signals_suspicious_words', value);
const manipulation = (value: string) => signal('fraud_signals_image_manipulation', value);
const duplicate = (value: string) => signal('fraud_signals_online_duplicate', value);
const photocopy = (value: string) => signal('fraud_signals_photocopy_detection', value);

const corner = (x: number, y: number) => ({ x, y });
const SPECIMEN_PLACE = {
  pageRefs: [
    {
      boundingPoly: {
        vertices: [corner(812, 640), corner(1190, 640), corner(1190, 722), corner(812, 722)],
        normalizedVertices: [corner(0.42, 0.53), corner(0.62, 0.53), corner(0.62, 0.6), corner(0.42, 0.6)],
      },
    },
  ],
};

const PASSES = [isId('PASS'), words('PASS'), manipulation('PASS'), duplicate('PASS')];
const PROOFS: Readonly<Record<string, readonly ((id: string) => Entity)[]>> = {
  specimen: [
    isId('PASS'),
    words('SUSPICIOUS_WORDS_FOUND'),
    evidence('evidence_suspicious_word', 'SPECIMEN', SPECIMEN_PLACE),
    manipulation('PASS'),
    evidence('evidence_thumbnail_url', 'https://encrypted-tbn3.gstatic.com/images?q=tbn:ANd9GcExample'),
    evidence('evidence_hostname', 'specimens.example.org'),
    duplicate('POSSIBLE_ONLINE_DUPLICATE'),
  ],
  'not-an-id': [isId('NOT_AN_ID'), words('PASS'), manipulation('PASS'), duplicate('PASS')],
  doubtful: [
    isId('PASS'),
    words('INCONCLUSIVE'),
    evidence('evidence_inconclusive_suspicious_word', '99999'),
    evidence('evidence_inconclusive_suspicious_word', 'CARDHOLDER'),
    manipulation('PASS'),
    duplicate('PASS'),
  ],
  manipulated: [isId('PASS'), words('PASS'), manipulation('POSSIBLE_IMAGE_MANIPULATION'), duplicate('PASS')],
  photocopy: [...PASSES, photocopy('POSSIBLE_PHOTOCOPY')],
  'new-word': [isId('PASS'), words('PASS'), manipulation('PROBABLE_IMAGE_MANIPULATION'), duplicate('PASS')],
  silent: [isId('PASS')],
};
/** Computed in the United States only. */
const US_ONLY = ['fraud_signals_online_duplicate', 'evidence_hostname', 'evidence_thumbnail_url'];

export function proofOf(scenario: string | undefined, location: string): Entity[] {
  const entities = (PROOFS[scenario ?? ''] ?? PASSES).map((make, i) => make(String(i)));
  return location === 'us' ? entities : entities.filter(({ type }) => !US_ONLY.includes(String(type)));
}

const read =
  (type: string, mentionText: string, confidence: number, normalized?: string) =>
  (id: string): Entity => ({
    type,
    mentionText,
    confidence,
    id,
    pageAnchor: PAGE,
    ...(normalized ? { normalizedValue: { text: normalized } } : {}),
  });
const BIRTH_DATE: Entity = {
  type: 'Date Of Birth',
  mentionText: '06/06/1986',
  confidence: 0.991,
  id: '2',
  textAnchor: { textSegments: [{ startIndex: '103', endIndex: '113' }], content: '06/06/1986' },
  pageAnchor: {
    pageRefs: [
      {
        boundingPoly: {
          normalizedVertices: [corner(0.34, 0.46), corner(0.47, 0.46), corner(0.47, 0.49), corner(0.34, 0.49)],
        },
      },
    ],
  },
  normalizedValue: { text: '1986-06-06', dateValue: { year: 1986, month: 6, day: 6 } },
};
export const licenseEntities = (): Entity[] => [
  read('Family Name', 'DOE', 0.998)('0'),
  read('Given Names', 'JANE MARIE', 0.997)('1'),
  BIRTH_DATE,
  read('Document Id', 'I1234562', 0.9997)('3'),
  read('Expiration Date', '08/31/2034', 0.98, '2034-08-31')('4'),
  // One that Google could not convert.
  read('Issue Date', '31 AUG', 0.61)('5'),
  read('Address', '2570 24TH STREET\nANYTOWN, CA 95818', 0.95)('6'),
  { type: 'Portrait', confidence: 0.83, id: '7', pageAnchor: PAGE },
];
export const PASSPORT_TEXT = [
  'UNITED STATES OF AMERICA',
  'P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<',
  '1234567897USA8606062F3408319<<<<<<<<<<<<<<<4',
].join('\n');
