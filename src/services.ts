import { AdmissionService } from './authentication/admission.service.js';
import { AuthenticationCreationService } from './authentication/authentication-creation.service.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { CatalogService } from './catalog/catalog.service.js';
import type { Config } from './config.js';
import { BlobSweepService } from './document/blob-sweep.service.js';
import { CaptureService } from './document/capture.service.js';
import { DocumentService } from './document/document.service.js';
import { DownloadService } from './document/download.service.js';
import { EventRelay } from './event/event.relay.js';
import { EventLog } from './event/event.service.js';
import { IdentityLinkService } from './identity/identity-link.service.js';
import { IdentityStatusService } from './identity/identity-status.service.js';
import { IdentityUpdateService } from './identity/identity-update.service.js';
import { IdentityService } from './identity/identity.service.js';
import { CallbackService } from './provider-settings/callback.service.js';
import { createProviderServices, type ProviderSurroundings } from './provider-services.js';
import type { InstalledAdapter } from './provider/contract.js';
import { createScoringServices } from './scoring-services.js';
import { SearchIndex } from './shared/search-index.js';
import { createLivenessServices } from './liveness-services.js';
import { DuplicationService } from './examination/duplication.service.js';
import { DmvService } from './examination/dmv.service.js';
import { ExaminationService } from './examination/examination.service.js';
import { SubjectFields } from './examination/subject-fields.js';
import { TestResultService } from './examination/test-result.service.js';
import { IdentityErasureService } from './privacy/identity-erasure.service.js';
import { IdentityExportService } from './privacy/identity-export.service.js';
import { RequirementsService } from './requirements/requirements.service.js';
import { SanctionsService } from './sanctions/sanctions.service.js';
import { defaultWeights } from './scoring/weights.js';
import { SightingService } from './sighting/sighting.service.js';
import { HealthService } from './service/health.service.js';
import { InformationService } from './service/information.service.js';
import { IpDatabase } from './location/ip-database.js';
import { LocationService } from './location/location.service.js';
import { CaptureLinkService } from './session-operation/capture-link.service.js';
import { ErasureService } from './session-operation/erasure.service.js';
import { SessionCreationService } from './session/session-creation.service.js';
import { SessionLifecycleService } from './session/session-lifecycle.service.js';
import { SessionListService } from './session/session-list.service.js';
import { SessionWaitService } from './session/session-wait.service.js';
import { SessionService } from './session/session.service.js';
import { SessionLivenessService } from './session-liveness/session-liveness.service.js';
import { DecisionService } from './verdict/decision.service.js';
import { LinkingService } from './verdict/linking.service.js';
import { FinalizeService } from './verdict/finalize.service.js';
import { VerdictService } from './verdict/verdict.service.js';
import { VerificationCaptureService } from './verification/verification-capture.service.js';
import { VerificationCreationService } from './verification/verification-creation.service.js';
import { VerificationService } from './verification/verification.service.js';
import type { Clock } from './shared/clock.js';
import { pruneIdempotencyKeys } from './shared/idempotency.js';
import { Jobs } from './shared/jobs.js';
import type { Logger } from './shared/logger.js';
import { Patience } from './shared/patience.js';
import type { Storage } from './storage.js';
import { createTenants } from './tenants.js';
import { createWebhookServices } from './webhook-services.js';
import { SimulationService } from './simulation/simulation.service.js';
import { VERSION } from './version.js';
import { StatisticsService } from './statistics/statistics.service.js';
import { WeightsService } from './weights/weights.service.js';

const SERVICE = { service: 'proofgate', description: 'Identity verification over interchangeable providers' };

export interface Surroundings extends ProviderSurroundings {
  readonly config: Config;
  readonly clock: Clock;
  /** From 0 to below 1: what is left to chance, but for secrets. */
  readonly random: () => number;
  readonly log: Logger;
}
export type Services = Awaited<ReturnType<typeof createServices>>;

/** What means something: every service, and what each of them needs. */
export async function createServices(surroundings: Surroundings, storage: Storage, ownAddress: () => string) {
  const { config, clock, log } = surroundings;
  const { database, blobs, master, redis } = storage;
  const base = await createBase(surroundings, storage, ownAddress);
  const people = createIdentityServices(storage, base);
  const { organizations, providers, weights, captures, documents, tests, events } = base;
  const baseUrl = () => config.publicUrl ?? ownAddress();
  const sessions = createSessionServices(storage, { ...base, ...people }, baseUrl);
  const health = new HealthService(database, blobs, redis, providers);
  const environment = config.isProduction ? 'production' : 'development';
  const addresses = config.geoipDatabase ? IpDatabase.open(config.geoipDatabase) : undefined;
  const inner = {
    ...base,
    ...people,
    ...sessions,
    ...createWebhookServices(storage, base, sessions.sessions),
    ...createScoringServices(storage, base),
    downloads: new DownloadService(captures, master, clock, baseUrl),
    blobSweep: new BlobSweepService(database, blobs, clock, log),
    pruneKeys: () => pruneIdempotencyKeys(database.system, clock()),
  };
  return {
    ...inner,
    exports: new IdentityExportService({ ...inner, responses: inner.scorings.responses }),
    identityErasures: new IdentityErasureService(inner.identityUpdates, inner.lists, inner.erasures, captures, master),
    callbacks: new CallbackService(
      database,
      base.installations,
      async (id) => (await organizations.find(id)) !== undefined,
      clock,
      (organizationId, { reference }) => inner.scorings.delegations.hear(organizationId, reference),
    ),
    catalog: new CatalogService(providers),
    statistics: new StatisticsService(database),
    simulation: new SimulationService(database, organizations, weights),
    subjectFields: new SubjectFields(weights, captures, documents, tests, events),
    locations: new LocationService(captures, addresses),
    information: new InformationService({ ...SERVICE, version: VERSION, environment }, clock, () => health.report()),
  };
}

