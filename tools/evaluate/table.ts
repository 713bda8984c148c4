/** The measures as a table for people and as one line for programs. */
import type { Answers } from './answers.js';
import type { Cost } from './cost.js';
import { KEYS, type Key, type Measure } from './measure.js';

const COLUMNS = ['measure', 'right', 'wrong', 'unread', 'of', 'value', '95 %', 'of what'];

const number = (value: number | null): string =>
  value === null ? '–' : Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3);

const whole = (value: number | null): string => (value === null ? '–' : value.toFixed(0));

function row({ key, right, wrong, unread, value, interval, note }: Measure): string[] {
  const bounds = interval ? interval.map((bound) => bound.toFixed(3)).join('–') : '–';
  return [
    key,
    String(right),
    String(wrong),
    String(unread),
    String(right + wrong + unread),
    number(value),
    bounds,
    note ?? '',
  ];
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const isText = (column: number): boolean => column === 0 || column === COLUMNS.length - 1;
  const cell = (text: string, column: number): string =>
    isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}

export function printTable(measures: readonly Measure[], answers: Answers, cost: Cost): string {
  const cpu = [...answers.cpu].map(([category, ms]) => `${category} ${ms.toFixed(0)}`).join(', ');
  return [
    aligned([COLUMNS, ...measures.map(row)]),
    '',
    `CPU milliseconds an image, by category: ${cpu || '–'}`,
    `CPU milliseconds of a whole check, median: ${whole(cost.cpuMs)}`,
    `Memory with one worker, MiB: ${whole(cost.rssMb)} after a check, ${whole(cost.peakMb)} at its peak`,
  ].join('\n');
}

/** Every key, in order; null where the tree has no such data. */
export function toRecord(measures: readonly Measure[], cost: Cost): Record<string, number | null> {
  const values = new Map<Key, number | null>(measures.map(({ key, value }) => [key, value]));
  values.set('cpuMs.verification', cost.cpuMs).set('rssMb', cost.rssMb);
  return Object.fromEntries(KEYS.map((key) => [key, values.get(key) ?? null]));
}
