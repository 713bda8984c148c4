/** Document AI, the token end point and IAM credentials, as far as identity proofing needs them. */
import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { scenarioOf } from '../scenario.js';
import { startVendor, type Vendor } from '../server.js';
import { licenseEntities, PASSPORT_TEXT, proofOf } from './answers.js';

const EMAIL = 'gateway@acme-idv.iam.gserviceaccount.com';
export const PROOFING = '8f2b0c11d2a4e6f7';
export const LICENSES = '1a2b3c4d5e6f7a8b';
type Answer = [status: number, body: unknown];

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
};
const failure = (code: number, message = 'refused'): Answer => [
  code,
  {
    error: {
      code,
      message,
      status: STATUSES[code] ?? 'UNKNOWN',
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'LOCAL', domain: 'googleapis.com' }],
    },
  },
];

class DocumentAi {
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly tokens = new Set<string>();

  settings(url: string, tokenUrl: string, location: 'us' | 'eu') {
    const private_key = this.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return {
      credentials: { type: 'service_account', client_email: EMAIL, private_key, token_uri: `${tokenUrl}/token` },
      project: 'acme-idv',
      location,
      proofingProcessor: PROOFING,
      driverLicenseProcessor: LICENSES,
      endpoint: url,
      iamEndpoint: url,
    };
  }

  readonly serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = this.answer(request, await text(request));
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
  };

  private answer({ url = '', headers, method }: IncomingMessage, body: string): Answer {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    if (pathname === '/token') return this.grant(new URLSearchParams(body));
    if (!this.tokens.has(headers.authorization?.replace('Bearer ', '') ?? '')) return failure(401);
    if (pathname.endsWith(':generateAccessToken')) return this.impersonate(JSON.parse(body) as { lifetime: string });
    const [, location = '', id] = /locations\/([^/]+)\/processors\/([^/:]+)/.exec(pathname) ?? [];
    if (id !== PROOFING && id !== LICENSES) return failure(404);
    if (method === 'GET') return [200, { name: pathname.slice(4), type: TYPES[id], state: 'ENABLED' }];
    return process(id, location, JSON.parse(body) as Processing);
  }

  private grant(form: URLSearchParams): Answer {
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const signed = Buffer.from(`${header}.${claims}`);
    const key = createPublicKey(this.keys.publicKey.export({ type: 'spki', format: 'pem' }));
    const isRight = verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'));
    const { iss, exp = 0 } = isRight ? (JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims) : {};
    if (iss !== EMAIL || exp * 1000 < Date.now())
      return [400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }];
    return [200, { access_token: this.mint(), expires_in: 3599, token_type: 'Bearer' }];
  }

  private impersonate({ lifetime }: { lifetime: string }): Answer {
    const expireTime = new Date(Date.now() + Number.parseInt(lifetime) * 1000).toISOString();
    return [200, { accessToken: this.mint(), expireTime }];
  }

  private mint(): string {
    const token = `ya29.${randomUUID()}`;
    this.tokens.add(token);
    return token;
  }
}

interface Claims {
  iss?: string;
  exp?: number;
}
interface Processing {
  readonly rawDocument?: { readonly content?: string };
  readonly fieldMask?: string;
}
const TYPES = { [PROOFING]: 'ID_PROOFING_PROCESSOR', [LICENSES]: 'US_DRIVER_LICENSE_PROCESSOR' };

function process(id: string, location: string, { rawDocument, fieldMask }: Processing): Answer {
  const bytes = Buffer.from(rawDocument?.content ?? '', 'base64');
  const scenario = scenarioOf(bytes);
  if (scenario === 'undecodable') return failure(400, 'Failed to process all documents.');
  if (scenario === 'disabled') return failure(400, 'Processor is disabled.');
  const all = {
    entities: id === PROOFING ? proofOf(scenario, location) : licenseEntities(),
    text: PASSPORT_TEXT,
    // What comes back to whoever sends no field mask: the page itself.
    pages: [{ pageNumber: 1, image: { content: rawDocument?.content } }],
  };
  const wanted = fieldMask ? fieldMask.split(',') : Object.keys(all);
  const document = Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
  return [200, { document, humanReviewStatus: { state: 'SKIPPED' } }];
}

export async function startGoogle(port?: number) {
  const google = new DocumentAi();
  const errorBody = (status: number) => ({ type: 'application/json', body: JSON.stringify(failure(status)[1]) });
  const vendor: Vendor = await startVendor((request, response) => void google.serve(request, response), {
    port,
    errorBody,
  });
  /** Tokens are given out whatever else fails. */
  const settings = (url = vendor.url, location: 'us' | 'eu' = 'us') => google.settings(url, vendor.url, location);
  return { ...vendor, settings };
}
