/**
 * A page of a list by keyset: the cursor is the key of a row itself (ids are UUIDv7, so they sort by age), and a
 * repository asks for one row more than wanted to learn whether there are others.
 */
export interface PageRequest {
  /** Rows wanted, 0 to 100. */
  readonly limit: number;
  /** `backward` takes the last rows of the list instead of the first. */
  readonly direction: 'forward' | 'backward';
  /** Only what follows this key in the order of the list. */
  readonly after: string | undefined;
  /** Only what comes before this key in the order of the list. */
  readonly before: string | undefined;
  /** Rows passed over first. */
  readonly skip: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** How many rows a repository asks the database for. */
export const rowsToFetch = (request: PageRequest): number => request.limit + 1;

/**
 * Makes the page of the rows found.
 * @param found at most `rowsToFetch(request)` rows in the direction of reading: a backward page comes last row first
 */
export function pageOf<Row>(found: readonly Row[], request: PageRequest): Page<Row> {
  const more = found.length > request.limit;
  const rows = found.slice(0, request.limit);
  if (request.direction === 'backward')
    return { rows: rows.reverse(), hasNextPage: request.before !== undefined, hasPreviousPage: more };
  return { rows, hasNextPage: more, hasPreviousPage: request.after !== undefined || request.skip > 0 };
}
