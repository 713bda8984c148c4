import { SignJWT } from 'jose';
import type { MasterKey } from './encryption.js';

/** A JWS by the service over what was destroyed: ids and counts, nothing personal. */
export async function issueReceipt(
  master: MasterKey,
  facts: Readonly<Record<string, string | number>>,
  now: Date,
): Promise<string> {
  return new SignJWT(facts)
    .setProtectedHeader({ alg: 'HS256', typ: 'proofgate-erasure' })
    .setIssuedAt(now)
    .sign(master.derive('receipt'));
}
