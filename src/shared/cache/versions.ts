import DataLoader from 'dataloader';
import type { Knex } from 'knex';
import type { Subject } from '../keyring.js';

/** How long one question to the database may hold up the next: a connection that hangs holds up its own askers alone. */
const PATIENCE_MILLISECONDS = 50;
const MOST_AT_ONCE = 500;

/** Where a version stands that every change of a subject raises in its own transaction. */
export interface VersionSource {
  /** Whose changes count: the subject's own, or those of all that the organization has decided. */
  readonly of: 'subject' | 'organization';
  /** By `versionKey`; those that there are. */
  read(system: Knex, subjects: readonly Subject[]): Promise<ReadonlyMap<string, string>>;
}

export const versionKey = ({ organizationId, subjectId }: Subject): string => `${organizationId}/${subjectId}`;

/**
 * The versions of subjects as they stand in the database: never older than the question. Who asks while a question is
 * under way waits for the next one, which is asked for all of them together.
 */
export class Versions {
  private readonly questions: DataLoader<Subject, string | undefined>;
  private free: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly system: Knex,
    private readonly source: VersionSource,
  ) {
    this.questions = new DataLoader((subjects) => this.ask(subjects), {
      cache: false,
      maxBatchSize: MOST_AT_ONCE,
      batchScheduleFn: (start) => void this.free.then(start),
    });
  }

  /** Undefined where there is no such subject. */
  async of(organizationId: string, id: string): Promise<string | undefined> {
    return this.questions.load({ organizationId, subjectId: this.source.of === 'subject' ? id : organizationId });
  }

  private async ask(subjects: readonly Subject[]): Promise<(string | undefined)[]> {
    const distinct = [...new Map(subjects.map((subject) => [versionKey(subject), subject])).values()];
    const answer = this.source.read(this.system, distinct);
    this.free = settledOrLate(answer);
    const versions = await answer;
    return subjects.map((subject) => versions.get(versionKey(subject)));
  }
}

async function settledOrLate(answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MILLISECONDS)));
  await Promise.race([answer.catch(() => undefined), late]);
  clearTimeout(timer);
}

interface VersionRow {
  organization_id: string;
  subject_id: string;
  version: string;
}

/** A source by a statement that selects rows of `organization_id`, `subject_id` and `version` for two arrays of ids. */
export const versionSource = (of: VersionSource['of'], statement: string): VersionSource => ({
  of,
  async read(system, subjects) {
    const ids = [subjects.map(({ organizationId }) => organizationId), subjects.map(({ subjectId }) => subjectId)];
    const { rows } = await system.raw<{ rows: VersionRow[] }>(statement, ids);
    return new Map(
      rows.map((row) => [versionKey({ organizationId: row.organization_id, subjectId: row.subject_id }), row.version]),
    );
  },
});

/** The column `version` of a table: the guard of every update of its rows. */
export const rowVersions = (table: string): VersionSource =>
  versionSource(
    'subject',
    `select t.organization_id, t.id::text as subject_id, t.version::text
       from unnest(?::text[], ?::uuid[]) as asked (organization_id, id)
       join ${table} t on t.id = asked.id and t.organization_id = asked.organization_id`,
  );

/** The sequence of the last event of the organization itself: of its weights, requirements, keys, policy and so on. */
export const organizationVersions: VersionSource = versionSource(
  'organization',
  `select asked.id as organization_id, asked.id as subject_id, coalesce(
            (select max(sequence) from events e where e.organization_id = asked.id and e.subject_id = asked.id), 0
          )::text as version
     from unnest(?::text[], ?::text[]) as asked (id, same)`,
);
