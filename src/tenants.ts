import { ClientService } from './client/client.service.js';
import type { Config } from './config.js';
import type { EventLog } from './event/event.service.js';
import { AuthenticationService } from './key/authentication.service.js';
import { FoundingService } from './key/founding.service.js';
import { KeyService } from './key/key.service.js';
import { TokenService } from './key/token.service.js';
import { UserTokenService } from './key/user-token.service.js';
import { OrganizationService } from './organization/organization.service.js';
import type { Clock } from './shared/clock.js';
import type { Logger } from './shared/logger.js';
import { Outbound } from './shared/outbound.js';
import type { Storage } from './storage.js';

interface Surroundings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Who is asking: organizations, their applications, keys and people. All that the command line needs. */
export function createTenants(
  { config, clock, log }: Surroundings,
  { database, master, caches }: Pick<Storage, 'database' | 'master' | 'caches'>,
  events: EventLog,
) {
  const outbound = new Outbound(config.privateDestinations);
  const organizations = new OrganizationService(database, events, outbound, caches);
  const clients = new ClientService(database, events, master, caches);
  const keys = new KeyService(database, events, clients, master, clock, caches);
  const users = new UserTokenService(organizations, outbound, clock, log);
  const tokens = new TokenService(master, clock);
  return {
    outbound,
    organizations,
    clients,
    keys,
    tokens,
    founding: new FoundingService(organizations, keys, events),
    authentication: new AuthenticationService(organizations, keys, tokens, users, config.platformApiKey),
  };
}
