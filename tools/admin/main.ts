/** `npm run admin`: tenants, applications and keys from the command line. */
import { ConfigError, parseConfig } from '../../src/config.js';
import { DomainError } from '../../src/shared/errors.js';
import { createLogger } from '../../src/shared/logger.js';
import { StartError } from '../../src/shared/start-error.js';
import { commandOf, UsageError } from './commands.js';
import { openInstallation } from './installation.js';

async function main(): Promise<void> {
  const command = commandOf(process.argv.slice(2));
  const config = parseConfig(process.env);
  const installation = await openInstallation(config, createLogger(config.logLevel));
  try {
    for (const line of await command(installation)) process.stdout.write(`${line}\n`);
  } finally {
    await installation.close();
  }
}

/** What its user can mend is told in a line; anything else is a fault of ours and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof StartError)
    return `${error.message}\nWhile the gateway runs, use its mutations or stop it first.`;
  if (error instanceof UsageError || error instanceof DomainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
