/** SOAP 1.2 envelopes with WS-Security, without any white space: what is signed must be what is sent. */
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';

export const NS = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  wsa: 'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  trust: 'http://schemas.xmlsoap.org/ws/2005/02/trust',
  sc: 'http://schemas.xmlsoap.org/ws/2005/02/sc',
  dldv: 'http://aamva.org/dldv/wsdl/2.1',
  aa: 'http://aamva.org/niem/extensions/1.0',
  nc: 'http://niem.gov/niem/niem-core/2.0',
} as const;
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const THUMBPRINT = 'http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1';
const LIFETIME_MILLISECONDS = 300_000;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
/** An element, or nothing for a value that is not there: empty ones are not to be sent. */
export const element = (name: string, value: string | undefined): string =>
  value === undefined || value === '' ? '' : `<${name}>${escaped(value)}</${name}>`;

export const envelope = (namespaces: readonly (keyof typeof NS)[], header: string, body: string): string => {
  const declared = (['soap', ...namespaces] as const).map((prefix) => ` xmlns:${prefix}="${NS[prefix]}"`).join('');
  return `<soap:Envelope${declared}><soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
};

export interface Addressed {
  readonly action: string;
  readonly to: string;
  readonly now: Date;
}
/** Addressing, and a security header that holds a timestamp and what the caller puts beside it. */
export function securityHeader({ action, to, now }: Addressed, token: string): string {
  const expires = new Date(now.getTime() + LIFETIME_MILLISECONDS);
  return [
    `<wsa:Action soap:mustUnderstand="1">${escaped(action)}</wsa:Action>`,
    `<wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID>`,
    '<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>',
    `<wsa:To soap:mustUnderstand="1" wsu:Id="_1">${escaped(to)}</wsa:To>`,
    '<wsse:Security soap:mustUnderstand="1"><wsu:Timestamp wsu:Id="_0">',
    `<wsu:Created>${now.toISOString()}</wsu:Created><wsu:Expires>${expires.toISOString()}</wsu:Expires>`,
    `</wsu:Timestamp>${token}</wsse:Security>`,
  ].join('');
}

export const certificateToken = (certificate: string): string =>
  `<wsse:BinarySecurityToken ValueType="${WSS}-x509-token-profile-1.0#X509v3" EncodingType="${WSS}-soap-message-security-1.0#Base64Binary">${new X509Certificate(certificate).raw.toString('base64')}</wsse:BinarySecurityToken>`;

/** RSA over timestamp and destination; the key is named by its certificate's thumbprint. SHA-1 is what AAMVA asks for. */
export function signByCertificate(xml: string, key: string, certificate: string): string {
  const print = createHash('sha1').update(new X509Certificate(certificate).raw).digest('base64');
  const named = `<wsse:SecurityTokenReference xmlns:wsse="${NS.wsse}"><wsse:KeyIdentifier ValueType="${THUMBPRINT}">${print}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`;
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: `${DSIG}rsa-sha1`,
    canonicalizationAlgorithm: EXCLUSIVE,
    idMode: 'wssecurity',
    getKeyInfoContent: () => named,
  });
  return sign(signer, xml, ['Timestamp', 'To']);
}

/** HMAC over the timestamp with the key that both sides computed. */
export function signBySecret(xml: string, secret: Buffer, tokenId: string): string {
  const named = `<wsse:SecurityTokenReference xmlns:wsse="${NS.wsse}"><wsse:Reference URI="#${escaped(tokenId)}" ValueType="${NS.sc}/sct"></wsse:Reference></wsse:SecurityTokenReference>`;
  const signer = new SignedXml({
    privateKey: secret,
    signatureAlgorithm: `${DSIG}hmac-sha1`,
    canonicalizationAlgorithm: EXCLUSIVE,
    idMode: 'wssecurity',
    getKeyInfoContent: () => named,
  });
  signer.enableHMAC();
  signer.getKeyInfoContent = () => named;
  return sign(signer, xml, ['Timestamp']);
}

function sign(signer: SignedXml, xml: string, names: readonly string[]): string {
  for (const name of names)
    signer.addReference({
      xpath: `//*[local-name(.)='${name}']`,
      transforms: [EXCLUSIVE],
      digestAlgorithm: `${DSIG}sha1`,
    });
  const location = { reference: "//*[local-name(.)='Security']", action: 'append' as const };
  signer.computeSignature(xml, { prefix: 'ds', location });
  return signer.getSignedXml();
}
