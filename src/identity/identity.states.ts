import { type CheckResult, UNCHECKED } from '../examination/check.states.js';
import type { DocumentType, FaceTemplate, Gender } from '../provider/contract.js';
import type { Mode } from '../shared/principal.js';

/** Sealed: who a person is. */
export interface KnownPerson {
  /** The caller's own id of the person. */
  readonly externalId?: string | undefined;
  readonly firstName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly nameSuffix?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly gender?: Gender | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly street?: string | undefined;
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly postalCode?: string | undefined;
  /** Of every document that verified them. */
  readonly documentNumbers?: readonly string[] | undefined;
}

/** A person, as far as sessions have shown who they are. */
export interface Identity {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly clientId: string | undefined;
  readonly userId: string | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly completedAt: Date | undefined;
  readonly documentFrontGivenAt: Date | undefined;
  readonly livenessDetectedAt: Date | undefined;
  readonly ofac: CheckResult;
  readonly dmv: CheckResult;
  readonly verified: boolean;
  /** The first time. */
  readonly verifiedAt: Date | undefined;
  readonly lastVerified: Date | undefined;
  /** Of the last complete session. */
  readonly identityScore: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly erasedAt: Date | undefined;
  /** Empty once erased. */
  readonly person: KnownPerson;
}

/** What a document is known by, wherever it is shown again. */
export interface DocumentKey {
  readonly country: string | undefined;
  readonly type: DocumentType;
  readonly number: string;
}

/** Whose session it is. */
export interface Claim {
  readonly organizationId: string;
  readonly mode: Mode;
  readonly externalId: string | undefined;
  readonly document: DocumentKey | undefined;
}

/** A session with a verdict, as an identity takes it in. */
export interface JudgedSession extends Claim {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string | undefined;
  readonly documentType: DocumentType;
  readonly verified: boolean;
  readonly score: number | undefined;
  readonly documentFrontGivenAt: Date | undefined;
  readonly livenessDetectedAt: Date | undefined;
  readonly ofac: CheckResult;
  readonly dmv: CheckResult;
  readonly person: KnownPerson;
  readonly face: FaceTemplate | undefined;
}

/** Only a session that verified somebody says who they are. */
export function absorbed(identity: Identity, session: JudgedSession, now: Date): Identity {
  const judged = { ...identity, completedAt: now, identityScore: session.score };
  if (!session.verified) return judged;
  const { email, phone, externalId, documentNumbers } = identity.person;
  return {
    ...judged,
    clientId: session.clientId,
    userId: session.userId ?? identity.userId,
    documentFrontGivenAt: session.documentFrontGivenAt ?? identity.documentFrontGivenAt,
    livenessDetectedAt: session.livenessDetectedAt ?? identity.livenessDetectedAt,
    ofac: session.ofac,
    dmv: session.dmv,
    verified: true,
    verifiedAt: identity.verifiedAt ?? now,
    lastVerified: now,
    person: {
      ...session.person,
      email,
      phone,
      externalId: externalId ?? session.externalId,
      documentNumbers: [
        ...new Set([...(documentNumbers ?? []), ...(session.document ? [session.document.number] : [])]),
      ],
    },
  };
}

/** As they were before anybody verified them: what the caller told of them stays. */
export const unverified = (identity: Identity): Identity => ({
  ...identity,
  documentFrontGivenAt: undefined,
  livenessDetectedAt: undefined,
  ofac: UNCHECKED,
  dmv: UNCHECKED,
  verified: false,
  verifiedAt: undefined,
  lastVerified: undefined,
  person: { externalId: identity.person.externalId, email: identity.person.email, phone: identity.person.phone },
});

/** A person nobody has heard of yet. */
export const newIdentity = (id: string, session: JudgedSession, now: Date): Identity => ({
  id,
  organizationId: session.organizationId,
  mode: session.mode,
  clientId: session.clientId,
  userId: session.userId,
  version: 1,
  createdAt: now,
  completedAt: undefined,
  documentFrontGivenAt: undefined,
  livenessDetectedAt: undefined,
  ofac: UNCHECKED,
  dmv: UNCHECKED,
  verified: false,
  verifiedAt: undefined,
  lastVerified: undefined,
  identityScore: undefined,
  metadata: {},
  erasedAt: undefined,
  person: session.externalId === undefined ? {} : { externalId: session.externalId },
});

/** By what a person is searched for. */
export const wordsOf = (person: KnownPerson): (string | undefined)[] => [
  person.externalId,
  person.firstName,
  person.middleName,
  person.lastName,
  person.email,
  person.phone,
  ...(person.documentNumbers ?? []),
];

/** Which identities a list shows. */
export interface IdentityFilter {
  readonly mode: Mode | undefined;
  readonly id: readonly string[] | undefined;
  readonly clientId: readonly string[] | undefined;
  readonly userId: readonly string[] | undefined;
  readonly createdFrom: Date | undefined;
  readonly createdTo: Date | undefined;
  readonly verified: boolean | undefined;
  readonly tokens: readonly Uint8Array[];
}

/** What a subject's own app may see of it. */
export const redacted = (identity: Identity): Identity => ({
  ...identity,
  ofac: UNCHECKED,
  dmv: UNCHECKED,
  identityScore: undefined,
  metadata: {},
  person: {},
});
