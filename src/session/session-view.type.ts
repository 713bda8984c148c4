import type { Gender } from '../provider/contract.js';
import type { Session } from './session.states.js';

/** A session as its type shows it; what needs another look-up is left to the resolver. */
export interface SessionView extends Omit<Session, 'consented'> {
  readonly consented: boolean;
  readonly firstName: string | undefined;
  readonly middleName: string | undefined;
  readonly lastName: string | undefined;
  readonly nameSuffix: string | undefined;
  readonly gender: Gender;
  readonly birthDate: string | undefined;
  readonly livenessDetected: boolean;
  readonly selfieGiven: boolean;
  readonly documentFrontGiven: boolean;
  readonly documentBackGiven: boolean;
}

const views = new WeakMap<Session, SessionView>();

/** Made once for a session that stands in the cache. */
export function viewOf(session: Session): SessionView {
  let view = views.get(session);
  if (!view) views.set(session, (view = makeView(session)));
  return view;
}

const makeView = (session: Session): SessionView => ({
  ...session,
  consented: session.consented === true,
  firstName: session.person.firstName,
  middleName: session.person.middleName,
  lastName: session.person.lastName,
  nameSuffix: session.person.nameSuffix,
  birthDate: session.person.birthDate,
  gender: session.person.gender ?? 'UNKNOWN',
  livenessDetected: session.livenessDetectedAt !== undefined,
  selfieGiven: session.selfieGivenAt !== undefined,
  documentFrontGiven: session.documentFrontGivenAt !== undefined,
  documentBackGiven: session.documentBackGivenAt !== undefined,
});
