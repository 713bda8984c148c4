import type { Knex } from 'knex';
import type { Provider } from '../provider/contract.js';
import type { TenantDb } from '../shared/database.js';
import type { Mode } from '../shared/principal.js';

/** What a provider keeps under a name of its own. */
export interface ProviderCase {
  readonly source: string;
  readonly reference: string;
  readonly provider: Provider;
  readonly mode: Mode;
}
/** For whose sake providers keep it: a session, a scoring, one comparison. */
export interface Holder {
  readonly id: string;
  readonly organizationId: string;
}

interface CaseRow extends ProviderCase {
  organization_id: string;
  holder_id: string;
  opened_at: Date;
  wanted_until: Date;
}

export class CaseRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** One that is noted already stays as it is. */
  async insert(kept: ProviderCase, holderId: string, now: Date, wantedUntil: Date): Promise<void> {
    const { source, reference, provider, mode } = kept;
    const row = { source, reference, provider, mode, holder_id: holderId, opened_at: now, wanted_until: wantedUntil };
    await this.db<CaseRow>('provider_cases')
      .insert({ ...row, organization_id: this.organizationId })
      .onConflict(['organization_id', 'source', 'reference'])
      .ignore();
  }

  /** The provider's name for the latest case that it keeps for the holder: one before may be gone. */
  async referenceOf(holderId: string, source: string): Promise<string | undefined> {
    const row = await this.cases()
      .where({ holder_id: holderId, source })
      .orderBy('opened_at', 'desc')
      .first('reference');
    return row?.reference;
  }

  /** All that is kept for the holder, or one case of it: it is noted no more. */
  async take(holderId: string, reference?: string): Promise<ProviderCase[]> {
    return this.cases()
      .where({ holder_id: holderId, ...(reference === undefined ? {} : { reference }) })
      .delete(['source', 'reference', 'provider', 'mode']);
  }

  private cases() {
    return this.db<CaseRow>('provider_cases').where('organization_id', this.organizationId);
  }
}

/** Whose cases, of all organizations, should have been over by then. */
export async function holdersOverdue(system: Knex, before: Date): Promise<Holder[]> {
  const rows = await system<CaseRow>('provider_cases')
    .where('wanted_until', '<', before)
    .distinct('organization_id', 'holder_id');
  return rows.map((row) => ({ organizationId: row.organization_id, id: row.holder_id }));
}
