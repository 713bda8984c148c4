import type { Knex } from 'knex';
import { type PageRequest, rowsToFetch } from './page.js';

/** Has a query read a page of rows by their ids, newest first: ids are made in the order of time. */
export function readPage(query: Knex.QueryBuilder, { after, before, skip, direction, ...request }: PageRequest): void {
  if (after !== undefined) query.where('id', '<', after);
  if (before !== undefined) query.where('id', '>', before);
  if (skip > 0) query.offset(skip);
  query
    .orderBy('id', direction === 'forward' ? 'desc' : 'asc')
    .limit(rowsToFetch({ after, before, skip, direction, ...request }));
}
