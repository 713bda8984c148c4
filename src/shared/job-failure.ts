/** How the work of a job may end but well. */

/**
 * Thrown by a job that is not due yet, as the clocks of processes differ, or that has to look again: it has not failed, and is
 * asked for once more.
 */
export class TooEarly extends Error {
  constructor(readonly until: Date) {
    super('the job has come too early');
  }
}

/**
 * As what can be stored of an error: knex stores none that has an undefined field, as PostgreSQL's own have, and the job
 * would be taken for one whose process has died.
 */
export function failPlainly(error: unknown): never {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  throw Object.assign(new Error(message), { stack });
}
