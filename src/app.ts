import { ClientResolver } from './client/client.resolver.js';
import { ClientService } from './client/client.service.js';
import type { Config } from './config.js';
import { CaptureService } from './document/capture.service.js';
import { CaptureResolver, IdentityDocumentResolver } from './document/document.resolver.js';
import { DocumentService } from './document/document.service.js';
import { DownloadService } from './document/download.service.js';
import { EventRelay } from './event/event.relay.js';
import { EventLog } from './event/event.service.js';
import { createSchema } from './graphql/schema.js';
import { createHttpServer } from './http/server.js';
import { AuthenticationService } from './key/authentication.service.js';
import { ApiKeyResolver, ViewerResolver } from './key/key.resolver.js';
import { KeyService } from './key/key.service.js';
import { TokenService } from './key/token.service.js';
import { OrganizationService } from './organization/organization.service.js';
import type { InstalledAdapter } from './provider/contract.js';
import { ProviderRegistry } from './provider/registry.js';
import { defaultWeights } from './scoring/weights.js';
import { HealthService } from './service/health.service.js';
import { EvidenceResolver } from './session/evidence.resolver.js';
import { FinalizeService } from './session/finalize.service.js';
import { ANALYSIS, SessionCaptureService } from './session/session-capture.service.js';
import { SessionCreationService } from './session/session-creation.service.js';
import { SessionFieldsResolver } from './session/session-fields.resolver.js';
import { EXPIRY, SessionLifecycleService } from './session/session-lifecycle.service.js';
import { SessionLivenessService } from './session/session-liveness.service.js';
import { VerificationFieldsResolver } from './session/verification-fields.resolver.js';
import { SessionUpdateResolver } from './session/session-update.resolver.js';
import { SessionResolver } from './session/session.resolver.js';
import { type Session, SessionService } from './session/session.service.js';
import { TestService } from './session/test.service.js';
import { VERDICT, VerificationService } from './session/verification.service.js';
import { VersionedCache } from './shared/cache.js';
import type { Clock } from './shared/clock.js';
import { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import { createDemo } from './demo.js';
import { openStorage } from './storage.js';
import { welcome } from './welcome.js';
import { WeightsService } from './weights/weights.service.js';
import { VERSION } from './version.js';

/** Images that are read at once by this process. */
const ANALYSES_AT_ONCE = 2;
/** Another process may have changed what this one remembers: without a Redis to say so, it is forgotten soon. */
const ALONE_MILLISECONDS = 60_000;
const SHARED_MILLISECONDS = 1_000;

export interface Surroundings {
  readonly config: Config;
  readonly adapters: readonly InstalledAdapter[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** The composition root: what depends on what. */
export async function createApp({ config, adapters, clock, log }: Surroundings) {
  const storage = await openStorage(config, clock, log);
  const { database, blobs, master, keyring, fanout, redis } = storage;
  let address = '';
  const relay = new EventRelay(database.system, fanout, log);
  const events = new EventLog(database, relay, fanout, clock);
  const jobs = await Jobs.start(database, log);
  const providers = new ProviderRegistry(adapters);

  const organizations = new OrganizationService(database, clock);
  const clients = new ClientService(database, clock);
  const keys = new KeyService(database, master, clock);
  const tokens = new TokenService(master, clock);
  const authentication = new AuthenticationService(keys, tokens);
  const weights = new WeightsService(database, clock, defaultWeights(calibrationOf(adapters)));

  const ttlMilliseconds = database.kind === 'embedded' ? ALONE_MILLISECONDS : SHARED_MILLISECONDS;
  const sessions = new SessionService(
    database,
    events,
    keyring,
    new VersionedCache<Session>({ max: 5000, ttlMilliseconds }),
  );
  const captures = new CaptureService(database, blobs, keyring, providers);
  const documents = new DocumentService(database, keyring, master);
  const downloads = new DownloadService(captures, master, clock, () => config.publicUrl ?? address);
  const creation = new SessionCreationService(sessions, events, clients, weights, providers, keyring, tokens, jobs);
  const lifecycle = new SessionLifecycleService(sessions, captures, keyring);
  const sides = new SessionCaptureService(sessions, captures, providers, jobs, clock, log);
  const liveness = new SessionLivenessService(sessions, captures, weights, providers, clock);
  const verification = new VerificationService(sessions, captures, documents, weights, providers, clock);
  const finalize = new FinalizeService(sessions, captures, jobs, fanout);

  const tests = new TestService(database);
  const schema = createSchema([
    new ViewerResolver(organizations, clients, keys),
    new ApiKeyResolver(clients),
    new ClientResolver(organizations),
    new SessionResolver(sessions, creation, lifecycle),
    new SessionFieldsResolver(organizations, clients, weights, captures, tests, events),
    new VerificationFieldsResolver(captures, documents, tests),
    new EvidenceResolver(sides, liveness, finalize),
    new SessionUpdateResolver(sessions, events),
    new CaptureResolver(captures, downloads),
    new IdentityDocumentResolver(),
  ]);
  const health = new HealthService(database, blobs, redis, providers);
  const http = await createHttpServer({
    schema,
    log,
    service: { ...SERVICE, version: VERSION, environment: config.isProduction ? 'production' : 'development' },
    isProduction: config.isProduction,
    authenticate: (credentials) => authentication.authenticate(credentials),
    health: () => health.report(),
    openDownload: (token) => downloads.open(token),
  });

  await jobs.handle(ANALYSIS, ANALYSES_AT_ONCE, (job, attempt) =>
    sides.analyze(job.organizationId, job.captureId, attempt),
  );
  await jobs.handle(VERDICT, 1, (job, attempt) => verification.judge(job.organizationId, job.sessionId, attempt));
  await jobs.handle(EXPIRY, 1, (job) => lifecycle.expire(job.organizationId, job.sessionId));
  relay.start();

  const ensureDemo = createDemo({ organizations, clients, keys, weights });
  return {
    /** Listens; returns where, and what to tell the operator. */
    async start(): Promise<{ address: string; greeting: string }> {
      const demo = config.isProduction ? undefined : await ensureDemo(config.demoApiKey);
      const { port } = await http.listen(config.port, config.host);
      address = `http://${isLoopback(config.host) ? 'localhost' : config.host}:${port}`;
      return { address, greeting: welcome({ address, demo, isEmbedded: database.kind === 'embedded' }) };
    },
    /** In the order in which work flows: no new requests, then no new jobs, then nothing more to tell. */
    async close() {
      await http.close();
      await jobs.stop();
      await relay.stop();
      await providers.close();
      await storage.close();
    },
  };
}

const isLoopback = (host: string): boolean => ['127.0.0.1', '0.0.0.0', '::', 'localhost'].includes(host);

const SERVICE = { service: 'proofgate', description: 'Identity verification over interchangeable providers' };

function calibrationOf(adapters: readonly InstalledAdapter[]) {
  const internal = adapters.find(({ definition }) => definition.provider === 'INTERNAL');
  if (!internal?.definition.calibration) throw new Error('the engine INTERNAL is not installed');
  return internal.definition.calibration;
}
