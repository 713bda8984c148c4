import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Load } from './load.js';
import type { Receiver } from './receiver.js';
import type { Subscriber } from './subscribers.js';

export interface Reckoning {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  readonly webhooks: { readonly due: number; readonly delivered: number; readonly phantom: number };
  /** Sessions that wait for ever, and acknowledged ones that are gone. */
  readonly stuck: number;
  readonly acknowledgedButLost: number;
}
interface LogRow {
  readonly subject_id: string;
  readonly sequence: number;
  readonly cursor: string | null;
}

const ORGANIZATION = 'demo';

/** Waits until nothing is on its way any more, or no longer than that. */
export async function settle(url: string, subscribers: readonly Subscriber[], seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const last = await lastCursor(url);
    const open = await count(url, `select count(*) from events where cursor is null`);
    const pending = await count(url, `select count(*) from webhook_deliveries where status = 'PENDING'`);
    const waiting = await count(url, STUCK);
    const behind = subscribers.filter(({ cursors }) => (cursors.at(-1) ?? 0) < last).length;
    if (open + pending + waiting + behind === 0) return;
    await wait(500);
  }
}

/** Holds what everybody was told against the log. */
export async function reckon(
  url: string,
  subscribers: readonly Subscriber[],
  receiver: Receiver,
  load: Load,
  start: number,
): Promise<Reckoning> {
  const log = await query<LogRow>(
    url,
    `select subject_id, sequence, cursor from events
      where organization_id = $1 and subject_kind = 'session' and (cursor is null or cursor > $2) order by cursor`,
    [ORGANIZATION, start],
  );
  const cursors = log.map(({ cursor }) => Number(cursor));
  const due = new Set(log.map(nameOf));
  // Of identities and of the organization, too: those are told as well, beside what the load is answered for.
  const happened = new Set(
    (await query<LogRow>(url, 'select subject_id, sequence, cursor from events', [])).map(nameOf),
  );
  const sessions = await query<{ id: string }>(url, 'select id from sessions', []);
  const known = new Set(sessions.map(({ id }) => id));
  const delivered = [...due].filter((event) => receiver.accepted.has(event)).length;
  const told = subscribers.map((subscriber) => compare(subscriber.cursors, cursors));
  return {
    events: log.length,
    lost: sum(told.map(({ lost }) => lost)),
    doubled: sum(told.map(({ doubled }) => doubled)),
    disordered: told.filter(({ isOrdered }) => !isOrdered).length,
    webhooks: {
      due: due.size,
      delivered,
      phantom: [...receiver.accepted].filter((event) => !happened.has(event)).length,
    },
    stuck: await count(url, STUCK),
    acknowledgedButLost: [...load.created].filter((id) => !known.has(id)).length,
  };
}

/** As the receiver keeps it. */
const nameOf = ({ subject_id: id, sequence }: LogRow): string => `${id} ${sequence}`;

const STUCK = `select count(*) from sessions where status = 'IN_PROGRESS' and finalize_requested_at is not null`;

function compare(seen: readonly number[], log: readonly number[]) {
  const once = new Set(seen);
  return {
    lost: log.filter((cursor) => !once.has(cursor)).length,
    doubled: seen.length - once.size,
    isOrdered: seen.every((cursor, place) => place === 0 || cursor > (seen[place - 1] ?? 0)),
  };
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export async function lastCursor(url: string): Promise<number> {
  const [row] = await query<{ cursor: string | null }>(
    url,
    `select max(cursor) as cursor from events where organization_id = $1 and subject_kind = 'session'`,
    [ORGANIZATION],
  );
  return Number(row?.cursor ?? 0);
}

async function count(url: string, text: string): Promise<number> {
  const [row] = await query<{ count: string }>(url, text, []);
  return Number(row?.count ?? 0);
}

async function query<Row extends object>(url: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
