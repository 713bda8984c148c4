import type { EventType } from '../event/event.states.js';
import { addSeconds } from '../shared/clock.js';
import { newId } from '../shared/id.js';
import type { Mode } from '../shared/principal.js';

export type { EventType };

/** Where an organization wants to be told of events. */
export interface Webhook {
  readonly id: string;
  readonly organizationId: string;
  /** Only what happens to this client's sessions; undefined for all. */
  readonly clientId: string | undefined;
  readonly mode: Mode;
  readonly name: string;
  readonly url: string;
  /** Undefined for all. */
  readonly events: readonly EventType[] | undefined;
  readonly enabled: boolean;
  /** Since when every attempt has failed. */
  readonly failingSince: Date | undefined;
  readonly createdAt: Date;
}

export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event on its way to one address. */
export interface Delivery {
  /** The message's id for the receiver, too: the same at every attempt. */
  readonly id: string;
  readonly organizationId: string;
  /** Undefined where it goes to the webhookUrl of a session. */
  readonly webhookId: string | undefined;
  readonly sessionId: string | undefined;
  readonly eventId: string;
  readonly event: EventType;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly responseStatus: number | undefined;
  readonly createdAt: Date;
  readonly lastAttemptAt: Date | undefined;
  readonly nextAttemptAt: Date | undefined;
  readonly deliveredAt: Date | undefined;
}

/** One event for one address. */
export interface PlannedDelivery extends Pick<Delivery, 'webhookId' | 'sessionId' | 'eventId' | 'event'> {
  readonly url: string;
}

export const newDelivery = (organizationId: string, about: Omit<PlannedDelivery, 'url'>, now: Date): Delivery => ({
  ...about,
  organizationId,
  id: newId(),
  status: 'PENDING',
  attempts: 0,
  responseStatus: undefined,
  createdAt: now,
  lastAttemptAt: undefined,
  nextAttemptAt: now,
  deliveredAt: undefined,
});

/** Messages of one place wait for one another: those to a webhook, or to a host that sessions name. */
export const placeOf = ({ organizationId, webhookId }: Delivery, url: string): string =>
  webhookId ?? `${organizationId}/${new URL(url).host}`;

/** What happens to webhooks is told by histories alone: a message about a failed message would never end. */
export const DELIVERABLE = (type: EventType): boolean => !type.startsWith('WEBHOOK_');

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds to wait after each failed attempt; together more than seven days. */
export const RETRY_SECONDS = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  ...Array.from({ length: 6 }, () => 24 * HOUR),
] as const;
/** Of the wait, added at random, so that what failed together is not repeated together. */
const JITTER = 0.2;
const LONGEST_RETRY_AFTER = 24 * HOUR;

/** When a delivery is tried again; undefined where no attempt is left. */
export function nextAttempt(
  attempts: number,
  now: Date,
  random: () => number,
  retryAfterSeconds = 0,
): Date | undefined {
  const wait = RETRY_SECONDS[attempts - 1];
  if (wait === undefined) return undefined;
  const jittered = wait * (1 + JITTER * random());
  return addSeconds(now, Math.max(jittered, Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER)));
}

/** What an address answered, or that it did not. */
export interface Answer {
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;
}
export const isDelivered = ({ status }: Answer): boolean => status !== undefined && status >= 200 && status < 300;
/** The receiver says that it wants no more. */
export const isGone = ({ status }: Answer): boolean => status === 410;
