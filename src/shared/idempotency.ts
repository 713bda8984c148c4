import { createHash } from 'node:crypto';
import type { Bytes, TenantDb } from './database.js';
import { DomainError } from './errors.js';

const KEPT_HOURS = 24;

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
  readonly key: string;
  /** Everything that was asked for, the key left out. */
  readonly input: unknown;
}

/**
 * Takes the key for this result, in the transaction of the create. Returns the id of the first result where the key
 * was taken within 24 hours; two at once make one, since the second waits for the first's commit.
 * @throws DomainError IDEMPOTENCY_KEY_REUSED where it was taken with another input
 */
export async function takeIdempotencyKey(
  db: TenantDb,
  request: IdempotentRequest,
  resultId: string,
  now: Date,
): Promise<string | undefined> {
  const { organizationId, operation, key } = request;
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

/** The same JSON whatever the order of the keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
