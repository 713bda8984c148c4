/** `npm run vendors`: every vendor on this machine, and the settings with which configureProvider uses it. */
import { startAamva } from './aamva/vendor.js';
import { startAzure } from './azure/vendor.js';
import { externalSettings, startExternal } from './external/vendor.js';
import { startGoogle } from './google/vendor.js';
import { FAULT_NAMES } from './server.js';
import { startVeridas } from './veridas/vendor.js';

const FIRST_PORT = 4701;

async function main(): Promise<void> {
  const [google, veridas, external, azure, aamva] = await Promise.all([
    startGoogle(FIRST_PORT),
    startVeridas(FIRST_PORT + 1),
    startExternal(FIRST_PORT + 2),
    startAzure(FIRST_PORT + 3),
    startAamva(FIRST_PORT + 4),
  ]);
  const settings = {
    google: google.settings(),
    veridas: veridas.settings(),
    external: externalSettings(external.url),
    azure: azure.settings(),
    aamva: aamva.settings(),
  };
  console.log('Vendors of this machine, as settings of configureProvider:\n');
  for (const [adapter, one] of Object.entries(settings)) console.log(`${adapter}\n${JSON.stringify(one, null, 2)}\n`);
  console.log(`In an address, /fault/NAME before the path makes a vendor fail: ${FAULT_NAMES.join(', ')}.`);
  console.log('A picture that bears local-vendor:NAME is answered as docs/providers.md says of NAME.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
