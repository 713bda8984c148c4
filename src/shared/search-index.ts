import type { TenantDb } from './database.js';
import type { MasterKey } from './encryption.js';
import type { Subject } from './keyring.js';
import { pairTokens, queryTokens, searchTokens } from './search-token.js';

/** Finds what is sealed: subjects by keyed tokens of their words and pairs, from which nothing can be read. */
export class SearchIndex {
  constructor(private readonly master: MasterKey) {}

  /** Makes a subject findable by these words too. */
  async addWords(db: TenantDb, subject: Subject, values: readonly (string | undefined)[]): Promise<void> {
    const words = values.filter((value) => value !== undefined);
    await insert(db, subject, searchTokens(this.master, subject.organizationId, words));
  }

  /** And by each of these pairs, whole. */
  async addPairs(db: TenantDb, subject: Subject, pairs: Readonly<Record<string, string>>): Promise<void> {
    await insert(db, subject, pairTokens(this.master, subject.organizationId, pairs));
  }

  async remove(db: TenantDb, { organizationId, subjectId }: Subject): Promise<void> {
    await db('search_tokens').where({ organization_id: organizationId, subject_id: subjectId }).delete();
  }

  /** What a subject must have all of, to be found by these words and pairs. */
  tokens(organizationId: string, term: string, pairs: Readonly<Record<string, string>>): Buffer[] {
    return [...queryTokens(this.master, organizationId, term), ...pairTokens(this.master, organizationId, pairs)];
  }
}

async function insert(db: TenantDb, subject: Subject, tokens: readonly Buffer[]): Promise<void> {
  if (tokens.length === 0) return;
  const { organizationId, subjectId } = subject;
  await db('search_tokens')
    .insert(tokens.map((token) => ({ organization_id: organizationId, subject_id: subjectId, token })))
    .onConflict(['organization_id', 'token', 'subject_id'])
    .ignore();
}
