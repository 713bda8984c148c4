import type { Provider } from '../provider/contract.js';
import { type Comparator, SWITCHED_OFF, type TestName, type TestOutcome } from '../scoring/tests.js';
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
  subject_id: string;
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

export class TestResultRepository {
  constructor(
    private readonly db: TenantDb,
    private readonly organizationId: string,
  ) {}

  async ofSubjects(subjectIds: readonly string[]): Promise<Map<string, TestResult[]>> {
    const rows = await this.db<TestRow>('test_results')
      .where('organization_id', this.organizationId)
      .whereIn('subject_id', [...subjectIds]);
    const found = new Map<string, TestResult[]>(subjectIds.map((id) => [id, []]));
    for (const row of rows) found.get(row.subject_id)?.push(fromRow(row));
    return found;
  }

  /** The latest result of a test stands. */
  async save(subjectId: string, results: readonly TestResult[]): Promise<void> {
    if (results.length === 0) return;
    await this.db('test_results')
      .insert(results.map((result) => this.toRow(subjectId, result)))
      .onConflict(['organization_id', 'subject_id', 'name'])
      .merge();
    await this.summarize(subjectId);
  }

  /** A session keeps all its results in one value too, so that thousands of sessions are read in one go. */
  private async summarize(subjectId: string): Promise<void> {
    await this.db.raw(
      `update sessions set signals = (
         select json_agg(json_build_array(
                  name, outcome, confidence, metric, threshold, comparator, ? = any(reasons)))::text
           from test_results where organization_id = ? and subject_id = ?::uuid)
       where organization_id = ? and id = ?::uuid`,
      [SWITCHED_OFF, this.organizationId, subjectId, this.organizationId, subjectId],
    );
  }

  private toRow(subjectId: string, result: TestResult) {
    return {
      organization_id: this.organizationId,
      subject_id: subjectId,
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
