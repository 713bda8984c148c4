import { readFileSync } from 'node:fs';
import { type CityResponse, Reader } from 'mmdb-lib';
import ipaddr from 'ipaddr.js';
import { StartError } from '../shared/start-error.js';

export interface IpPlace {
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly city: string | undefined;
}

/** Where addresses of the internet are, from a file in MaxMind's format that the operator provides. */
export class IpDatabase {
  private constructor(private readonly reader: Reader<CityResponse>) {}

  /** @throws StartError where the file is no such database */
  static open(file: string): IpDatabase {
    try {
      return new IpDatabase(new Reader<CityResponse>(readFileSync(file)));
    } catch (error) {
      throw new StartError(`GEOIP_DATABASE ${file} is no readable MMDB file`, error);
    }
  }

  find(address: string): IpPlace | undefined {
    const found = ipaddr.isValid(address) ? this.reader.get(ipaddr.process(address).toString()) : null;
    if (!found) return undefined;
    const { location, country, subdivisions, city } = found;
    return {
      latitude: location?.latitude,
      longitude: location?.longitude,
      country: country?.iso_code,
      region: subdivisions?.[0]?.names.en,
      city: city?.names.en,
    };
  }
}
