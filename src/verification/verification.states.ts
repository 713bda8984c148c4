import { hasBack } from '../document/document.states.js';
import type { TestName } from '../scoring/tests.js';
import type { Session } from '../session/session.states.js';

/** What finalize still asks for. */
export function missingEvidence(session: Session): string[] {
  return [
    ...(session.consented === true ? [] : ['consent']),
    ...(session.documentType === 'UNKNOWN' ? ['document_type'] : []),
    ...(session.documentFrontGivenAt ? [] : ['document_front']),
    ...(session.documentBackGivenAt || !hasBack(session.documentType) ? [] : ['document_back']),
    ...(session.livenessDetectedAt || session.selfieGivenAt || !session.settings.performLivenessTest
      ? []
      : ['liveness']),
  ];
}

/** What each flag of the test harness forces to fail. */
export const OVERRIDES = {
  docFrontSuspiciousWordsFail: 'DOC_FRONT_SUSPICIOUS_WORDS',
  docFrontImageManipulationFail: 'DOC_FRONT_IMAGE_MANIPULATION',
  docFrontOnlineDuplicationFail: 'DOC_FRONT_ONLINE_DUPLICATION',
  docFrontIsIdentityDocumentFail: 'DOC_FRONT_IS_IDENTITY_DOCUMENT',
  docBackSuspiciousWordsFail: 'DOC_BACK_SUSPICIOUS_WORDS',
  docBackImageManipulationFail: 'DOC_BACK_IMAGE_MANIPULATION',
  docBackOnlineDuplicationFail: 'DOC_BACK_ONLINE_DUPLICATION',
  docBackIsIdentityDocumentFail: 'DOC_BACK_IS_IDENTITY_DOCUMENT',
  ocrNameMatchFail: 'NAME_CROSSCHECK',
  ocrAddressMatchFail: 'ADDRESS_CROSSCHECK',
  ocrDocumentNumberMatchFail: 'DOCUMENT_NUMBER_CROSSCHECK',
} as const satisfies Record<string, TestName>;
export type Override = keyof typeof OVERRIDES;
export const OVERRIDE_NAMES = Object.keys(OVERRIDES) as Override[];
