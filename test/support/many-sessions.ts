import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Operator } from '../../src/shared/principal.js';
import { pairTokens, searchTokens } from '../../src/shared/search-token.js';
import { MasterKey } from '../../src/shared/encryption.js';

export const master = new MasterKey(Buffer.alloc(32, 7));
export const organizationId = 'crowd';
export const operator: Operator = {
  kind: 'operator',
  organizationId,
  role: 'ADMIN',
  mode: 'LIVE',
  keyId: randomUUID(),
};

/** Of the sessions made here, one in so many. */
const RARE = 1000;
export const RARE_NAME = 'zephyrine';
export const RARE_PAIR = { order: 'rare' };

/**
 * An organization with so many verification sessions, written by the database itself: of ten clients and a thousand
 * users, most of them complete, each thousandth blocked, about a known identity, and with a name and a pair to search.
 */
export async function makeSessions(system: Knex, count: number): Promise<{ clientIds: string[]; identityId: string }> {
  const clientIds = Array.from({ length: 10 }, () => randomUUID());
  const identityId = randomUUID();
  await system('organizations').insert({ id: organizationId, name: 'Crowd', created_at: new Date() });
  await system('clients').insert(
    clientIds.map((id) => ({ id, organization_id: organizationId, name: id, created_at: new Date() })),
  );
  await system.raw(
    `insert into sessions (id, organization_id, kind, client_id, user_id, mode, provider, status, status_reason, version,
       settings, liveness_mode, liveness_provider, created_at, expires_at, verified, identity_id, metadata)
     select (lpad(to_hex(1760000000000 + i), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid, ?, 'VERIFICATION',
       (?::uuid[])[1 + i % 10], 'user-' || i % 1000, 'LIVE', 'INTERNAL',
       case when i % ${RARE} = 0 then 'TEMPORARILY_BLOCKED' when i % 10 = 1 then 'EXPIRED' else 'COMPLETE' end,
       case when i % ${RARE} = 0 then 'MANUAL_REVIEW' end, 1, '{}', 'PASSIVE', 'INTERNAL',
       to_timestamp((1760000000000 + i) / 1000.0), to_timestamp((1760000000000 + i) / 1000.0 + 3600),
       case when i % 10 > 1 then i % ${RARE} <> 2 end, case when i % ${RARE} = 0 then ?::uuid end, '{}'
     from generate_series(1, ?::integer) i`,
    [organizationId, clientIds, identityId, count],
  );
  for (const token of [
    ...searchTokens(master, organizationId, [RARE_NAME]),
    ...pairTokens(master, organizationId, RARE_PAIR),
  ])
    await system.raw(
      `insert into search_tokens (organization_id, subject_id, token)
       select organization_id, id, ? from sessions where status_reason = 'MANUAL_REVIEW'`,
      [token],
    );
  // Everybody else is called something, too.
  await system.raw(
    `insert into search_tokens (organization_id, subject_id, token)
     select organization_id, id, decode(md5(id::text || n), 'hex') from sessions, generate_series(1, 5) n`,
  );
  await system.raw('analyze sessions');
  await system.raw('analyze search_tokens');
  return { clientIds, identityId };
}
