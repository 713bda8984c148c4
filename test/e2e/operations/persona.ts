/** Who the stories are about, with everything that a document can say; the sandbox's selfies are of her. */
export const PERSONA = {
  documentNumber: 'D12345678',
  refNumber: 'R-77-0042',
  issuedAt: '2020-04-16',
  expiresAt: '2040-04-15',
  issuingCountry: 'US',
  issuingState: 'VA',
  firstName: 'ANNA',
  middleName: 'MARIA',
  lastName: 'ERIKSSON',
  nameSuffix: 'JR',
  street: '1 SAMPLE STREET',
  city: 'ASHFORD',
  state: 'VA',
  postalCode: '23187',
  birthDate: '1974-08-12',
  gender: 'FEMALE',
  height: '066 in',
  weight: '140',
  eyeColor: 'BLU',
  hairColor: 'BRO',
  class: 'D',
  restrictions: 'NONE',
} as const;

export const NAMES = {
  firstName: PERSONA.firstName,
  middleName: PERSONA.middleName,
  lastName: PERSONA.lastName,
  nameSuffix: PERSONA.nameSuffix,
} as const;

/** Where the app on her device is. */
export const COORDINATES = { latitude: 39.04, longitude: -77.49 } as const;

/** Where the addresses of her network are: not quite where she is. */
export const IP_PLACE = {
  latitude: 38.95,
  longitude: -77.45,
  country: 'US',
  region: 'Virginia',
  city: 'Chantilly',
} as const;
