/** Whether a document is still valid on a given day. */
import type { Finding } from '../provider/contract.js';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Metric: days from today to the last day of validity, on which a document is still valid. Both as YYYY-MM-DD; an
 * expiry that was not read, or is no date, is no answer.
 */
export function judgeExpiry(expiresAt: string | undefined, today: string): Finding {
  const threshold = { threshold: 0, comparator: 'AT_LEAST' } as const;
  const last = calendarDay(expiresAt);
  const now = calendarDay(today);
  if (last === undefined || now === undefined)
    return { outcome: 'UNAVAILABLE', ...threshold, reasons: [expiresAt ? 'expiry_unreadable' : 'expiry_not_read'] };
  const metric = last - now;
  const passes = metric >= 0;
  return {
    outcome: passes ? 'PASS' : 'FAIL',
    confidence: passes ? 1 : 0,
    metric,
    ...threshold,
    reasons: passes ? [] : ['document_expired'],
  };
}

/** The number of a day; undefined for what no calendar has, such as the 31st of February. */
function calendarDay(date: string | undefined): number | undefined {
  if (!date || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const time = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== date ? undefined : time.getTime() / DAY;
}
