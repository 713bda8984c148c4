import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const EVERY_MILLISECONDS = 500;
/** Callers are answered within 2.5 seconds; a server that is only slow says one word in less. */
const SILENCE_MILLISECONDS = 1500;
const nothing = () => undefined;

/**
 * Gives connections up once their server is silent. One that hangs, or lies behind a cut network, is as gone as one that
 * refuses, but nothing tells those who wait for its answers.
 */
export class ConnectionWatch {
  private readonly connections = new Set<pg.Client>();
  private readonly stopping = new AbortController();

  constructor(private readonly url: string) {
    void this.watch();
  }

  add(connection: pg.Client): void {
    this.connections.add(connection);
    connection.once('end', () => this.connections.delete(connection));
  }

  stop(): void {
    this.stopping.abort();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // A server that refuses, or hangs up, tells all who are connected; only silence is told to nobody.
      const isSilent = await this.probe(signal).catch(() => false);
      if (isSilent) for (const connection of this.connections) cut(connection);
      await pause(EVERY_MILLISECONDS, signal);
    }
  }

  /** Asks over one connection, for as long as it lives. Returns whether it has fallen silent. */
  private async probe(signal: AbortSignal): Promise<boolean> {
    const probe = new pg.Client({ connectionString: this.url });
    probe.on('error', nothing);
    try {
      if (!(await isAnswered(probe.connect()))) return true;
      while (!signal.aborted) {
        if (!(await isAnswered(probe.query('select 1')))) return true;
        await pause(EVERY_MILLISECONDS, signal);
      }
      return false;
    } finally {
      cut(probe);
    }
  }
}

/** Its own end() would wait for the other side to say goodbye; a pool would hand it out until then. */
const cut = (connection: pg.Client): void => void connection.connection.stream.destroy();

async function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  const [isIn, end] = [answer.then(() => true), new AbortController()];
  const isSilent = pause(SILENCE_MILLISECONDS, end.signal)
    .then(() => turn()) // what came while this process was busy is read first
    .then(() => turn(false));
  try {
    return await Promise.race([isIn, isSilent]);
  } finally {
    end.abort();
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal, ref: false }).catch(nothing);
