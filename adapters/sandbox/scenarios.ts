/** What the sandbox can be asked to do, as data. */
import type { SandboxScenario } from '../../src/provider/contract.js';
import { STRUCTURED_CASES } from './structured-cases.js';

type Named = Readonly<Record<string, readonly [kind: SandboxScenario['kind'], description: string]>>;

const SCENARIOS = {
  pass: ['DOCUMENT', 'A good document, a live face, the same person: what is answered where nothing is asked for.'],
  'not-an-id': ['DOCUMENT', 'IS_IDENTITY_DOCUMENT fails, and nothing is read.'],
  'suspicious-words': ['DOCUMENT', 'SUSPICIOUS_WORDS fails: the word SPECIMEN was found.'],
  'doubtful-words': ['DOCUMENT', 'SUSPICIOUS_WORDS is inconclusive.'],
  manipulated: ['DOCUMENT', 'IMAGE_MANIPULATION fails.'],
  'online-duplicate': ['DOCUMENT', 'ONLINE_DUPLICATION fails: the picture was seen on a public site.'],
  'wrong-side': ['DOCUMENT', 'The other side of the document is what the picture shows.'],
  unreadable: ['DOCUMENT', 'Every signal is inconclusive, and nothing is read.'],
  expired: ['DOCUMENT', 'The document expired on 2020-01-01.'],
  'wrong-check-digits': ['DOCUMENT', 'MRZ_CHECK_DIGITS fails where the side bears a machine-readable zone.'],
  'other-face': ['FACE', 'FACE_MATCH fails: somebody else.'],
  'no-face': ['FACE', 'No face is found, in a document, a selfie or a comparison.'],
  spoof: ['LIVENESS', 'LIVENESS fails: a screen or a print.'],
  uncertain: ['LIVENESS', 'LIVENESS is inconclusive.'],
  'time-out': ['FAULT', 'No answer, ever: the gateway gives up.'],
  'server-error': ['FAULT', 'The provider is unavailable, as after an HTTP 500.'],
  slow: ['FAULT', 'A good answer after `slowMilliseconds`.'],
  malformed: ['FAULT', 'An answer that cannot be understood.'],
  refused: ['FAULT', 'The provider will not take this picture.'],
  'callback-twice': ['CALLBACK', 'After a delegation the same call-back comes twice.'],
  'callback-early': ['CALLBACK', 'The call-back comes before the delegation is answered.'],
  'callback-forged': ['CALLBACK', 'A call-back with a wrong signature comes first, then the right one.'],
  'callback-never': ['CALLBACK', 'No call-back comes: the gateway has to ask.'],
} as const satisfies Named;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];

export const catalog: readonly SandboxScenario[] = [
  ...SCENARIO_NAMES.map((name) => ({ name, kind: SCENARIOS[name][0], description: SCENARIOS[name][1] })),
  ...STRUCTURED_CASES.map(({ name, person }) => ({
    name,
    kind: 'AAMVA' as const,
    description: `AAMVA structured test case: ${person}.`,
  })),
];
