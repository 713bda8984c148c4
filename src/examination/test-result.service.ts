import type { TestSignal } from '../scoring/tests.js';
import type { Database, TenantDb } from '../shared/database.js';
import { TestResultRepository, type TestResult } from './test-result.repository.js';

export type { TestResult };

/** A stored result, as the score needs it. */
export const signalOf = (test: TestResult): TestSignal => ({
  name: test.name,
  outcome: test.outcome,
  reasons: test.reasons,
  confidence: test.confidence ?? null,
  metric: test.metric ?? null,
  threshold: test.threshold ?? null,
  comparator: test.comparator ?? null,
});

export class TestResultService {
  constructor(private readonly database: Database) {}

  /** The results of these subjects, by subject. */
  async ofSubjects(organizationId: string, subjectIds: readonly string[]): Promise<Map<string, TestResult[]>> {
    return this.database.tenant(organizationId, (db) =>
      new TestResultRepository(db, organizationId).ofSubjects(subjectIds),
    );
  }

  /** In the transaction of the change that they belong to; the latest result of a test stands. */
  async save(db: TenantDb, organizationId: string, subjectId: string, results: readonly TestResult[]): Promise<void> {
    await new TestResultRepository(db, organizationId).save(subjectId, results);
  }
}
