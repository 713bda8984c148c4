import type { TenantDb } from '../shared/database.js';

interface AttemptRow {
  id: string;
  organization_id: string;
  kind: string;
  status: string;
  identity_id: string | null;
  verified: boolean | null;
  finalize_requested_at: Date | null;
  completed_at: Date | null;
}

/** Who tried to be an identity, and was not taken for it. */
export class AuthenticationAttemptRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** When these were handed in: those that failed since then, and those that may yet. Newest first. */
  async triesOf(identityId: string, since: Date, most: number): Promise<Date[]> {
    const failed = await this.attempts(identityId)
      .where({ verified: false })
      .where('completed_at', '>', since)
      .orderBy('completed_at', 'desc')
      .limit(most);
    const pending = await this.attempts(identityId)
      .where({ status: 'IN_PROGRESS' })
      .whereNotNull('finalize_requested_at')
      .limit(most);
    return [...pending, ...failed]
      .flatMap((row) => row.completed_at ?? row.finalize_requested_at ?? [])
      .sort((a, b) => b.getTime() - a.getTime());
  }

  private attempts(identityId: string) {
    return this.db<AttemptRow>('sessions')
      .where({ organization_id: this.organizationId, kind: 'AUTHENTICATION', identity_id: identityId })
      .select('completed_at', 'finalize_requested_at');
  }
}
