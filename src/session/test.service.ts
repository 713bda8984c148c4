import type { Database } from '../shared/database.js';
import { TestRepository, type TestResult } from './test.repository.js';

export type { TestResult };

export class TestService {
  constructor(private readonly database: Database) {}

  /** The results of these sessions, by session. */
  async ofSessions(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, TestResult[]>> {
    return this.database.tenant(organizationId, (db) => new TestRepository(db, organizationId).ofSessions(sessionIds));
  }
}
