import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { addSeconds } from './clock.js';
import type { Bytes, TenantDb } from './database.js';
import { badInput, DomainError } from './errors.js';
import type { JobKind } from './jobs.js';

/** Forgets keys that nobody can repeat any more. */
export const KEY_PRUNING: JobKind<Record<string, never>> = {
  queue: 'idempotency-pruning',
  retryLimit: 10,
  expireInSeconds: 600,
};
const KEPT_SECONDS = 24 * 3600;
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
  const key = checkedKey(request);
  if (key === undefined) return undefined;
  await keysOf(db, request, key).where('created_at', '<', horizon(now)).delete();
  const inserted = await db<IdempotencyRow>('idempotency_keys')
    .insert({ ...placeOf(request, key), input_hash: hashOf(request), result_id: resultId, created_at: now })
    .onConflict(['organization_id', 'operation', 'key'])
    .ignore()
    .returning('result_id');
  if (inserted.length > 0) return undefined;
  return resultOf(await keysOf(db, request, key).first(), request);
}

/**
 * The id of the result that the key stands for already: for what is judged before a create begins, and may be judged
 * otherwise by now.
 * @throws DomainError as takeIdempotencyKey does
 */
export async function findByIdempotencyKey(
  db: TenantDb,
  request: IdempotentRequest,
  now: Date,
): Promise<string | undefined> {
  const key = checkedKey(request);
  if (key === undefined) return undefined;
  const taken = await keysOf(db, request, key).where('created_at', '>=', horizon(now)).first();
  return taken && resultOf(taken, request);
}

/** The job of KEY_PRUNING, for all organizations. */
export async function pruneIdempotencyKeys(system: Knex, now: Date): Promise<void> {
  await system<IdempotencyRow>('idempotency_keys').where('created_at', '<', horizon(now)).delete();
}

const horizon = (now: Date): Date => addSeconds(now, -KEPT_SECONDS);

function checkedKey({ key }: IdempotentRequest): string | undefined {
  if (key === null || key === undefined) return undefined;
  if (key === '' || key.length > LONGEST_KEY)
    throw badInput('input.idempotencyKey', `must be 1 to ${LONGEST_KEY} characters`);
  return key;
}

const placeOf = ({ organizationId, operation }: IdempotentRequest, key: string) => ({
  organization_id: organizationId,
  operation,
  key,
});
const keysOf = (db: TenantDb, request: IdempotentRequest, key: string) =>
  db<IdempotencyRow>('idempotency_keys').where(placeOf(request, key));
const hashOf = ({ input }: IdempotentRequest): Buffer => createHash('sha256').update(canonical(input)).digest();

function resultOf(taken: IdempotencyRow | undefined, request: IdempotentRequest): string {
  if (!taken || !hashOf(request).equals(taken.input_hash)) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
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
