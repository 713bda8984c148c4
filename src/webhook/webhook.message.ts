import type { RecordedEvent } from '../event/event.states.js';
import { signatureHeaders } from '../shared/message-signature.js';
import type { Outbound } from '../shared/outbound.js';
import type { Answer } from './webhook.states.js';

const TIMEOUT_MILLISECONDS = 15_000;

interface Address {
  readonly url: string;
  readonly secrets: readonly string[];
}

/** Sends one event once, signed. @param id the message's, the same at every attempt */
export async function postMessage(
  outbound: Outbound,
  { url, secrets }: Address,
  id: string,
  event: RecordedEvent,
  now: Date,
): Promise<Answer> {
  const body = JSON.stringify(messageOf(event));
  const headers = { 'content-type': 'application/json', ...signatureHeaders(secrets, id, now, body) };
  try {
    const { status, headers: answered } = await outbound.post(url, headers, body, TIMEOUT_MILLISECONDS);
    return { status, retryAfterSeconds: secondsOf(answered.get('retry-after'), now) };
  } catch {
    return { status: undefined, retryAfterSeconds: undefined };
  }
}

/** Thin: what happened to which object; who wants to know more asks, and is authorised then. */
const messageOf = ({
  type,
  occurredAt,
  organizationId,
  subjectKind,
  subjectId,
  sequence,
  cursor,
  mode,
  data,
}: RecordedEvent) => ({
  type,
  timestamp: occurredAt.toISOString(),
  data: { ...data, organizationId, subjectKind, subjectId, sequence, cursor: cursor?.toString() ?? null, mode },
});

/** Of a Retry-After header: seconds, or a date. */
function secondsOf(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}
