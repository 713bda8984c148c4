/** DLDV 2.1 behind its login: checks both signatures, and compares with the people of the structured test plan. */
import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SignedXml } from 'xml-crypto';
import { startVendor } from '../server.js';
import { selfSigned } from './certificate.js';
import { compare, type Sent } from './records.js';

type Answer = [status: number, xml: string];
const VERIFY = '"http://aamva.org/dldv/wsdl/2.1/IDLDVService21/VerifyDriverLicenseData"';
const LOGIN = '"http://aamva.org/authentication/3.1.0/IAuthenticationService/Authenticate"';

const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
const exception = (id: string, words: string): string =>
  `<ProgramException><ExceptionId>${id}</ExceptionId><ExceptionText>${words}</ExceptionText><ExceptionTypeCode>I</ExceptionTypeCode><ExceptionActorText>DLDV VSS</ExceptionActorText></ProgramException>`;
const fault = (reason: string, detail = ''): string =>
  soap(
    `<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason><s:Detail><Exception xmlns="http://aamva.org/exceptions/1.0"><ProgramExceptions>${detail}</ProgramExceptions></Exception></s:Detail></s:Fault>`,
  );

/** The first element of that local name. */
const inner = (xml: string, name: string): string | undefined =>
  new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)</`).exec(xml)?.[1];

class Dldv {
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly certificate = selfSigned(this.keys);
  private readonly contexts = new Map<string, Buffer>();
  private readonly tokens = new Set<string>();

  settings(url: string) {
    return {
      authenticationUrl: `${url}/Authentication/Authenticate.svc`,
      verificationUrl: `${url}/dldv/2.1/online`,
      certificate: this.certificate,
      privateKey: this.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      originatorId: 'ACME',
    };
  }

  readonly serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const xml = await text(request);
    const [status, answer] = this.answer(request.headers['soapaction'], xml);
    response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(answer);
  };

  private answer(action: unknown, xml: string): Answer {
    if (action === VERIFY) return this.verify(xml);
    if (action !== LOGIN) return [500, fault('The action is not known.')];
    return xml.includes('RequestSecurityToken') ? this.openContext(xml) : this.authenticate(xml);
  }

  private openContext(xml: string): Answer {
    if (!isSigned(xml, this.certificate)) return [500, fault('The signature is not valid.')];
    const entropy = Buffer.from(inner(xml, 'BinarySecret') ?? '', 'base64');
    const [own, id] = [randomBytes(32), `urn:uuid:${randomUUID()}`];
    this.contexts.set(id, pSha1(entropy, own));
    return [
      200,
      soap(
        `<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><t:RequestedSecurityToken><c:SecurityContextToken xmlns:c="http://schemas.xmlsoap.org/ws/2005/02/sc" u:Id="uuid-1" xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"><c:Identifier>${id}</c:Identifier></c:SecurityContextToken></t:RequestedSecurityToken><t:Entropy><t:BinarySecret>${own.toString('base64')}</t:BinarySecret></t:Entropy></t:RequestSecurityTokenResponse>`,
      ),
    ];
  }

  private authenticate(xml: string): Answer {
    const key = this.contexts.get(inner(xml, 'Identifier') ?? '');
    if (!key || !isSigned(xml, key)) return [500, fault('The context is not valid.')];
    const token = randomBytes(48).toString('base64');
    this.tokens.add(token);
    return [
      200,
      soap(
        `<AuthenticateResponse xmlns="http://aamva.org/authentication/3.1.0"><AuthenticateResult><Token>${token}</Token><Success>true</Success></AuthenticateResult></AuthenticateResponse>`,
      ),
    ];
  }

  private verify(xml: string): Answer {
    if (!this.tokens.has(inner(xml, 'token') ?? '')) return [500, fault('The token is not valid.')];
    const number = inner(xml, 'IdentificationID') ?? '';
    if (number === '') return [200, fault('Rejected', exception('0001', 'the number is missing'))];
    if (number === 'MVATIMEOUT')
      return [200, fault('Time-out', exception('0047', 'MVA did not respond in a timely fashion'))];
    if (number === 'MVABUSY') return [500, fault('Busy', exception('0048', 'the server is busy'))];
    const found = Object.entries(compare(number, sentIn(xml)));
    const indicators = found.map(([name, value]) => `<${name}MatchIndicator>${value}</${name}MatchIndicator>`).join('');
    const locator = `<TransactionLocatorId>${inner(xml, 'TransactionLocatorId') ?? ''}   </TransactionLocatorId>`;
    return [
      200,
      soap(
        `<VerifyDriverLicenseDataResponse xmlns="http://aamva.org/dldv/wsdl/2.1"><VerifyDriverLicenseDataResult xmlns="http://aamva.org/niem/extensions/1.0">${locator}${indicators}</VerifyDriverLicenseDataResult></VerifyDriverLicenseDataResponse>`,
      ),
    ];
  }
}

const ELEMENTS = {
  birthDate: 'PersonBirthDate',
  firstName: 'PersonGivenName',
  lastName: 'PersonSurName',
  middleName: 'PersonMiddleName',
  suffix: 'PersonNameSuffixText',
  street: 'AddressDeliveryPointText',
  city: 'LocationCityName',
  state: 'LocationStateUsPostalServiceCode',
  zip: 'LocationPostalCode',
  height: 'PersonHeightMeasure',
  weight: 'PersonWeightMeasure',
  eyes: 'PersonEyeColorCode',
  sex: 'PersonSexCode',
  issued: 'DriverLicenseIssueDate',
  expires: 'DriverLicenseExpirationDate',
  category: 'DocumentCategoryCode',
};
const sentIn = (xml: string): Sent =>
  Object.fromEntries(
    Object.entries(ELEMENTS).flatMap(([name, element]) => {
      const value = inner(xml, element);
      return value === undefined ? [] : [[name, value]];
    }),
  );

function isSigned(xml: string, key: string | Buffer): boolean {
  const [signature] = /<ds:Signature[^]*<\/ds:Signature>/.exec(xml) ?? [];
  if (!signature) return false;
  const verifier = new SignedXml({ publicCert: key, idMode: 'wssecurity', getCertFromKeyInfo: () => null });
  if (Buffer.isBuffer(key)) verifier.enableHMAC();
  verifier.publicCert = key;
  verifier.loadSignature(signature);
  try {
    return verifier.checkSignature(xml) && verifier.getSignedReferences().length > 0;
  } catch {
    return false;
  }
}

function pSha1(secret: Buffer, seed: Buffer): Buffer {
  const mac = (data: Buffer) => createHmac('sha1', secret).update(data).digest();
  const first = mac(seed);
  const second = mac(first);
  return Buffer.concat([mac(Buffer.concat([first, seed])), mac(Buffer.concat([second, seed]))]).subarray(0, 32);
}

export async function startAamva(port?: number) {
  const dldv = new Dldv();
  const errorBody = () => ({ type: 'application/soap+xml', body: fault('as asked') });
  const vendor = await startVendor((request, response) => void dldv.serve(request, response), { port, errorBody });
  return { ...vendor, settings: (url = vendor.url) => dldv.settings(url) };
}
