import { type Capture, type CaptureService, standing } from '../document/capture.service.js';
import { isSelfie, sideOf } from '../document/document.states.js';
import type { IpDatabase } from './ip-database.js';
import { placeOf } from './places.js';

export const LOCATION_CAPTURE_TYPES = [
  'UNKNOWN',
  'FRONT_DOC_IMAGE_CAPTURE',
  'BACK_DOC_IMAGE_CAPTURE',
  'SELFIE_IMAGE_CAPTURE',
] as const;
export type LocationCaptureType = (typeof LOCATION_CAPTURE_TYPES)[number];

const SHOWS: Readonly<Record<LocationCaptureType, (capture: Capture) => boolean>> = {
  UNKNOWN: () => true,
  FRONT_DOC_IMAGE_CAPTURE: ({ fileType }) => sideOf(fileType) === 'FRONT',
  BACK_DOC_IMAGE_CAPTURE: ({ fileType }) => sideOf(fileType) === 'BACK',
  SELFIE_IMAGE_CAPTURE: ({ fileType }) => isSelfie(fileType),
};

/** Where images were taken: what the device said, and what its address on the internet tells. */
export class LocationService {
  constructor(
    private readonly captures: CaptureService,
    private readonly addresses: IpDatabase | undefined,
  ) {}

  /** Of the latest capture of this type, or of any for UNKNOWN; undefined where there is none. */
  async find(captures: readonly Capture[], type: LocationCaptureType) {
    const capture = standing(captures).findLast(SHOWS[type]);
    if (!capture) return undefined;
    const coordinates = await this.captures.coordinatesOf(capture);
    const ipAddress = await this.captures.ipAddressOf(capture);
    return {
      ...this.ofAddress(ipAddress),
      deviceLatitude: coordinates?.latitude,
      deviceLongitude: coordinates?.longitude,
      ...(coordinates && (await ofDevice(coordinates))),
    };
  }

  private ofAddress(ipAddress: string | undefined) {
    const place = ipAddress === undefined ? undefined : this.addresses?.find(ipAddress);
    return {
      ipAddress,
      ipLatitude: place?.latitude,
      ipLongitude: place?.longitude,
      ipCountry: place?.country,
      ipRegion: place?.region,
      ipCity: place?.city,
    };
  }
}

async function ofDevice(coordinates: Parameters<typeof placeOf>[0]) {
  const place = await placeOf(coordinates);
  if (!place) return {};
  const { countryCode, countryName, adminArea, subAdminArea, locality } = place;
  return {
    deviceLocation: [locality, adminArea, countryName].filter(Boolean).join(', '),
    deviceCountryName: countryName,
    deviceCountryCode: countryCode,
    deviceAdminArea: adminArea,
    deviceSubAdminArea: subAdminArea,
    deviceLocality: locality,
  };
}
