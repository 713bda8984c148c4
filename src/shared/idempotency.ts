import { createHash } from 'node:crypto';
import type { Bytes, TenantDb } from './database.js';
import { badInput, DomainError } from './errors.js';

const KEPT_HOURS = 24;
const LONGEST_KEY = 255;

interface IdempotencyRow {
  organization_id: string;
  operation: string;
  key: string;
  input_hash: Bytes;
  result_id: string;
  created_at: Date;
}

export interface IdempotentRequest {
  readonly organizationId: string;
  /** E.g. Mutation.createVerificationSession. */
  readonly operation: string;
  /** Without one nothing is remembered. */
  readonly key: string | null | undefined;
  /** Everything that was asked for, the key left out. */
  readonly input: unknown;
}

/**
 * Takes the key for this result, in the transaction of the create. Returns the id of the first result where the key
 * was taken within 24 hours; two at once make one, since the second waits for the first's commit.
 * @throws DomainError IDEMPOTENCY_KEY_REUSED where it was taken with another input, BAD_USER_INPUT where it is no key
 */
export async function takeIdempotencyKey(
  db: TenantDb,
  request: IdempotentRequest,
  resultId: string,
  now: Date,
): Promise<string | undefined> {
  const { organizationId, operation, key } = request;
  if (key === null || key === undefined) return undefined;
  if (key === '' || key.length > LONGEST_KEY)
    throw badInput('input.idempotencyKey', `must be 1 to ${LONGEST_KEY} characters`);
  const hash = createHash('sha256').update(canonical(request.input)).digest();
  const keys = () => db<IdempotencyRow>('idempotency_keys').where({ organization_id: organizationId, operation, key });
  await keys()
    .where('created_at', '<', new Date(now.getTime() - KEPT_HOURS * 3600_000))
    .delete();
  const inserted = await db<IdempotencyRow>('idempotency_keys')
    .insert({ organization_id: organizationId, operation, key, input_hash: hash, result_id: resultId, created_at: now })
    .onConflict(['organization_id', 'operation', 'key'])
    .ignore()
    .returning('result_id');
  if (inserted.length > 0) return undefined;
  const taken = await keys().first();
  if (!taken || !hash.equals(taken.input_hash)) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return taken.result_id;
}

/** Of what is erased: the hash of an input tells whoever guesses the input that the guess is right. */
export async function forgetIdempotencyKeys(db: TenantDb, organizationId: string, resultId: string): Promise<void> {
  await db<IdempotencyRow>('idempotency_keys').where({ organization_id: organizationId, result_id: resultId }).delete();
}

/** The same JSON whatever the order of the keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
