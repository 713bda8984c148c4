import { picture } from './documents.js';
import type { Gateway } from './gateway.js';
import * as api from './generated/operations.js';
import { readyForImages } from './subject.js';
import {
  type InstalledAdapter,
  LICENSE_FLAGS,
  type LicenseMatches,
  ProviderError,
} from '../../src/provider/contract.js';

export const SCENARIO = 'DLDVSTRUCTUREDTEST11';

/** An issuing authority that a test switches off and on, and that confirms all it is asked, or nothing. */
export class Dmv {
  isDown = false;
  confirms = true;
  questions = 0;

  readonly installed: InstalledAdapter = {
    definition: {
      id: 'aamva',
      supports: { types: ['DRIVER_LICENSE', 'IDENTIFICATION_CARD'], countries: ['US'], sides: [] },
      capabilities: ['DMV'],
      secrets: [],
    },
    adapter: {
      matchLicense: async () => this.answer(),
      health: async () => undefined,
    },
  };

  private answer(): LicenseMatches {
    this.questions++;
    if (this.isDown) throw new ProviderError('unavailable', 'maintenance_window');
    const flags = Object.fromEntries(LICENSE_FLAGS.map((flag) => [flag, this.confirms])) as LicenseMatches['flags'];
    return { flags, reasons: [], timings: {} };
  }
}

/** A licence handed in under this policy; the picture is none, so the verdict is negative whatever the DMV says. */
export async function handInLicense(
  gateway: Gateway,
  aamvaRetry: api.AamvaRetry,
  provider: api.Provider = 'INTERNAL',
): Promise<string> {
  const settings = { performAamvaTest: true, performLivenessTest: false, performOfacTest: false, aamvaRetry };
  const { sessionId, headers } = await readyForImages(gateway, 'DRIVER_LICENSE', { provider, settings });
  await gateway.get(api.AddFrontDocument, { sessionId, image: await picture('jpeg', 400) }, headers);
  await gateway.get(api.AddBackDocument, { sessionId, image: await picture('png', 400) }, headers);
  const harness = { sessionId, settings: { aamvaTestScenario: SCENARIO } };
  // The same call again waits on, where the engine is slow.
  for (let status = 'IN_PROGRESS'; status === 'IN_PROGRESS';) {
    const { finalizeVerification } = await gateway.get(api.FinalizeDocument, harness, headers);
    status = finalizeVerification.session.status;
  }
  return sessionId;
}