type Base = Awaited<ReturnType<typeof createBase>>;

/** What sessions and scorings stand on. */
async function createBase(surroundings: Surroundings, storage: Storage, ownAddress: () => string) {
  const { config, adapters, clock, random, log } = surroundings;
  const { database, blobs, master, keyring, fanout, caches } = storage;
  const relay = new EventRelay(database.system, fanout, log);
  const onCommit = caches.changed.bind(caches);
  const events = new EventLog(database, relay, fanout, clock, log, onCommit, config.eventDays);
  const tenants = createTenants({ config, clock, log }, storage, events);
  const { clients, outbound } = tenants;
  const jobs = await Jobs.start(database, log);
  const configured = createProviderServices(surroundings, storage, { events, outbound, jobs, ownAddress });
  const captures = new CaptureService(database, blobs, keyring, configured.providers, new SightingService(master));
  const sanctions = new SanctionsService(database, keyring, clock, caches);
  const requirements = new RequirementsService(database, events, clients, caches);
  return {
    clock,
    random,
    log,
    relay,
    ...configured,
    captures,
    sanctions,
    events,
    ...tenants,
    requirements,
    jobs,
    patience: new Patience(fanout),
    weights: new WeightsService(database, events, clients, defaultWeights(calibrationOf(adapters)), caches),
    documents: new DocumentService(database, keyring),
    tests: new TestResultService(database),
    examination: new ExaminationService(captures, configured.providers, sanctions, requirements, clock),
    duplication: new DuplicationService(captures),
    search: new SearchIndex(master),
    ...createLivenessServices(captures, configured.providers, configured.cases),
  };
}

function createSessionServices(
  { database, keyring, master, caches }: Storage,
  base: Base & Pick<ReturnType<typeof createIdentityServices>, 'links' | 'identities'>,
  baseUrl: () => string,
) {
  const { events, jobs, providers, clients, weights, captures, documents, tests, examination, search } = base;
  const dmv = new DmvService(providers, base.clock);
  const sessions = new SessionService(database, events, keyring, search, base.cases, caches);
  const opening = new SessionCreationService(
    sessions,
    events,
    clients,
    { weights, requirements: base.requirements },
    providers,
    base.tokens,
    jobs,
    base.outbound,
  );
  const waiting = new SessionWaitService(sessions, base.patience);
  const linking = new LinkingService(captures, examination, tests, base.links);
  return {
    sessions,
    lists: new SessionListService(database, keyring, search),
    creation: new VerificationCreationService(opening),
    lifecycle: new SessionLifecycleService(sessions),
    erasures: new ErasureService(sessions, captures, keyring, search, master),
    captureLinks: new CaptureLinkService(sessions, base.tokens, base.clock, baseUrl),
    verifications: new VerificationService(sessions, captures, keyring, base.cases),
    sides: new VerificationCaptureService({ ...base, sessions }),
    liveness: new SessionLivenessService(sessions, captures, tests, weights, base, base.cases, base.clock),
    verdicts: new VerdictService({
      organizations: base.organizations,
      sessions,
      captures,
      documents,
      weights,
      examination,
      dmv,
      tests,
      search,
      identities: base.links,
      linking,
      jobs,
      clock: base.clock,
    }),
    decisions: new DecisionService(database, keyring, sessions, linking),
    finalize: new FinalizeService(sessions, captures, dmv, jobs, waiting),
    ...createAuthenticationServices(base, { opening, sessions, waiting }),
  };
}

/** Known people, asked to prove that they are there. */
function createAuthenticationServices(
  base: Base & Pick<ReturnType<typeof createIdentityServices>, 'identities'>,
  started: { opening: SessionCreationService; sessions: SessionService; waiting: SessionWaitService },
) {
  const { identities, captures, examination, tests, weights, search, jobs } = base;
  const { opening, sessions, waiting } = started;
  const admission = new AdmissionService(identities);
  return {
    authenticationCreation: new AuthenticationCreationService(opening, identities, admission),
    authentications: new AuthenticationService({
      sessions,
      waiting,
      captures,
      identities,
      admission,
      examination,
      tests,
      weights,
      search,
      jobs,
    }),
  };
}

/** People, as sessions make them known. */
function createIdentityServices({ database, keyring, master, caches }: Storage, base: Base) {
  const { events, sanctions, search } = base;
  const identities = new IdentityService(database, events, keyring, search, caches);
  const links = new IdentityLinkService(database, keyring, master, search);
  return {
    identities,
    links,
    identityUpdates: new IdentityUpdateService(identities, links, sanctions, search, keyring),
    identityStatuses: new IdentityStatusService(identities),
  };
}

function calibrationOf(adapters: readonly InstalledAdapter[]) {
  const internal = adapters.find(({ definition }) => definition.provider === 'INTERNAL');
  if (!internal?.definition.calibration) throw new Error('the engine INTERNAL is not installed');
  return internal.definition.calibration;
}
