/** AAMVA: whether a US licence is on file with its issuer, by DLDV 2.1. */
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  defineAdapter,
  type LicenseMatches,
  type LicenseRequest,
  ProviderError,
} from '../../src/provider/contract.js';
import { timed } from '../kit/time.js';
import { AamvaClient } from './client.js';
import { PARTICIPANTS, rests } from './jurisdictions.js';
import { matchesOf, requestOf } from './mapping.js';

const address = z.url({ protocol: /^https?$/ });
const states = z.array(z.string().regex(/^[A-Z]{2}$/));

const options = z.strictObject({
  environment: z.enum(['cert', 'production']).default('cert'),
  authenticationUrl: address.default('https://authentication-cert.aamva.org/Authentication/Authenticate.svc'),
  verificationUrl: address.default('https://verificationservices-cert.aamva.org:18449/dldv/2.1/online'),
  /** X.509 and its RSA key in PEM, as AAMVA issued them. */
  certificate: z.string().includes('BEGIN CERTIFICATE'),
  privateKey: z.string().includes('PRIVATE KEY'),
  originatorId: z.string().regex(/^\w{1,20}$/),
  jurisdictions: states.default([...PARTICIPANTS]),
  firstSurnameOnly: states.default([]),
});
type Options = z.infer<typeof options>;

export const aamva = defineAdapter({
  id: 'aamva',
  supports: { types: ['DRIVER_LICENSE', 'IDENTIFICATION_CARD'], countries: ['US'], sides: [] },
  capabilities: ['DMV'],
  options,
  secrets: ['privateKey'],
  create: (settings, tools) => createAamva(settings, tools),
});

function createAamva(settings: Options, tools: AdapterTools): Adapter {
  const client = new AamvaClient(settings, tools);
  const { environment, jurisdictions, originatorId, firstSurnameOnly } = settings;
  const isCert = environment === 'cert';
  return {
    async matchLicense(request: LicenseRequest, signal: AbortSignal): Promise<LicenseMatches> {
      const { jurisdiction, scenario } = request;
      if (scenario !== undefined) throw new ProviderError('refused', 'unknown_scenario');
      if (!jurisdictions.includes(jurisdiction)) throw new ProviderError('refused', 'jurisdiction_unsupported');
      if (!isCert && rests(jurisdiction, tools.now())) throw new ProviderError('unavailable', 'maintenance_window');
      const destinationId = isCert ? 'P6' : jurisdiction;
      const question = requestOf(request, { originatorId, destinationId, firstSurnameOnly });
      const [answer, verification] = await timed(() => client.verify(question, signal));
      return { ...matchesOf(answer), timings: { verification } };
    },
    /** Logs in only: a question is billed. */
    health: async (signal) => {
      await client.accessToken(signal);
    },
  };
}
