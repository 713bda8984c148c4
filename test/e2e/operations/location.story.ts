import { expect } from 'vitest';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { COORDINATES } from './persona.js';
import type { Opened } from './session.story.js';

const TEXT: unknown = expect.stringMatching(/./);
/** In Virginia, as the app says. */
const DEVICE = {
  deviceLocation: TEXT,
  deviceLatitude: COORDINATES.latitude,
  deviceLongitude: COORDINATES.longitude,
  deviceCountryName: 'United States',
  deviceCountryCode: 'US',
  deviceAdminArea: TEXT,
  deviceSubAdminArea: TEXT,
  deviceLocality: TEXT,
};

/** Where the device was at each capture, and from where its requests came. */
export async function tellOfLocations(teller: Teller, { sessionId: id }: Opened): Promise<void> {
  const captures = ['UNKNOWN', 'FRONT_DOC_IMAGE_CAPTURE', 'BACK_DOC_IMAGE_CAPTURE', 'SELFIE_IMAGE_CAPTURE'] as const;
  for (const captureType of captures) {
    const ipAddress: unknown = expect.stringContaining('127.0.0.1');
    const location = { captureType, collected: true, ipAddress, ...DEVICE };
    await teller.tell(api.IdvSessionLocationReadDocument, { id, captureType }, { verificationSession: { location } });
  }
}
