import { parseArgs } from 'node:util';

export type Say = (line: string) => void;

export interface ChaosOptions {
  /** A storm of faults under load; one outage after the other, timed; or kills in the middle of writes. */
  readonly run: 'storm' | 'outages' | 'writes';
  /** How long load and faults last. */
  readonly seconds: number;
  readonly seed: number;
  readonly gateways: number;
  readonly subscribers: number;
  /** SIGKILLs of gateways. */
  readonly kills: number;
  /** Outages of Redis, PostgreSQL and sockets, in turn. */
  readonly outages: number;
  /** Ends with one line of JSON. */
  readonly json: boolean;
}

/** Twenty kills and five outages belong to a full run of this length; a shorter one has its share. */
const FULL_SECONDS = 300;
const FULL_KILLS = 20;
const FULL_OUTAGES = 5;

/** @throws TypeError for options that there are none of */
export function chaosOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: String(FULL_SECONDS) },
      seed: { type: 'string', default: '1' },
      gateways: { type: 'string', default: '3' },
      subscribers: { type: 'string', default: '200' },
      outages: { type: 'boolean', default: false },
      writes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const seconds = positive('seconds', values.seconds);
  const share = Math.min(1, seconds / FULL_SECONDS);
  return {
    run: values.outages ? 'outages' : values.writes ? 'writes' : 'storm',
    seconds,
    seed: positive('seed', values.seed),
    gateways: positive('gateways', values.gateways),
    subscribers: positive('subscribers', values.subscribers),
    kills: Math.max(1, Math.round(FULL_KILLS * share)),
    outages: Math.max(1, Math.round(FULL_OUTAGES * share)),
    json: values.json,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${name} must be a whole number from 1`);
  return value;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
