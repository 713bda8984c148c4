import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCommand } from '../../../tools/sanctions/command.js';
import { Gateway } from '../../support/gateway.js';
import { mmdbOf } from '../../support/mmdb.js';
import { NOW } from '../../support/operations/teller.js';
import { crowd, writeCsvSet } from '../../support/sanctions-files.js';
import { IP_PLACE } from './persona.js';

const { latitude, longitude, country, region, city } = IP_PLACE;
const LOOPBACK = {
  location: { latitude, longitude },
  country: { iso_code: country },
  subdivisions: [{ names: { en: region } }],
  city: { names: { en: city } },
};

/** A gateway as an operator would set it up: with sanctions lists, and a file of where addresses are. */
export async function startForStories(): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-stories-'));
  const GEOIP_DATABASE = join(folder, 'places.mmdb');
  await writeFile(GEOIP_DATABASE, mmdbOf({ '127.0.0.0/8': LOOPBACK }));
  const silent = { line: () => undefined, fault: () => undefined, isTerminal: false };
  const gateway = await Gateway.start(
    () => NOW,
    { GEOIP_DATABASE, PRIVATE_DESTINATIONS: '127.0.0.0/8,::1/128' },
    async (env) => {
      const lists = await writeCsvSet(folder, crowd(50));
      expect(await runCommand(['import', ...lists], { force: false }, env, silent)).toBe(0);
    },
  );
  await rm(folder, { recursive: true });
  return gateway;
}
