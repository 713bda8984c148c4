import type { DocumentEvidence, DocumentType, LivenessEvidence, Provider } from '../provider/contract.js';
import type { Mode } from '../shared/principal.js';
import type { StoredEvidence } from '../document/capture.service.js';
import type { TestName } from '../scoring/tests.js';

/** Which tests are wanted of a subject. */
export interface TestSettings {
  readonly performImageManipulationTest: boolean;
  readonly performAamvaTest: boolean;
  readonly performOfacTest: boolean;
  readonly performAgeTest: boolean;
  readonly performGenderTest: boolean;
  readonly performLivenessTest: boolean;
}

/** Whose evidence is examined: a session, a scoring. */
export interface Examined {
  readonly id: string;
  readonly organizationId: string;
  /** In SANDBOX the sandbox answers for providers that are not there. */
  readonly mode: Mode;
  readonly provider: Provider;
  readonly documentType: DocumentType;
  readonly settings: TestSettings;
  /** Whom the subject is known to be: exceptions from sanctions hits are an identity's. */
  readonly identityId?: string | undefined;
}

/** What there is to judge a subject by. */
export interface Evidence {
  readonly front: StoredEvidence<DocumentEvidence> | undefined;
  readonly back: StoredEvidence<DocumentEvidence> | undefined;
  readonly selfie: StoredEvidence<LivenessEvidence> | undefined;
}

export const readingsOf = ({ front, back }: Evidence) => [
  ...(front?.evidence.readings ?? []),
  ...(back?.evidence.readings ?? []),
];

/** What `sanctionsGate` looks at: the best similarity among entries that a birth date or an id corroborates; null for none. */
export function corroboratedSimilarity(
  tests: readonly { readonly name: TestName; readonly evidence?: Readonly<Record<string, unknown>> | undefined }[],
): number | null {
  const corroborated = tests.find(({ name }) => name === 'OFAC')?.evidence?.['corroborated'];
  return typeof corroborated === 'number' ? corroborated : null;
}
