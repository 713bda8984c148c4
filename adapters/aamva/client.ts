/** DLDV 2.1: two steps of WS-Trust for a token, and the question. */
import { randomBytes } from 'node:crypto';
import { type AdapterTools, ProviderError } from '../../src/provider/contract.js';
import { exchange, failureOf } from '../kit/http.js';
import {
  certificateToken,
  element,
  envelope,
  escaped,
  NS,
  securityHeader,
  signByCertificate,
  signBySecret,
} from './envelope.js';
import { readXml, type ReadXml, requireText } from './reply.js';
import { computedKey } from './secret.js';

/** Tokens live for thirty minutes. */
const TOKEN_MILLISECONDS = 28 * 60_000;
const AUTHENTICATE = 'http://aamva.org/authentication/3.1.0/IAuthenticationService/Authenticate';
const VERIFY = 'http://aamva.org/dldv/wsdl/2.1/IDLDVService21/VerifyDriverLicenseData';
/** The issuer did not answer in time; the service is busy. */
const TRANSIENT: readonly string[] = ['0047', '0048'];

export interface AamvaAccess {
  readonly authenticationUrl: string;
  readonly verificationUrl: string;
  readonly certificate: string;
  readonly privateKey: string;
}

export class AamvaClient {
  private token: { readonly value: string; readonly until: number } | undefined;

  constructor(
    private readonly access: AamvaAccess,
    private readonly tools: AdapterTools,
  ) {}

  async accessToken(signal: AbortSignal): Promise<string> {
    const now = this.tools.now().getTime();
    if (this.token && this.token.until > now) return this.token.value;
    const value = await this.logIn(signal);
    this.token = { value, until: now + TOKEN_MILLISECONDS };
    return value;
  }

  async verify(request: string, signal: AbortSignal): Promise<ReadXml> {
    const token = await this.accessToken(signal);
    const body = `<dldv:VerifyDriverLicenseData>${element('dldv:token', token)}${request}</dldv:VerifyDriverLicenseData>`;
    const header = `<wsa:Action>${VERIFY}</wsa:Action>`;
    return this.send(this.access.verificationUrl, VERIFY, envelope(['dldv', 'aa', 'nc', 'wsa'], header, body), signal);
  }

  /** A security context, then with the key that it makes a token. */
  private async logIn(signal: AbortSignal): Promise<string> {
    const { authenticationUrl: to, certificate, privateKey } = this.access;
    const entropy = randomBytes(32);
    const asked = securityHeader(
      { action: `${NS.trust}/RST/SCT`, to, now: this.tools.now() },
      certificateToken(certificate),
    );
    const request = envelope(['wsa', 'wsse', 'wsu', 'trust'], asked, contextRequest(entropy));
    const context = await this.send(to, AUTHENTICATE, signByCertificate(request, privateKey, certificate), signal);
    const key = computedKey(entropy, Buffer.from(requireText(context, 'BinarySecret'), 'base64'));
    const id = context.ids.get('SecurityContextToken') ?? 'context';
    const token = `<sc:SecurityContextToken wsu:Id="${escaped(id)}">${element('sc:Identifier', requireText(context, 'Identifier'))}</sc:SecurityContextToken>`;
    const header = securityHeader({ action: AUTHENTICATE, to, now: this.tools.now() }, token);
    const login = envelope(
      ['wsa', 'wsse', 'wsu', 'sc'],
      header,
      '<Authenticate xmlns="http://aamva.org/authentication/3.1.0"></Authenticate>',
    );
    const answer = await this.send(to, AUTHENTICATE, signBySecret(login, key, id), signal);
    return requireText(answer, 'Token');
  }

  private async send(url: string, action: string, xml: string, signal: AbortSignal): Promise<ReadXml> {
    const headers = { 'content-type': 'application/soap+xml;charset=UTF-8', soapaction: `"${action}"` };
    const reply = await exchange(this.tools.fetch, { method: 'POST', url, headers, body: xml }, signal);
    if (reply.status !== 200 && reply.status !== 500) throw this.refusal(reply.status);
    const read = readXmlOf(reply.status, reply.body);
    // A fault comes with either status.
    if (read.texts.has('Fault')) throw this.faultOf(read, action === VERIFY);
    if (reply.status !== 200) throw failureOf(reply.status);
    return read;
  }

  private faultOf({ texts }: ReadXml, isVerification: boolean): ProviderError {
    const ids = texts.get('ExceptionId') ?? [];
    const [id] = ids;
    if (!isVerification || !id) {
      this.token = undefined;
      return new ProviderError('unavailable', id ? `exception_${digits(id)}` : 'soap_fault');
    }
    const isTransient = ids.some((one) => TRANSIENT.includes(one));
    return new ProviderError(isTransient ? 'unavailable' : 'refused', `exception_${digits(id)}`);
  }

  private refusal(status: number): ProviderError {
    if (status === 401 || status === 403) this.tools.log.error({ status }, 'AAMVA refuses the certificate');
    return failureOf(status);
  }
}

/** A server that is broken may say so in no XML at all. */
function readXmlOf(status: number, body: Uint8Array): ReadXml {
  try {
    return readXml(body);
  } catch (error) {
    throw status === 200 ? error : failureOf(status);
  }
}

const digits = (id: string): string => id.replace(/\W/g, '').slice(0, 16);

const contextRequest = (entropy: Buffer): string =>
  [
    '<trust:RequestSecurityToken>',
    `<trust:TokenType>${NS.sc}/sct</trust:TokenType><trust:RequestType>${NS.trust}/Issue</trust:RequestType>`,
    `<trust:Entropy><trust:BinarySecret Type="${NS.trust}/Nonce">${entropy.toString('base64')}</trust:BinarySecret></trust:Entropy>`,
    `<trust:KeySize>256</trust:KeySize><trust:ComputedKeyAlgorithm>${NS.trust}/CK/PSHA1</trust:ComputedKeyAlgorithm>`,
    '</trust:RequestSecurityToken>',
  ].join('');
