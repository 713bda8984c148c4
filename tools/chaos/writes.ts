import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { Database } from '../../src/shared/database.js';
import { type ChaosOptions, type Say, seededRandom } from './options.js';
import type { Receiver } from './receiver.js';
import { type Ends, hookedReceiver, setEmbeddedStage, setStage, type Stage } from './stage.js';
import { Writer } from './writer.js';

const ROUNDS = 20;
const WRITERS = 6;
/** Acknowledged before the kill, which then comes at any moment. */
const WRITES_A_ROUND = 25;
const LONGEST_MOMENT = 200;
const SETTLE_MILLISECONDS = 10_000;

interface SessionRow {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly events: number;
  readonly last: string;
}

/** Kills the gateway in the middle of writes, on either kind of database, and holds the log against what was said. */
export async function writes({ seed }: ChaosOptions, ends: Ends, say: Say) {
  const embedded = await killedOn(await setEmbeddedStage(ends), undefined, seed, ends);
  say(`embedded: ${JSON.stringify(embedded)}`);
  const stage = await setStage(1, ends);
  const server = await killedOn(stage, stage.postgres.url, seed, ends);
  say(`server: ${JSON.stringify(server)}`);
  const isWhole = [embedded, server].every(
    ({ acknowledged, lost, eventless, phantom, told }) =>
      acknowledged > 0 && told > 0 && lost + eventless + phantom === 0,
  );
  return { figures: { embedded, server }, isWhole };
}

async function killedOn(stage: Stage, url: string | undefined, seed: number, ends: Ends) {
  const [gateway] = stage.gateways;
  if (!gateway) throw new Error('there is no gateway to kill');
  const random = seededRandom(seed);
  const receiver = await hookedReceiver(stage, seed + 1, ends);
  const writers = Array.from({ length: WRITERS }, () => new Writer(gateway.url, stage.key));
  for (let round = 0; round < ROUNDS; round++) {
    const writing = Promise.all(writers.map((writer) => writer.writeUntilCut()));
    const enough = heardBy(writers) + WRITES_A_ROUND;
    while (heardBy(writers) < enough) await wait(10);
    await wait(LONGEST_MOMENT * random());
    await gateway.service.kill();
    await writing;
    await gateway.service.start();
  }
  await wait(SETTLE_MILLISECONDS); // messages that are still due
  await gateway.service.kill();
  const database = await Database.open(url ? { url } : { folder: join(stage.folder, 'postgres') });
  try {
    return { rounds: ROUNDS, ...(await reckon(database, writers, receiver)) };
  } finally {
    await database.close();
  }
}

async function reckon({ system }: Database, writers: readonly Writer[], receiver: Receiver) {
  const { rows } = await system.raw<{ rows: SessionRow[] }>(
    `select s.id, s.version, s.status, count(e.id)::int as events,
            (array_agg(e.data->>'status' order by e.sequence desc))[1] as last
       from sessions s left join events e on e.subject_id = s.id::text
      group by s.id, s.version, s.status`,
  );
  const sessions = new Map(rows.map((row) => [row.id, row]));
  const log = await system<{ subject_id: string; sequence: number }>('events').select('subject_id', 'sequence');
  const happened = new Set(log.map(({ subject_id: id, sequence }) => `${id} ${sequence}`));
  const said = writers.flatMap(({ acknowledged }) => [...acknowledged]);
  return {
    acknowledged: heardBy(writers),
    /** Changes that were acknowledged and are not there. */
    lost: said.reduce((total, [id, changes]) => total + Math.max(0, changes - (sessions.get(id)?.version ?? 0)), 0),
    /** Sessions whose log does not tell what became of them: every change of theirs is one event. */
    eventless: rows.filter(({ version, events, status, last }) => version !== events || status !== last).length,
    told: receiver.accepted.size,
    phantom: [...receiver.accepted].filter((event) => !happened.has(event)).length,
  };
}

const heardBy = (writers: readonly Writer[]): number => writers.reduce((total, { heard }) => total + heard, 0);
