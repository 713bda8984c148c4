import { DomainError } from '../shared/errors.js';
import type { Mode } from '../shared/principal.js';

export const IDENTIFICATION_STATUSES = ['PENDING', 'VALIDATED', 'REJECTED', 'CLOSED', 'EXPIRED'] as const;
export type IdentificationStatus = (typeof IDENTIFICATION_STATUSES)[number];

/** status → trigger → status: what is not here cannot happen. */
export const IDENTIFICATION_TRANSITIONS = {
  PENDING: {
    read: 'PENDING',
    retry: 'PENDING',
    validate: 'VALIDATED',
    reject: 'REJECTED',
    close: 'CLOSED',
    expire: 'EXPIRED',
  },
  VALIDATED: {},
  REJECTED: {},
  CLOSED: {},
  EXPIRED: {},
} as const satisfies Record<IdentificationStatus, Readonly<Record<string, IdentificationStatus>>>;

export type IdentificationTrigger = {
  [S in IdentificationStatus]: keyof (typeof IDENTIFICATION_TRANSITIONS)[S];
}[IdentificationStatus];

/** Where a trigger leads; undefined where it may not happen. */
export function nextStatus(
  status: IdentificationStatus,
  trigger: IdentificationTrigger,
): IdentificationStatus | undefined {
  const transitions: Readonly<Partial<Record<IdentificationTrigger, IdentificationStatus>>> =
    IDENTIFICATION_TRANSITIONS[status];
  return transitions[trigger];
}

export const NATIONAL_DOCUMENT_TYPES = ['NIF', 'NIE', 'PASSPORT'] as const;
export type NationalDocumentType = (typeof NATIONAL_DOCUMENT_TYPES)[number];

export const CONFIGURATION_NAMES = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type ConfigurationName = (typeof CONFIGURATION_NAMES)[number];

export interface HolderDocument {
  readonly documentNumber: string;
  readonly documentType: NationalDocumentType;
  readonly country: string;
}
/** Sealed: who the holder is said to be. */
export interface Declared {
  readonly name?: string | undefined;
  readonly lastName?: string | undefined;
  readonly identityDocument?: HolderDocument | undefined;
}
/** Sealed: what a device says of itself. */
export interface Device {
  readonly installationId: string;
  readonly fingerprint: string;
  readonly userAgent: string;
  readonly location?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly ipAddress?: string | undefined;
}

/** The identification of one signer with an identity document, as it stands. */
export interface Identification {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly configurationName: ConfigurationName;
  readonly status: IdentificationStatus;
  readonly version: number;
  readonly scoringId: string;
  /** How often validation was tried. */
  readonly tries: number;
  readonly rejectionReasons: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly validatedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  /** Empty once erased. */
  readonly declared: Declared;
  /** Of the holder's first read. */
  readonly device: Partial<Device> | undefined;
}

/** A try at validation, and the device it came from; undefined once erased. */
export interface ValidationAttempt {
  readonly id: string;
  readonly identificationId: string;
  readonly attemptedAt: Date;
  readonly accepted: boolean;
  readonly device: Device | undefined;
}

/**
 * The identification after a trigger.
 * @throws DomainError IDENTIFICATION_NOT_OPEN with the status
 */
export function moved(
  identification: Identification,
  trigger: Exclude<IdentificationTrigger, 'expire'>,
  now: Date,
): Identification {
  const status = identification.expiresAt > now ? nextStatus(identification.status, trigger) : undefined;
  if (status) return { ...identification, status };
  const isLate = identification.status === 'PENDING' && identification.expiresAt <= now;
  const facts = { status: isLate ? 'EXPIRED' : identification.status };
  throw new DomainError('IDENTIFICATION_NOT_OPEN', { facts });
}
