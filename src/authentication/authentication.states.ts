import type { SessionSettings } from '../session/session.states.js';

/** What of a face is asked beside whose it is. */
export type AuthenticationSettings = Pick<SessionSettings, 'performAgeTest' | 'performGenderTest'>;
