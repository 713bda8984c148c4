import type { Config } from '../../src/config.js';
import { EventRelay } from '../../src/event/event.relay.js';
import { EventLog } from '../../src/event/event.service.js';
import { systemClock } from '../../src/shared/clock.js';
import type { Logger } from '../../src/shared/logger.js';
import { openStorage } from '../../src/storage.js';
import { createTenants } from '../../src/tenants.js';
import type { Installation } from './commands.js';

/**
 * The installation's database without the gateway around it.
 * @throws StartError where it cannot be opened, or the gateway has its folder
 */
export async function openInstallation(
  config: Config,
  log: Logger,
): Promise<Installation & { close(): Promise<void> }> {
  const storage = await openStorage(config, systemClock, log);
  const { database, fanout, caches } = storage;
  const relay = new EventRelay(database.system, fanout, log);
  const events = new EventLog(database, relay, fanout, systemClock, log, (...subject) => caches.changed(...subject));
  const tenants = createTenants({ config, clock: systemClock, log }, storage, events);
  return {
    ...tenants,
    async close() {
      await relay.stop();
      await tenants.outbound.close();
      await storage.close();
    },
  };
}
