import type { MergedDocument } from '../document/merge.js';
import { checkOf } from '../examination/check.states.js';
import type { Evidence } from '../examination/examination.states.js';
import type { TestResult } from '../examination/test-result.service.js';
import type { Claim, JudgedSession } from '../identity/identity.states.js';
import type { Session } from '../session/session.states.js';

/** Whose session it says it is: what the caller calls the person, and the document shown. */
export function claimOf({ organizationId, mode, person, documentType }: Session, { fields }: MergedDocument): Claim {
  const number = fields.documentNumber?.value;
  const document = number ? { country: fields.issuingCountry?.value, type: documentType, number } : undefined;
  return { organizationId, mode, externalId: person.externalId, document };
}

/** What an identity takes from a session that has its verdict. */
export function forIdentity(
  session: Session,
  merged: MergedDocument,
  evidence: Evidence,
  tests: readonly TestResult[],
): JudgedSession {
  const { externalId: _externalId, ...person } = session.person;
  const { street, city, state, postalCode } = merged.fields;
  return {
    ...claimOf(session, merged),
    id: session.id,
    clientId: session.clientId,
    userId: session.userId,
    documentType: session.documentType,
    verified: session.verified === true,
    score: session.score?.value,
    documentFrontGivenAt: session.documentFrontGivenAt,
    livenessDetectedAt: session.livenessDetectedAt,
    ofac: checkOf('OFAC', tests),
    dmv: checkOf('AAMVA', tests),
    person: {
      ...person,
      street: street?.value,
      city: city?.value,
      state: state?.value,
      postalCode: postalCode?.value,
    },
    face: tests.some(isDoubtOfFace) ? undefined : evidence.selfie?.evidence.selfie?.template,
  };
}

/** A person's word verifies somebody, and enrolls no face that is not that of the document, or nobody's alive. */
const isDoubtOfFace = ({ name, outcome }: TestResult): boolean =>
  (name === 'FACE_MATCH' || name === 'LIVENESS') && outcome !== 'PASS';
