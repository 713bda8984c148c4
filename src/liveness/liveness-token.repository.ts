import type { LivenessStep } from '../provider/contract.js';
import type { Bytes, TenantDb } from '../shared/database.js';

/** A check whose frames go to a provider past us. */
export interface HeldCheck {
  /** The adapter that began it. */
  readonly holder: string;
  /** The provider's name for it. */
  readonly reference: string;
}

/** A chance to show that one is alive; the steps are bound to it. The token itself is only with the subject's device. */
export interface LivenessToken {
  readonly id: string;
  readonly subjectId: string;
  readonly hash: Bytes;
  readonly steps: readonly LivenessStep[];
  readonly held: HeldCheck | undefined;
  readonly tries: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

interface LivenessTokenRow {
  id: string;
  organization_id: string;
  subject_id: string;
  hash: Bytes;
  steps: LivenessStep[];
  holder: string | null;
  reference: string | null;
  tries: number;
  created_at: Date;
  expires_at: Date;
}

export class LivenessTokenRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async count(subjectId: string): Promise<number> {
    const ids = await this.tokens().where({ subject_id: subjectId }).select('id');
    return ids.length;
  }

  async find(subjectId: string, hash: Bytes): Promise<LivenessToken | undefined> {
    const row = await this.tokens().where({ subject_id: subjectId, hash }).first();
    return (
      row && {
        id: row.id,
        subjectId: row.subject_id,
        hash: row.hash,
        steps: row.steps,
        held: row.holder && row.reference ? { holder: row.holder, reference: row.reference } : undefined,
        tries: row.tries,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }
    );
  }

  async insert(token: LivenessToken): Promise<void> {
    await this.tokens().insert({
      id: token.id,
      organization_id: this.organizationId,
      subject_id: token.subjectId,
      hash: token.hash,
      steps: [...token.steps],
      holder: token.held?.holder ?? null,
      reference: token.held?.reference ?? null,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    });
  }

  async countTry(id: string): Promise<void> {
    await this.tokens().where({ id }).increment('tries', 1);
  }

  private tokens() {
    return this.db<LivenessTokenRow>('liveness_tokens').where('organization_id', this.organizationId);
  }
}
