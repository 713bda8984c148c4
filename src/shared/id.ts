import { v7 } from 'uuid';

/** A UUIDv7: ordered by time, so that an id alone is a keyset and a cursor. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Rows by their ids. */
export const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** Whether a string may be asked of a uuid column at all; what is none cannot exist. */
export const isId = (value: string): boolean => UUID.test(value);
