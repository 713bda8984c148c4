import type { Provider } from '../provider/contract.js';
import type { Comparator, TestName, TestOutcome } from '../scoring/tests.js';
import type { TenantDb } from '../shared/database.js';

/** One check of one source, with what it rests on. */
export interface TestResult {
  readonly name: TestName;
  readonly outcome: TestOutcome;
  readonly confidence?: number | undefined;
  readonly metric?: number | undefined;
  readonly threshold?: number | undefined;
  readonly comparator?: Comparator | undefined;
  readonly provider?: Provider | undefined;
  readonly source: string;
  readonly reasons: readonly string[];
  readonly evidence?: Readonly<Record<string, unknown>> | undefined;
  readonly performedAt?: Date | undefined;
}

interface TestRow {
  organization_id: string;
  session_id: string;
  name: TestName;
  outcome: TestOutcome;
  confidence: number | null;
  metric: number | null;
  threshold: number | null;
  comparator: Comparator | null;
  provider: Provider | null;
  source: string;
  reasons: string[];
  evidence: Record<string, unknown> | null;
  performed_at: Date | null;
}

export class TestRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async ofSessions(sessionIds: readonly string[]): Promise<Map<string, TestResult[]>> {
    const rows = await this.db<TestRow>('test_results')
      .where('organization_id', this.organizationId)
      .whereIn('session_id', [...sessionIds]);
    const found = new Map<string, TestResult[]>(sessionIds.map((id) => [id, []]));
    for (const row of rows) found.get(row.session_id)?.push(fromRow(row));
    return found;
  }

  /** The latest result of a test stands. */
  async save(sessionId: string, results: readonly TestResult[]): Promise<void> {
    if (results.length === 0) return;
    await this.db('test_results')
      .insert(results.map((result) => this.toRow(sessionId, result)))
      .onConflict(['organization_id', 'session_id', 'name'])
      .merge();
  }

  private toRow(sessionId: string, result: TestResult) {
    return {
      organization_id: this.organizationId,
      session_id: sessionId,
      name: result.name,
      outcome: result.outcome,
      confidence: result.confidence ?? null,
      metric: result.metric ?? null,
      threshold: result.threshold ?? null,
      comparator: result.comparator ?? null,
      provider: result.provider ?? null,
      source: result.source,
      reasons: [...result.reasons],
      evidence: result.evidence ? JSON.stringify(result.evidence) : null,
      performed_at: result.performedAt ?? null,
    };
  }
}

const fromRow = (row: TestRow): TestResult => ({
  name: row.name,
  outcome: row.outcome,
  confidence: row.confidence ?? undefined,
  metric: row.metric ?? undefined,
  threshold: row.threshold ?? undefined,
  comparator: row.comparator ?? undefined,
  provider: row.provider ?? undefined,
  source: row.source,
  reasons: row.reasons,
  evidence: row.evidence ?? undefined,
  performedAt: row.performed_at ?? undefined,
});
