/** A service account's tokens: its own, and short-lived ones for somebody else. */
import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { type AdapterTools, ProviderError } from '../../src/provider/contract.js';
import { exchange, failureOf, readJson } from '../kit/http.js';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const EARLY_MILLISECONDS = 60_000;

/** The JSON file that Google gives for a service account; what is not needed of it is ignored. */
export const serviceAccount = z.object({
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
});
export type ServiceAccount = z.infer<typeof serviceAccount>;

const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const impersonated = z.object({ accessToken: z.string().min(1), expireTime: z.coerce.date() });

export class GoogleAccount {
  private token: { readonly value: string; readonly until: number } | undefined;

  constructor(
    private readonly account: ServiceAccount,
    private readonly tools: AdapterTools,
  ) {}

  /** One that is valid for a minute at least. */
  async accessToken(signal: AbortSignal): Promise<string> {
    const now = this.tools.now().getTime();
    if (this.token && this.token.until - EARLY_MILLISECONDS > now) return this.token.value;
    const assertion = await this.assert(now);
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = { method: 'POST', url: this.account.token_uri, headers, body: body.toString() } as const;
    const reply = await exchange(this.tools.fetch, asked, signal);
    // A refused assertion is answered with 400: it says nothing of the document.
    if (reply.status >= 400 && reply.status < 500 && reply.status !== 429) throw this.refused(reply.status);
    if (reply.status !== 200) throw failureOf(reply.status);
    const { access_token: value, expires_in } = readJson(reply, granted);
    this.token = { value, until: now + expires_in * 1000 };
    return value;
  }

  /** Google knows no credential for one document: this one may do what its account may do, for a short while. */
  async impersonate(email: string, seconds: number, iam: string, signal: AbortSignal) {
    const body = JSON.stringify({ scope: [SCOPE], lifetime: `${Math.min(seconds, 3600)}s`, delegates: [] });
    const url = `${iam}/v1/projects/-/serviceAccounts/${encodeURIComponent(email)}:generateAccessToken`;
    const token = await this.accessToken(signal);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const reply = await exchange(this.tools.fetch, { method: 'POST', url, headers, body }, signal);
    if (reply.status === 401 || reply.status === 403 || reply.status === 404) throw this.refused(reply.status);
    if (reply.status !== 200) throw failureOf(reply.status);
    return readJson(reply, impersonated);
  }

  forget(): void {
    this.token = undefined;
  }

  private async assert(now: number): Promise<string> {
    const { client_email, private_key, token_uri } = this.account;
    const key = await importPKCS8(private_key, 'RS256').catch((cause: unknown) => {
      throw new ProviderError('unavailable', 'private_key_unusable', { cause });
    });
    const seconds = Math.floor(now / 1000);
    return new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(client_email)
      .setAudience(token_uri)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 3600)
      .sign(key);
  }

  private refused(status: number): ProviderError {
    this.tools.log.error({ status }, 'Google refuses the service account');
    return new ProviderError('unavailable', 'credentials_refused');
  }
}
