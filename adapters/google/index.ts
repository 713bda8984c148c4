/** GOOGLE: Document AI's identity proofing, and its reader of US driver licences. */
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  defineAdapter,
  type Delegation,
  type DelegationRequest,
  DOCUMENT_TYPES,
  type DocumentEvidence,
  type DocumentRequest,
  ProviderError,
} from '../../src/provider/contract.js';
import { imageTypeOf } from '../kit/image.js';
import { timed } from '../kit/time.js';
import { GoogleAccount, serviceAccount } from './account.js';
import { DocumentAi } from './client.js';
import { readLicense, readZone } from './reading.js';
import { signalsOf } from './signals.js';

const MAX_BYTES = 40 * 1024 * 1024;
/** Passports, passport cards and driver licences of the United States: what Google documents. */
const COVERED: readonly string[] = ['PASSPORT', 'PASSPORT_CARD', 'DRIVER_LICENSE'];
const id = z.string().regex(/^[\w.-]+$/);
const address = z.url({ protocol: /^https?$/ });

const options = z.strictObject({
  credentials: serviceAccount,
  project: id,
  location: z.enum(['us', 'eu']),
  /** Of type ID_PROOFING_PROCESSOR. */
  proofingProcessor: id,
  /** Google changes its algorithms more often than versions: at least the version stays. */
  proofingVersion: id.default('pretrained-id-proofing-v1.0-2022-10-03'),
  /** Of type US_DRIVER_LICENSE_PROCESSOR; without it nothing is read from licences. */
  driverLicenseProcessor: id.optional(),
  driverLicenseVersion: id.default('pretrained-us-driver-license-v1.0-2021-06-14'),
  /** What a back that is not recognised as a document is worth. */
  backNotAnId: z.enum(['FAIL', 'INCONCLUSIVE']).default('INCONCLUSIVE'),
  /** What POSSIBLE_IMAGE_MANIPULATION is worth. */
  possibleManipulation: z.enum(['FAIL', 'INCONCLUSIVE']).default('FAIL'),
  /** Whose tokens are delegated: an account that may use processors and nothing else; default: the credentials' own. */
  delegateAccount: z.email().optional(),
  endpoint: address.optional(),
  iamEndpoint: address.default('https://iamcredentials.googleapis.com'),
});
type Options = z.infer<typeof options>;

export const google = defineAdapter({
  id: 'google',
  provider: 'GOOGLE',
  // It looks at any document; outside of what Google covers nothing passes for sure.
  supports: { types: DOCUMENT_TYPES, countries: [], sides: ['FRONT', 'BACK'] },
  capabilities: ['DOCUMENT_ANALYSIS', 'IMAGE_FRAUD', 'DELEGATION'],
  options,
  secrets: ['credentials'],
  create: (settings, tools) => new GoogleDocuments(settings, tools),
});

class GoogleDocuments implements Adapter {
  private readonly account: GoogleAccount;
  private readonly documents: DocumentAi;

  constructor(
    private readonly settings: Options,
    private readonly tools: AdapterTools,
  ) {
    this.account = new GoogleAccount(settings.credentials, tools);
    this.documents = new DocumentAi(settings, this.account, tools);
  }

  /** Free of charge, and proves key, place and processor. */
  async health(signal: AbortSignal): Promise<void> {
    if (!(await this.documents.isEnabled(this.processor(this.settings.proofingProcessor), signal)))
      throw new ProviderError('unavailable', 'processor_disabled');
  }

  async analyzeDocument(request: DocumentRequest, signal: AbortSignal): Promise<DocumentEvidence> {
    const { image, type, side, country } = request;
    const mimeType = await imageTypeOf(image, { maxBytes: MAX_BYTES });
    const { proofingProcessor, proofingVersion, location, backNotAnId, possibleManipulation } = this.settings;
    const isPassport = type === 'PASSPORT' && side === 'FRONT';
    const processing = {
      name: this.processor(proofingProcessor, proofingVersion),
      content: image.bytes,
      mimeType,
      fields: isPassport ? ['entities', 'text'] : ['entities'],
    };
    const [proofing, proof] = await timed(() => this.documents.process(processing, signal));
    const entities = proofing.entities ?? [];
    const signals = signalsOf(entities, {
      location,
      uncovered: !COVERED.includes(type) || (country !== undefined && country !== 'US'),
      doubtNotAnId: side === 'BACK' && backNotAnId === 'INCONCLUSIVE',
      doubtManipulation: possibleManipulation === 'INCONCLUSIVE',
    });
    const zone = isPassport ? readZone(proofing.text ?? '', this.tools.now()) : { readings: [], signals: [] };
    const license = await this.readLicense(request, mimeType, signal);
    return {
      signals: [...signals, ...zone.signals],
      readings: [...zone.readings, ...license.readings],
      text: [],
      timings: { proof, ...license.timings },
      response: { processorVersion: proofingVersion, entities, ...license.response },
    };
  }

  async delegate({ subject, expiresInSeconds }: DelegationRequest, signal: AbortSignal): Promise<Delegation> {
    const { delegateAccount, credentials, iamEndpoint, location, endpoint, proofingProcessor, proofingVersion } =
      this.settings;
    const account = delegateAccount ?? credentials.client_email;
    const given = await this.account.impersonate(account, expiresInSeconds, iamEndpoint, signal);
    return {
      // Google keeps nothing of what the client does with it: there is no case to collect.
      reference: subject,
      endpoint: endpoint ?? `https://${location}-documentai.googleapis.com`,
      credentials: { type: 'oauth2_access_token', access_token: given.accessToken, token_type: 'Bearer' },
      metadata: {
        processor: this.processor(proofingProcessor, proofingVersion),
        method: 'POST :process',
        max_bytes: MAX_BYTES,
        max_pages: 2,
      },
      expiresAt: given.expireTime,
    };
  }

  private async readLicense({ type, side, country, image }: DocumentRequest, mimeType: string, signal: AbortSignal) {
    const { driverLicenseProcessor: id, driverLicenseVersion: version } = this.settings;
    const isReadable = id && type === 'DRIVER_LICENSE' && side === 'FRONT' && (country ?? 'US') === 'US';
    if (!isReadable) return { readings: [], timings: {}, response: {} };
    const name = this.processor(id, version);
    const processing = { name, content: image.bytes, mimeType, fields: ['entities'] };
    const [{ entities }, read] = await timed(() => this.documents.process(processing, signal));
    return { readings: readLicense(entities ?? []), timings: { read }, response: { license: entities ?? [] } };
  }

  private processor(id: string, version?: string): string {
    const { project, location } = this.settings;
    const name = `projects/${project}/locations/${location}/processors/${id}`;
    return version ? `${name}/processorVersions/${version}` : name;
  }
}
