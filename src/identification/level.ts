/** How strict a validation is: what each level asks of the document, of its tests and of the device. */
import { hasBack } from '../document/document.states.js';
import type { TestResult } from '../examination/test-result.service.js';
import type { DocumentType, ProviderCapability } from '../provider/contract.js';
import type { TestName } from '../scoring/tests.js';
import type { ConfigurationName, Device } from './identification.states.js';

type SideTest = 'IS_IDENTITY_DOCUMENT' | 'SUSPICIOUS_WORDS' | 'IMAGE_MANIPULATION' | 'ONLINE_DUPLICATION';

export interface Level {
  /** Else the front alone. */
  readonly allSides: boolean;
  readonly selfie: boolean;
  /** Tests that must pass. */
  readonly passed: readonly TestName[];
  /** The same, of every side. */
  readonly passedOnSides: readonly SideTest[];
  /** Tests that must pass where there is something to test. */
  readonly notFailed: readonly TestName[];
  readonly notFailedOnSides: readonly SideTest[];
  /** What of the device must be as it was at the first read. */
  readonly sameDevice: readonly ('fingerprint' | 'installationId')[];
  readonly location: boolean;
  /** What the provider of the documents must be able to do, and what anybody must. */
  readonly ofProvider: readonly ProviderCapability[];
  readonly ofAnybody: readonly ProviderCapability[];
}

const LOW: Level = {
  allSides: false,
  selfie: false,
  passed: ['DOCUMENT_EXPIRY'],
  passedOnSides: [],
  notFailed: ['MRZ_CHECK_DIGITS'],
  notFailedOnSides: [],
  sameDevice: [],
  location: false,
  ofProvider: ['DOCUMENT_ANALYSIS'],
  ofAnybody: [],
};
const MEDIUM: Level = {
  ...LOW,
  allSides: true,
  passed: [...LOW.passed, 'DOCUMENT_FUZZY_MATCH'],
  passedOnSides: ['IS_IDENTITY_DOCUMENT', 'SUSPICIOUS_WORDS', 'IMAGE_MANIPULATION'],
  notFailed: [...LOW.notFailed, 'DOCUMENT_NUMBER_CROSSCHECK', 'NAME_CROSSCHECK', 'ADDRESS_CROSSCHECK'],
  sameDevice: ['fingerprint'],
  ofProvider: [...LOW.ofProvider, 'IMAGE_FRAUD'],
};
const HIGH: Level = {
  ...MEDIUM,
  selfie: true,
  passed: [...MEDIUM.passed, 'LIVENESS', 'FACE_MATCH', 'OFAC'],
  notFailedOnSides: ['ONLINE_DUPLICATION'],
  sameDevice: ['fingerprint', 'installationId'],
  location: true,
  ofAnybody: ['FACE_MATCH', 'PASSIVE_LIVENESS'],
};
export const LEVELS = { LOW, MEDIUM, HIGH } as const satisfies Record<ConfigurationName, Level>;

/** The tests that keep a level from holding, as reasons. */
export function failedTests(level: Level, type: DocumentType, tests: readonly TestResult[]): string[] {
  const sides = hasBack(type) && level.allSides ? (['FRONT', 'BACK'] as const) : (['FRONT'] as const);
  const onSides = (names: readonly SideTest[]) =>
    sides.flatMap((side) => names.map((name): TestName => `DOC_${side}_${name}`));
  const outcomeOf = (name: TestName) => tests.find((test) => test.name === name);
  const passed = [...level.passed, ...onSides(level.passedOnSides)];
  const notFailed = [...level.notFailed, ...onSides(level.notFailedOnSides)];
  return [
    ...passed.filter((name) => outcomeOf(name)?.outcome !== 'PASS'),
    ...notFailed.filter((name) => !isHarmless(outcomeOf(name))),
  ].map((name) => `${name.toLowerCase()}_not_passed`);
}

/** A crosscheck of what only one source has is none. */
const isHarmless = (test: TestResult | undefined): boolean =>
  test?.outcome === 'PASS' ||
  test?.outcome === 'NOT_APPLICABLE' ||
  (test?.outcome === 'INCONCLUSIVE' && test.reasons.includes('one_source_only'));

/** What of the device is not as it was at the first read; who never read is not known. */
export const changedDevice = ({ sameDevice }: Level, device: Device, first: Partial<Device> | undefined): string[] =>
  sameDevice
    .filter((name) => first?.[name] === undefined || first[name] !== device[name])
    .map((name) => (first?.[name] === undefined ? `${REASON_OF[name]}_unknown` : `${REASON_OF[name]}_changed`));
const REASON_OF = { fingerprint: 'device', installationId: 'installation' } as const;
