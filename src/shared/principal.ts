import { DomainError } from './errors.js';

/** Who is calling, as it was proven at the edge. What each may do: README, "Who calls". */
export const ROLES = ['ADMIN', 'OPERATOR', 'VIEWER'] as const;
export type Role = (typeof ROLES)[number];
export type Mode = 'LIVE' | 'SANDBOX';

/** What the secret of an operator's key looks like: the mode stands in it, so that nobody takes one for the other. */
export const KEY_FORMAT = /^sk_(live|test)_[A-Za-z0-9_-]{16,128}$/;

/** An API key of an organization, or a person whom the organization's own issuer vouches for. */
export interface Operator {
  readonly kind: 'operator';
  readonly organizationId: string;
  readonly role: Role;
  readonly mode: Mode;
  /** The key's id, or the person's `user:…`: the actor in histories. */
  readonly keyId: string;
  /** The application that the key is bound to. */
  readonly clientId?: string;
  readonly userId?: string;
  /** Requests a minute, where the organization sets a limit. */
  readonly rateLimit?: number;
  /** When a person's token ends; a key ends only by being revoked. */
  readonly expiresAt?: Date;
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

/** The app on a signer's device: one identification and its scoring, until its token expires. */
export interface Holder {
  readonly kind: 'holder';
  readonly organizationId: string;
  readonly identificationId: string;
  readonly scoringId: string;
  readonly mode: Mode;
  readonly expiresAt: Date;
}

export type Principal = Operator | Sdk | Holder;

/** Whoever holds the installation's own key: makes organizations, and belongs to none. */
export interface Platform {
  readonly kind: 'platform';
}
export type Caller = Principal | Platform;

/**
 * ADMIN may all, OPERATOR runs and reads, VIEWER reads.
 * @throws DomainError FORBIDDEN
 */
export function requireRole({ role }: Operator, least: Role): void {
  if (ROLES.indexOf(role) > ROLES.indexOf(least)) throw new DomainError('FORBIDDEN');
}

/**
 * The organization that an input names, which must be the operator's own; its own by default.
 * @throws DomainError NOT_FOUND
 */
export function ownOrganization({ organizationId }: Operator, named: string | null | undefined): string {
  if (named !== null && named !== undefined && named !== organizationId)
    throw new DomainError('NOT_FOUND', { message: 'There is no such organization.' });
  return organizationId;
}

/** What a key makes and sees: a test key nothing of LIVE. */
export const mayTouch = ({ mode }: Operator, touched: Mode): boolean => mode === 'LIVE' || touched === 'SANDBOX';

/** Where a request came from; input for limits and for what a session records. */
export interface Origin {
  readonly ipAddress: string | undefined;
  readonly userAgent: string | undefined;
}
