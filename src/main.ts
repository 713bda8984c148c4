import closeWithGrace from 'close-with-grace';
import { adaptersWith, installAdapters } from '../adapters/index.js';
import { createApp } from './app.js';
import { ConfigError, parseConfig } from './config.js';
import { systemClock } from './shared/clock.js';
import { createLogger } from './shared/logger.js';
import { StartError } from './shared/start-error.js';

const SHUTDOWN_MILLISECONDS = 10_000;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const { definitions, faults } = await adaptersWith(config.adapters);
  if (faults.length > 0) throw new ConfigError(faults);
  const log = createLogger(config.logLevel);
  const adapters = installAdapters({ fetch, now: systemClock, log });
  const app = await createApp({ config, adapters, definitions, clock: systemClock, random: Math.random, log });
  const { greeting } = await app.start().catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  process.stdout.write(greeting);
  closeWithGrace({ delay: SHUTDOWN_MILLISECONDS, logger: false }, async ({ err: error }) => {
    if (error) log.error({ err: error }, 'the process ends after a fault');
    await app.close();
  });
}

/** What an operator can mend is one line an item; anything else is a fault of ours and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.map((fault) => `proofgate: ${fault}\n`).join('');
  if (error instanceof StartError) return `proofgate: ${error.message}\n`;
  if (error instanceof Error && 'code' in error && 'port' in error)
    return `proofgate: cannot listen on port ${String(error.port)}: ${String(error.code)}\n`;
  return `proofgate: ${error instanceof Error ? error.stack : String(error)}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(explain(error));
  process.exit(1);
});
