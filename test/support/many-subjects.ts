import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { searchTokens } from '../../src/shared/search-token.js';
import { master, organizationId } from './many-sessions.js';

/** Of the subjects made here, one in so many is found by this word, is of SANDBOX, and is in a rare state. */
const RARE = 1000;
export const RARE_WORD = 'zephyrine';

/** So many scorings, identifications and identities of an organization, written by the database itself. */
export async function makeSubjects(system: Knex, count: number): Promise<string> {
  const clientId = randomUUID();
  await system('organizations').insert({ id: organizationId, name: 'Crowd', created_at: new Date() });
  await system('clients').insert({ id: clientId, organization_id: organizationId, name: 'a', created_at: new Date() });
  await system.raw(
    `insert into scorings (id, organization_id, mode, document_type, country, provider, fallbacks, settings, status,
       version, attempts, max_score_retries, created_at, expires_at)
     select ${id('0')}, ?, ${mode}, 'PASSPORT', 'ES', case when i % ${RARE} = 1 then 'VERIDAS' else 'INTERNAL' end, '{}',
       '{}', case when i % ${RARE} = 0 then 'DELEGATED' when i % 10 = 1 then 'OPEN' else 'SCORED' end, 1, 0, 5,
       ${made}, ${made} + interval '1 day'
     from generate_series(1, ?::integer) i`,
    [organizationId, count],
  );
  await system.raw(
    `insert into identifications (id, organization_id, mode, configuration_name, status, version, scoring_id, attempts,
       rejection_reasons, created_at, expires_at)
     select ${id('1')}, ?, ${mode}, case when i % ${RARE} = 1 then 'HIGH' else 'MEDIUM' end,
       case when i % ${RARE} = 0 then 'REJECTED' when i % 10 = 1 then 'PENDING' else 'VALIDATED' end, 1, ${id('0')}, 0,
       '{}', ${made}, ${made} + interval '1 day'
     from generate_series(1, ?::integer) i`,
    [organizationId, count],
  );
  await system.raw(
    `insert into identities (id, organization_id, mode, client_id, user_id, version, created_at, ofac_status, dmv_status,
       verified)
     select ${id('2')}, ?, ${mode}, case when i % ${RARE} = 2 then ?::uuid end, 'user-' || i % 1000, 1, ${made},
       'CLEAR', 'UNKNOWN', i % ${RARE} <> 3
     from generate_series(1, ?::integer) i`,
    [organizationId, clientId, count],
  );
  for (const table of ['identifications', 'identities'])
    for (const token of searchTokens(master, organizationId, [RARE_WORD]))
      await system.raw(
        `insert into search_tokens (organization_id, subject_id, token)
         select organization_id, id, ? from ${table} where mode = 'SANDBOX'`,
        [token],
      );
  for (const table of ['scorings', 'identifications', 'identities', 'search_tokens'])
    await system.raw(`analyze ${table}`);
  return clientId;
}

const id = (kind: string): string =>
  `(lpad(to_hex(1760000000000 + i), 12, '0') || '7000800${kind}' || lpad(to_hex(i), 12, '0'))::uuid`;
const made = 'to_timestamp((1760000000000 + i) / 1000.0)';
const mode = `case when i % ${RARE} = 0 then 'SANDBOX' else 'LIVE' end`;
