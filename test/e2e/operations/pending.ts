import type { Row } from '../../support/operations/mapping.js';

/** What no story tells yet, by operation and coordinate, and why. A row that a story tells must not stand here. */
const PENDING: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /: LivenessProvider\.AZURE$/, why: 'needs the local vendor' },
  { rows: /: StorageFileType\.LIVENESS_(PASSIVE|ACTIVE_STEP_4)$/, why: 'no picture is kept under this name' },
];

export const isPending = ({ operation, coordinate }: Row): boolean =>
  PENDING.some(({ rows }) => rows.test(`${operation}: ${coordinate}`));
