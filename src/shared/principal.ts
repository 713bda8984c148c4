/** Who is calling, as it was proven at the edge. What each may do: README, "Who calls". */
export type Role = 'ADMIN' | 'OPERATOR' | 'VIEWER';
export type Mode = 'LIVE' | 'SANDBOX';

/** What the secret of an operator's key looks like: the mode stands in it, so that nobody takes one for the other. */
export const KEY_FORMAT = /^sk_(live|test)_[A-Za-z0-9_-]{16,128}$/;

/** An API key of an organization (or, later, a person of it). */
export interface Operator {
  readonly kind: 'operator';
  readonly organizationId: string;
  readonly role: Role;
  readonly mode: Mode;
  /** The key's id: the actor in histories. */
  readonly keyId: string;
  /** The application that the key is bound to. */
  readonly clientId?: string;
  readonly userId?: string;
}

/** The app on the subject's device: one session, until its token expires. */
export interface Sdk {
  readonly kind: 'sdk';
  readonly organizationId: string;
  readonly clientId: string;
  readonly sessionId: string;
  readonly mode: Mode;
  readonly expiresAt: Date;
}

export type Principal = Operator | Sdk;

/** Where a request came from; input for limits and for what a session records. */
export interface Origin {
  readonly ipAddress: string | undefined;
  readonly userAgent: string | undefined;
}
