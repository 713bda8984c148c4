import { setTimeout as wait } from 'node:timers/promises';
import type { ChaosOptions, Say } from './options.js';
import { Probe } from './probe.js';
import type { Server } from './servers.js';
import { type Ends, type ServedStage, setStage } from './stage.js';

const OUTAGE_MILLISECONDS = 5000;
const AROUND_MILLISECONDS = 3000;
const AT_ONCE = 8;
/** What a request may take while the database is gone, and work to go on once it is back. */
const LONGEST_REQUEST = 2500;
const LONGEST_RETURN = 1000;
const ANSWERED_SHARE = 0.999;

/** Takes PostgreSQL away and gives it back, lets it hang, then takes Redis away, and times what callers see of it. */
export async function outages({ seed }: ChaosOptions, ends: Ends, say: Say) {
  const stage = await setStage(1, ends);
  const probe = new Probe(stage.gateways[0]?.url ?? '', stage, seed);
  const probing = probe.run(AT_ONCE);
  ends.push(async () => {
    probe.stop();
    await probing;
  });
  const figures = {
    postgres: await withoutPostgres(probe, deathOf(stage.postgres, 'SIGQUIT')),
    hung: await withoutPostgres(probe, hangOf(stage.postgres)),
    redis: await withoutRedis(stage, probe),
  };
  const { postgres, hung, redis } = figures;
  for (const [how, seen] of [
    ['gone', postgres],
    ['hung', hung],
  ] as const) {
    say(`PostgreSQL ${how}: ${seen.requests} requests, the longest ${seen.longest} ms, ${seen.final} final`);
    say(`PostgreSQL back: work goes on after ${seen.returned} ms`);
  }
  say(`Redis gone: ${redis.answered} of ${redis.requests} requests answered; limits in force: ${redis.limited}`);
  const isWhole = [postgres, hung].every(isBorne) && redis.answered >= redis.requests * ANSWERED_SHARE && redis.limited;
  return { figures, isWhole };
}

interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}
const deathOf = ({ service }: Server, signal: NodeJS.Signals): Outage => ({
  begin: () => service.kill(signal),
  end: () => service.start(),
});
const hangOf = ({ service }: Server): Outage => ({
  begin: () => service.signalAll('SIGSTOP'),
  end: () => service.signalAll('SIGCONT'),
});

/** Returns when the outage began and ended. */
async function last(outage: Outage, meanwhile = async () => undefined as unknown) {
  await wait(AROUND_MILLISECONDS);
  const from = performance.now();
  await outage.begin();
  await Promise.all([wait(OUTAGE_MILLISECONDS), meanwhile()]);
  await outage.end();
  const to = performance.now();
  await wait(AROUND_MILLISECONDS);
  return { from, to };
}

async function withoutPostgres(probe: Probe, outage: Outage) {
  const { from, to } = await last(outage);
  const seen = probe.seen.filter(({ began, ended }) => ended > from && began < to);
  const good = probe.seen.find(({ began, outcome }) => began > to - LONGEST_RETURN && outcome === 'answered');
  return {
    requests: seen.length,
    longest: Math.round(Math.max(...seen.map(({ began, ended }) => ended - began))),
    /** Refused with what says that trying again is no use, or not answered at all. */
    final: seen.filter(({ outcome }) => outcome === 'final' || outcome === 'broken').length,
    returned: Math.max(0, Math.round((good?.ended ?? Number.POSITIVE_INFINITY) - to)),
  };
}

async function withoutRedis({ redis }: ServedStage, probe: Probe) {
  let limited = false;
  const { from, to } = await last(deathOf(redis, 'SIGKILL'), async () => {
    limited = await probe.isLimited();
  });
  const seen = probe.seen.filter(({ began, ended }) => ended > from && began < to);
  const answered = seen.filter(({ outcome }) => outcome === 'answered').length;
  return { requests: seen.length, answered, limited };
}

const isBorne = ({ final, longest, returned }: Awaited<ReturnType<typeof withoutPostgres>>): boolean =>
  final === 0 && longest <= LONGEST_REQUEST && returned <= LONGEST_RETURN;
