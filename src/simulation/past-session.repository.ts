import type { ScoredDocumentType } from '../scoring/weights.js';
import { type Comparator, SWITCHED_OFF, type TestName, type TestOutcome, type TestSignal } from '../scoring/tests.js';
import type { TenantDb } from '../shared/database.js';
import type { Mode } from '../shared/principal.js';

/** What a simulation reads of a session that was judged: nothing personal, so nothing is sealed. */
export interface JudgedSession {
  readonly id: string;
  readonly documentType: ScoredDocumentType;
  readonly livenessMode: 'PASSIVE' | 'PASSIVE_ACTIVE';
  readonly weightsId: string | undefined;
  readonly verified: boolean;
  readonly tests: readonly TestSignal[];
}

export interface JudgedFilter {
  readonly mode: Mode;
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly limit: number;
}

interface JudgedRow {
  id: string;
  document_type: ScoredDocumentType;
  liveness_mode: 'PASSIVE' | 'PASSIVE_ACTIVE';
  weights_id: string | null;
  signals: string;
  verified: boolean;
}

type Signal = [
  name: TestName,
  outcome: TestOutcome,
  confidence: number | null,
  metric: number | null,
  threshold: number | null,
  comparator: Comparator | null,
  isSwitchedOff: boolean,
];

export class PastSessionRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  /** Verification sessions with a verdict, newest first. */
  async judged({ mode, clientId, userId, from, to, limit }: JudgedFilter): Promise<JudgedSession[]> {
    const query = this.db('sessions')
      .select<JudgedRow[]>('id', 'document_type', 'liveness_mode', 'weights_id', 'signals')
      .select(this.db.raw(`(score ->> 'verified')::boolean as verified`))
      .where({ organization_id: this.organizationId, kind: 'VERIFICATION', status: 'COMPLETE', mode })
      .whereNotNull('score')
      .whereNotNull('signals')
      .orderBy('id', 'desc')
      .limit(limit);
    if (clientId) query.where('client_id', clientId);
    if (userId) query.where('user_id', userId);
    if (from) query.where('created_at', '>=', from);
    if (to) query.where('created_at', '<', to);
    return (await query).map(fromRow);
  }
}

const fromRow = (row: JudgedRow): JudgedSession => ({
  id: row.id,
  documentType: row.document_type,
  livenessMode: row.liveness_mode,
  weightsId: row.weights_id ?? undefined,
  verified: row.verified,
  tests: (JSON.parse(row.signals) as Signal[]).map(signalOf),
});

const OFF: readonly string[] = [SWITCHED_OFF];
const NONE: readonly string[] = [];
const signalOf = ([name, outcome, confidence, metric, threshold, comparator, isSwitchedOff]: Signal): TestSignal => ({
  name,
  outcome,
  confidence,
  metric,
  threshold,
  comparator,
  reasons: isSwitchedOff ? OFF : NONE,
});
