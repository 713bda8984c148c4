import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An organization's own issuer of tokens: its keys over HTTP on loopback, and tokens for whom a test names. */
export async function startIssuer(issuer = 'https://id.example.com') {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sign = (key: CryptoKey) => (claims: Readonly<Record<string, unknown>>) =>
    new SignJWT({ iss: issuer, sub: 'u-7', exp: Math.floor(Date.now() / 1000) + 600, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(key);
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    token: sign(privateKey),
    forged: sign(other.privateKey),
    /** How often the keys were asked for. */
    asked: () => asked,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
