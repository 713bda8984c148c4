import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  /** With the query, as it is sent. */
  readonly path: string;
  /** Empty for none. */
  readonly body: string | Uint8Array;
}

/** Standard Webhooks signs neither method nor path, and a GET has no body: requests have a text of their own. */
export function signRequest(secret: string, { id, at, method, path, body }: SignedRequest): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = createHash('sha256').update(body).digest('hex');
  const text = [id, timestamp, method, path, digest].join('.');
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(text).digest('base64');
  return { 'idv-request-id': id, 'idv-timestamp': timestamp, 'idv-signature': `v1,${signature}` };
}
