/** The command line, as a function: what it is given, what it prints, and how it ends. */
import { Presets, SingleBar } from 'cli-progress';
import { ConfigError, parseConfig } from '../../src/config.js';
import { SanctionsListRepository } from '../../src/sanctions/sanctions-list.repository.js';
import type { ListVersion } from '../../src/sanctions/sanctions.states.js';
import { systemClock } from '../../src/shared/clock.js';
import { FolderInUse } from '../../src/shared/folder-lock.js';
import { createLogger } from '../../src/shared/logger.js';
import { StartError } from '../../src/shared/start-error.js';
import { openStorage } from '../../src/storage.js';
import { ImportError } from './import-error.js';
import { importLists, type Meter } from './import.js';

const USAGE = 'usage: npm run sanctions -- import FILE… [--force] | status';

export interface Terminal {
  line(text: string): void;
  fault(text: string): void;
  readonly isTerminal: boolean;
}

/** Returns the exit code: 0 done, 1 refused, 2 not understood. */
export async function runCommand(
  [command, ...paths]: readonly string[],
  { force }: { readonly force: boolean },
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  const isImport = command === 'import' && paths.length > 0;
  if (!isImport && !(command === 'status' && paths.length === 0)) {
    terminal.fault(USAGE);
    return 2;
  }
  try {
    const config = parseConfig(env);
    const storage = await openStorage(config, systemClock, createLogger(config.logLevel));
    try {
      const lists = isImport
        ? await importLists(storage.database, paths, { force, clock: systemClock, meter: meterOn(terminal) })
        : await new SanctionsListRepository(storage.database.system).inForce();
      for (const text of lists.map(described)) terminal.line(text);
      if (lists.length === 0) terminal.line('no list is loaded');
    } finally {
      await storage.close();
    }
    return 0;
  } catch (error) {
    for (const text of explained(error)) terminal.fault(text);
    return 1;
  }
}

const described = ({ name, count, publishedAt, sha256 }: ListVersion): string =>
  `${name}: ${count} entries, published ${publishedAt?.toISOString().slice(0, 10) ?? 'on an unknown day'}, SHA-256 ${sha256}`;

function explained(error: unknown): readonly string[] {
  if (error instanceof FolderInUse)
    return [
      error.message,
      'stop the gateway that uses it, or give both a DATABASE_URL: then it takes new lists as it runs',
    ];
  if (error instanceof ConfigError) return error.faults;
  if (error instanceof ImportError) return [error.message, 'the lists in force stay as they are'];
  if (error instanceof StartError) return [error.message];
  throw error;
}

function meterOn({ isTerminal }: Terminal): Meter {
  const format = 'reading {bar} {percentage} %';
  const bar = new SingleBar({ format, stream: process.stderr, noTTYOutput: false }, Presets.shades_classic);
  if (!isTerminal) return { start: () => undefined, add: () => undefined, stop: () => undefined };
  return { start: (total) => bar.start(total, 0), add: (bytes) => bar.increment(bytes), stop: () => bar.stop() };
}
