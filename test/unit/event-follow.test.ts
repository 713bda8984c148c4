import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../migrations/index.js';
import { EventRelay } from '../../src/event/event.relay.js';
import { EventLog, type PublishedEvent } from '../../src/event/event.service.js';
import { Database } from '../../src/shared/database.js';
import { LocalFanout } from '../../src/shared/fanout.js';
import { newId } from '../../src/shared/id.js';
import { createLogger } from '../../src/shared/logger.js';
import { endable } from '../../src/shared/stream.js';

const log = createLogger('silent');
const clock = () => new Date('2026-06-01T00:00:00Z');
let database: Database;
let relay: EventRelay;
let events: EventLog;

beforeAll(async () => {
  database = await Database.open({});
  await migrate(database.system);
  const fanout = new LocalFanout(30_000);
  relay = new EventRelay(database.system, fanout, log);
  events = new EventLog(database, relay, fanout, clock, log, () => undefined);
});
afterAll(async () => {
  await relay.stop();
  await database.close();
});

const found = async (id: string): Promise<void> => {
  await database.system('organizations').insert({ id, name: id, created_at: clock() });
};
const happened = (organizationId: string, count: number): Promise<void> =>
  events.change(organizationId, async ({ append }) => {
    for (let n = 0; n < count; n++)
      await append({ subjectKind: 'session', subjectId: newId(), type: 'SESSION_CREATED', mode: 'SANDBOX' });
  });

async function nextCursor(stream: AsyncIterator<PublishedEvent>): Promise<number> {
  const result = await stream.next();
  if (result.done) throw new Error('the stream ended');
  return result.value.cursor;
}

/** Follows from a cursor until it has seen so many events, as a client does that then loses its connection. */
async function follow(organizationId: string, after: number, count: number): Promise<number[]> {
  const stream = endable((signal) => events.follow(organizationId, {}, after, signal));
  const seen: number[] = [];
  while (seen.length < count) seen.push(await nextCursor(stream));
  await stream.return?.();
  return seen;
}

/** Events are appended, or a client reads so many before its connection breaks. */
const step = fc.oneof(
  fc.record({ append: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ read: fc.integer({ min: 1, max: 60 }) }),
);

describe('a client that resumes by its last cursor', () => {
  it('sees every event once and in order, however appends, breaks and returns interleave', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), fc.boolean(), async (steps, together) => {
        const organizationId = `resume-${(round += 1)}`;
        await found(organizationId);
        let appended = 0;
        const seen: number[] = [];
        let writing = Promise.resolve();
        for (const each of steps) {
          if ('append' in each) {
            appended += each.append;
            const write = () => happened(organizationId, each.append);
            writing = writing.then(write);
            if (!together) await writing;
          } else {
            const count = Math.min(each.read, appended - seen.length);
            seen.push(...(await follow(organizationId, seen.at(-1) ?? 0, count)));
          }
        }
        await writing;
        seen.push(...(await follow(organizationId, seen.at(-1) ?? 0, appended - seen.length)));
        expect(seen).toEqual(Array.from({ length: appended }, (_, place) => place + 1));
      }),
      { numRuns: 15 },
    );
  });

  it('goes on after an outage in which nobody could begin', async () => {
    await found('outage');
    let isAway = true;
    const flaky = new Proxy(database, {
      get: (target, name, receiver): unknown =>
        name === 'tenant' && isAway ? () => Promise.reject(new Error('away')) : Reflect.get(target, name, receiver),
    });
    const log = new EventLog(flaky, relay, new LocalFanout(100), clock, createLogger('silent'), () => undefined);
    const streams = Array.from({ length: 3 }, () => endable((signal) => log.follow('outage', {}, 0, signal)));
    const seen = Promise.all(streams.map(nextCursor));
    await setTimeout(700);
    isAway = false;
    await happened('outage', 1);
    expect(await seen).toEqual([1, 1, 1]);
    for (const stream of streams) await stream.return?.();
  });

  it('is served from the log where it reads too slowly for what happens', async () => {
    await found('slow');
    const stream = endable((signal) => events.follow('slow', {}, 0, signal));
    await happened('slow', 1);
    expect(await nextCursor(stream)).toBe(1);
    for (let n = 0; n < 6; n++) await happened('slow', 250);
    await expect.poll(() => events.latestCursor('slow')).toBe(1501);
    const seen: number[] = [];
    while (seen.length < 1500) seen.push(await nextCursor(stream));
    await stream.return?.();
    expect(seen).toEqual(Array.from({ length: 1500 }, (_, place) => place + 2));
  });
});
