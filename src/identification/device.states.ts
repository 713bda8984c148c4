import type { IncomingHttpHeaders } from 'node:http';
import { badInput } from '../shared/errors.js';
import type { Origin } from '../shared/principal.js';
import type { Device } from './identification.states.js';

interface GivenDevice {
  readonly installationId?: string | null;
  readonly fingerprint?: string | null;
  readonly userAgent?: string | null;
  readonly location?: { readonly latitude: number; readonly longitude: number } | null;
}
const LONGEST = 500;
const DEGREES = /^ *(-?\d{1,3}(?:\.\d{1,12})?) *, *(-?\d{1,3}(?:\.\d{1,12})?) *$/;

/**
 * What is known of a device: as it says of itself, and where it does not, as its request's headers do.
 * @throws DomainError BAD_USER_INPUT
 */
export function deviceOf(given: GivenDevice, headers: IncomingHttpHeaders, origin: Origin): Partial<Device> {
  const text = (name: string, own: string | null | undefined): string | undefined => {
    const value = own ?? headers[name];
    if (typeof value !== 'string' || value.trim() === '') return undefined;
    if (value.length > LONGEST) throw badInput(name, `is longer than ${LONGEST} characters`);
    return value.trim();
  };
  const location = given.location ?? locationIn(text('x-location', undefined));
  const device = {
    installationId: text('x-installation_id', given.installationId),
    fingerprint: text('x-fingerprint', given.fingerprint),
    userAgent: text('user-agent', given.userAgent),
    ipAddress: origin.ipAddress,
    location: location && { latitude: location.latitude, longitude: location.longitude },
  };
  return Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined));
}

function locationIn(header: string | undefined): { latitude: number; longitude: number } | undefined {
  if (header === undefined) return undefined;
  const [, latitude, longitude] = (DEGREES.exec(header) ?? []).map(Number);
  const isPlace =
    latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (!isPlace) throw badInput('x-location', 'must be latitude,longitude in degrees');
  return { latitude, longitude };
}
