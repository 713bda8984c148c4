import { startAzure } from '../../tools/vendors/azure/vendor.js';
import { startGoogle } from '../../tools/vendors/google/vendor.js';
import { type Gateway, operator } from './gateway.js';
import * as api from './generated/operations.js';

/**
 * An organization whose sessions of GOOGLE, which judges no liveness, have it judged by Azure.
 * The gateway must allow private destinations.
 */
export async function setUpAzure(gateway: Gateway) {
  const [google, azure] = [await startGoogle(), await startAzure()];
  const configureAs = async (adapter: string, settings: Record<string, unknown>) => {
    const input = { organizationId: 'demo', adapter, enabled: true, settings };
    await gateway.get(api.ConfigureProviderDocument, { input }, operator);
  };
  await configureAs('google', { ...google.settings() });
  await configureAs('azure', azure.settings());
  const close = async () => {
    await google.close();
    await azure.close();
  };
  return { ...azure, close, configure: (settings: object) => configureAs('azure', { ...settings }) };
}
