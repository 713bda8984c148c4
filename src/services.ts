import { ClientService } from './client/client.service.js';
import type { Config } from './config.js';
import { CaptureService } from './document/capture.service.js';
import { DocumentService } from './document/document.service.js';
import { DownloadService } from './document/download.service.js';
import { EventRelay } from './event/event.relay.js';
import { EventLog } from './event/event.service.js';
import { AuthenticationService } from './key/authentication.service.js';
import { KeyService } from './key/key.service.js';
import { TokenService } from './key/token.service.js';
import { OrganizationService } from './organization/organization.service.js';
import type { InstalledAdapter } from './provider/contract.js';
import { ProviderRegistry } from './provider/registry.js';
import { defaultWeights } from './scoring/weights.js';
import { HealthService } from './service/health.service.js';
import { FinalizeService } from './session/finalize.service.js';
import { SessionCaptureService } from './session/session-capture.service.js';
import { SessionCreationService } from './session/session-creation.service.js';
import { SessionLifecycleService } from './session/session-lifecycle.service.js';
import { SessionLivenessService } from './session/session-liveness.service.js';
import { type Session, SessionService } from './session/session.service.js';
import { TestService } from './session/test.service.js';
import { VerificationService } from './session/verification.service.js';
import { VersionedCache } from './shared/cache.js';
import type { Clock } from './shared/clock.js';
import { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import type { Storage } from './storage.js';
import { WeightsService } from './weights/weights.service.js';

/** Another process may have changed what this one remembers: without a word from it, that is forgotten soon. */
const ALONE_MILLISECONDS = 60_000;
const SHARED_MILLISECONDS = 1_000;

export interface Surroundings {
  readonly config: Config;
  readonly adapters: readonly InstalledAdapter[];
  readonly clock: Clock;
  readonly log: Logger;
}
export type Services = Awaited<ReturnType<typeof createServices>>;

/** What means something: every service, and what each of them needs. */
export async function createServices(
  { config, adapters, clock, log }: Surroundings,
  storage: Storage,
  ownAddress: () => string,
) {
  const { database, blobs, master, keyring, fanout, redis } = storage;
  const relay = new EventRelay(database.system, fanout, log);
  const events = new EventLog(database, relay, fanout, clock);
  const jobs = await Jobs.start(database, log);
  const providers = new ProviderRegistry(adapters);

  const organizations = new OrganizationService(database, clock);
  const clients = new ClientService(database, clock);
  const keys = new KeyService(database, master, clock);
  const tokens = new TokenService(master, clock);
  const weights = new WeightsService(database, clock, defaultWeights(calibrationOf(adapters)));
  const captures = new CaptureService(database, blobs, keyring, providers);
  const documents = new DocumentService(database, keyring, master);
  const sessions = new SessionService(database, events, keyring, sessionCache(database.kind));

  return {
    relay,
    events,
    jobs,
    providers,
    organizations,
    clients,
    keys,
    weights,
    captures,
    documents,
    sessions,
    authentication: new AuthenticationService(keys, tokens),
    downloads: new DownloadService(captures, master, clock, () => config.publicUrl ?? ownAddress()),
    creation: new SessionCreationService(sessions, events, clients, weights, providers, keyring, tokens, jobs),
    lifecycle: new SessionLifecycleService(sessions, captures, keyring, jobs),
    sides: new SessionCaptureService(sessions, captures, providers, jobs, clock, log),
    liveness: new SessionLivenessService(sessions, captures, weights, providers, clock),
    verification: new VerificationService(sessions, captures, documents, weights, providers, clock),
    finalize: new FinalizeService(sessions, captures, jobs, fanout),
    tests: new TestService(database),
    health: new HealthService(database, blobs, redis, providers),
  };
}

const sessionCache = (kind: 'server' | 'embedded') =>
  new VersionedCache<Session>({
    max: 5000,
    ttlMilliseconds: kind === 'embedded' ? ALONE_MILLISECONDS : SHARED_MILLISECONDS,
  });

function calibrationOf(adapters: readonly InstalledAdapter[]) {
  const internal = adapters.find(({ definition }) => definition.provider === 'INTERNAL');
  if (!internal?.definition.calibration) throw new Error('the engine INTERNAL is not installed');
  return internal.definition.calibration;
}
