import { type Adapter, type DocumentEvidence, type DocumentRequest, ProviderError } from '../provider/contract.js';
import type { Answered, ProviderRegistry, Wanted } from '../provider/registry.js';
import type { Capability } from '../provider/route.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database, TenantDb } from '../shared/database.js';
import type { Attempt, JobKind, Jobs } from '../shared/jobs.js';
import type { Logger } from '../shared/logger.js';
import { CaseRepository, type Holder, holdersOverdue, type ProviderCase } from './case.repository.js';

/** Has a provider delete what it keeps. One that is down, or switched off, is asked again for two days. */
export const RELEASE: JobKind<ProviderCase & { organizationId: string }> = {
  queue: 'case-release',
  retryLimit: 300,
  expireInSeconds: 180,
};
/** Releases what nobody did who should have. */
export const CASE_SWEEP: JobKind<Record<string, never>> = { queue: 'case-sweep', retryLimit: 10, expireInSeconds: 600 };

/** What was begun in time may end after it. */
const GRACE_SECONDS = 3600;

/** Until when, at most, anything is wanted of what is kept. */
export interface ExpiringHolder extends Holder {
  readonly expiresAt: Date;
}
/** Of whom it is asked. */
type CaseWanted = Wanted & Pick<ProviderCase, 'mode'>;
/** An answer, or a failure, that leaves something at the provider. */
interface Leaving {
  readonly reference?: string | undefined;
}

/** What providers keep for us: noted with the answer that leaves it, and released once nothing of it is wanted any more. */
export class CaseService {
  constructor(
    private readonly database: Database,
    private readonly providers: ProviderRegistry,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /**
   * Asks for something of which the provider may keep a case; the question is told the one that it keeps already.
   * @throws ProviderError
   */
  async ask<Answer extends Leaving>(
    holder: ExpiringHolder,
    capability: Capability,
    wanted: CaseWanted,
    question: (adapter: Adapter, signal: AbortSignal, known?: string) => Promise<Answer> | undefined,
    signal?: AbortSignal,
  ): Promise<Answered<Answer> | undefined> {
    const { provider, mode } = wanted;
    const asked = async (adapter: Adapter, limit: AbortSignal, source: string): Promise<Answer | undefined> => {
      if (!adapter.release) return question(adapter, limit);
      const known = await this.referenceOf(holder, source);
      const note = async ({ reference }: Leaving) => {
        if (reference === undefined || reference === known) return;
        await this.note(holder, { source, reference, provider, mode });
      };
      try {
        const answer = await question(adapter, limit, known);
        if (answer) await note(answer);
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) await note(error);
        throw error;
      }
    };
    return this.providers.ask(capability, wanted, asked, signal);
  }

  /**
   * Has one side of a document looked at, in the case that holds the other one.
   * @throws ProviderError also where no adapter can look at it
   */
  async analyze(
    holder: ExpiringHolder,
    wanted: CaseWanted,
    request: DocumentRequest,
    signal: AbortSignal,
  ): Promise<Answered<DocumentEvidence>> {
    const question = (adapter: Adapter, limit: AbortSignal, reference?: string) =>
      adapter.analyzeDocument?.(reference === undefined ? request : { ...request, reference }, limit);
    const answered = await this.ask(holder, 'analyzeDocument', wanted, question, signal);
    if (!answered) throw new ProviderError('refused', 'not_supported');
    return answered;
  }

  private async note(holder: ExpiringHolder, kept: ProviderCase): Promise<void> {
    const { id, organizationId, expiresAt } = holder;
    await this.database.tenant(organizationId, (db) =>
      new CaseRepository(db, organizationId).insert(kept, id, this.clock(), expiresAt),
    );
  }

  /** In the change after which nothing is wanted of what is kept for the holder, or of one case of it. */
  async end(db: TenantDb, { id, organizationId }: Holder, reference?: string): Promise<void> {
    for (const kept of await new CaseRepository(db, organizationId).take(id, reference))
      await this.jobs.send(db, RELEASE, { organizationId, ...kept });
  }

  /** The same, where nothing else changes. */
  async endAlone(holder: Holder): Promise<void> {
    await this.database.tenant(holder.organizationId, (db) => this.end(db, holder));
  }

  /** The job of RELEASE: harmless where the provider has let go of it already. */
  async release(job: ProviderCase & { organizationId: string }, { signal, isLast }: Attempt): Promise<void> {
    const { source, reference } = job;
    try {
      const release = async (adapter: Adapter, limit: AbortSignal) => {
        await adapter.release?.(reference, limit);
        return true;
      };
      const released = await this.providers.ask('release', job, release, signal);
      if (!released) throw new ProviderError('unavailable', 'no_capability');
    } catch (error) {
      const isFinal = isLast() || (error instanceof ProviderError && error.kind === 'refused');
      if (!isFinal) throw error;
      this.log.warn({ err: error, source, reference }, 'a case stays with its provider');
    }
  }

  /** The job of CASE_SWEEP. */
  async sweep(): Promise<void> {
    const overdue = await holdersOverdue(this.database.system, addSeconds(this.clock(), -GRACE_SECONDS));
    for (const holder of overdue) await this.endAlone(holder);
  }

  private referenceOf({ id, organizationId }: Holder, source: string): Promise<string | undefined> {
    return this.database.tenant(organizationId, (db) => new CaseRepository(db, organizationId).referenceOf(id, source));
  }
}
