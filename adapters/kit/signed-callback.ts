/** Call-backs signed by Standard Webhooks 1.0.0: https://www.standardwebhooks.com */
import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type InboundCallback, ProviderError } from '../../src/provider/contract.js';

const TOLERANCE_SECONDS = 300;

/**
 * The id of a message whose signature and time are right; several secrets while one takes over from another. The
 * package signs, and the time is held against the caller's clock rather than the package's own.
 */
export function verifyCallback({ headers, body }: InboundCallback, secrets: readonly string[], now: Date): string {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures) throw new ProviderError('forged', 'signature_missing');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw new ProviderError('forged', 'timestamp_out_of_tolerance');
  const text = Buffer.from(body).toString('utf8');
  const at = new Date(Number(timestamp) * 1000);
  const expected = secrets.map((secret) => new Webhook(secret).sign(id, at, text));
  const isGenuine = signatures.split(' ').some((given) => expected.some((right) => isSame(given, right)));
  if (!isGenuine) throw new ProviderError('forged', 'signature_wrong');
  return id;
}

export const signCallback = (secret: string, id: string, at: Date, body: string): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, at, body),
});

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
