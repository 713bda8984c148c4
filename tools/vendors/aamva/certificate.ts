/** A self-signed certificate in DER, written out: Node makes keys, and no certificates. */
import { type KeyPairKeyObjectResult, sign } from 'node:crypto';

const tagged = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const SEQUENCE = 0x30;
const sequence = (...parts: Buffer[]): Buffer => tagged(SEQUENCE, ...parts);
const bits = (body: Buffer): Buffer => tagged(0x03, Buffer.from([0]), body);
const time = (text: string): Buffer => tagged(0x17, Buffer.from(text));
const SHA256_RSA = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));
const NAME = sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('local')))));

export function selfSigned({ publicKey, privateKey }: KeyPairKeyObjectResult): string {
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const version = tagged(0xa0, Buffer.from('020102', 'hex'));
  const validity = sequence(time('250101000000Z'), time('491231235959Z'));
  const body = sequence(version, Buffer.from('020101', 'hex'), SHA256_RSA, NAME, validity, NAME, key);
  const der = sequence(body, SHA256_RSA, bits(sign('RSA-SHA256', body, privateKey)));
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
