import { expect } from 'vitest';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { COORDINATES, IP_PLACE } from './persona.js';
import type { Opened } from './session.story.js';

/** From the file of addresses, and from what the app says of its device. */
const PLACE = {
  collected: true,
  ipAddress: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/) as unknown,
  ipLatitude: IP_PLACE.latitude,
  ipLongitude: IP_PLACE.longitude,
  ipCountry: IP_PLACE.country,
  ipRegion: IP_PLACE.region,
  ipCity: IP_PLACE.city,
  deviceLocation: 'Ashburn, Virginia, United States',
  deviceLatitude: COORDINATES.latitude,
  deviceLongitude: COORDINATES.longitude,
  deviceCountryName: 'United States',
  deviceCountryCode: 'US',
  deviceAdminArea: 'Virginia',
  deviceSubAdminArea: 'Loudoun County',
  deviceLocality: 'Ashburn',
};

/** Where the device was at each capture, and from where its requests came. */
export async function tellOfLocations(teller: Teller, { sessionId: id }: Opened): Promise<void> {
  const captures = ['UNKNOWN', 'FRONT_DOC_IMAGE_CAPTURE', 'BACK_DOC_IMAGE_CAPTURE', 'SELFIE_IMAGE_CAPTURE'] as const;
  for (const captureType of captures) {
    const location = { captureType, ...PLACE };
    await teller.tell(api.IdvSessionLocationReadDocument, { id, captureType }, { verificationSession: { location } });
  }
}

/** An authentication shows a face alone. */
export async function tellOfLocationsOfFaces(teller: Teller, { sessionId: id }: Opened): Promise<void> {
  const read = (captureType: api.LocationCaptureType, location: object | null) =>
    teller.tell(api.IdaSessionLocationReadDocument, { id, captureType }, { authenticationSession: { location } });
  for (const captureType of ['UNKNOWN', 'SELFIE_IMAGE_CAPTURE'] as const)
    await read(captureType, { captureType, ...PLACE });
  for (const captureType of ['FRONT_DOC_IMAGE_CAPTURE', 'BACK_DOC_IMAGE_CAPTURE'] as const)
    await read(captureType, null);
}
