import type { Row } from '../../support/operations/mapping.js';

/** What no story tells yet, by operation and coordinate, and why. A row that a story tells must not stand here. */
const PENDING: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /^(sdk )?ida /, why: 'the API has no authentication sessions yet' },
  { rows: /^webhook /, why: 'webhooks have no story yet' },
  { rows: /^(service|service info|health): (Query|Service|Health)/, why: 'told over HTTP; GraphQL has them not yet' },
  { rows: /^idv session location read: SessionLocation\.ip(La|Lo|C|R)/, why: 'needs a file of places of addresses' },
  { rows: /^document read: IdentityDocument\.session$/, why: 'no story reads it yet' },
  { rows: /: LivenessProvider\.AZURE$/, why: 'needs the local vendor' },
  { rows: /: StorageFileType\.LIVENESS_(PASSIVE|ACTIVE_STEP_4)$/, why: 'no picture is kept under this name' },
];

export const isPending = ({ operation, coordinate }: Row): boolean =>
  PENDING.some(({ rows }) => rows.test(`${operation}: ${coordinate}`));
