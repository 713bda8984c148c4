import { createDemo } from './demo.js';
import { createSchema } from './graphql/schema.js';
import { createHttpServer } from './http/server.js';
import { createResolvers, FURTHER_TYPES } from './resolvers.js';
import { createServices, type Services, type Surroundings } from './services.js';
import { AUTHENTICATION } from './authentication/authentication.service.js';
import { EXPIRY, RETRY, VERDICT } from './session/session.states.js';
import { ANALYSIS } from './verification/verification-capture.service.js';
import { COLLECTION } from './document-scoring/delegation.service.js';
import { SCORING_ANALYSIS } from './document-scoring/score.service.js';
import { SCORING_EXPIRY } from './document-scoring/scoring-expiry.service.js';
import { IDENTIFICATION_EXPIRY } from './identification/identification.service.js';
import { openStorage } from './storage.js';
import { DELIVERY } from './webhook/delivery.service.js';
import { welcome } from './welcome.js';

/** Images that are read at once by this process. */
const ANALYSES_AT_ONCE = 2;
/** Messages to customers that are under way at once. */
const DELIVERIES_AT_ONCE = 10;
/** Requests, then jobs, have to end within what main.ts gives the whole. */
const DRAIN_MILLISECONDS = 4000;

/** The composition root: storage below, services over it, the API on top. */
export async function createApp(surroundings: Surroundings) {
  const { config, clock, log } = surroundings;
  let address = '';
  const storage = await openStorage(config, clock, log);
  const services = await createServices(surroundings, storage, () => address);
  const { authentication, information, downloads, jobs, relay, providers, outbound, dispatch } = services;
  const http = await createHttpServer({
    schema: createSchema(createResolvers(services), FURTHER_TYPES),
    log,
    information,
    isProduction: config.isProduction,
    authenticate: (credentials) => authentication.authenticate(credentials),
    openDownload: (token) => downloads.open(token),
    receiveCallback: (organizationId, provider, callback) =>
      services.callbacks.receive(organizationId, provider, callback),
    limits: { drain: DRAIN_MILLISECONDS },
    redis: storage.redis,
  });
  await takePartInJobs(services);
  relay.start();
  dispatch.start();
  return {
    /** For those who move the clock past the times of jobs. */
    services,
    /** Listens; returns where, and what to tell the operator. */
    async start(): Promise<{ address: string; greeting: string }> {
      const demo = config.isProduction ? undefined : await createDemo(services)(config.demoApiKey);
      const { port } = await http.listen(config.port, config.host);
      providers.warm();
      address = `http://${isLocal(config.host) ? 'localhost' : config.host}:${port}`;
      return { address, greeting: welcome({ address, demo, isEmbedded: storage.database.kind === 'embedded' }) };
    },
    /** In the order in which work flows: no new requests, then no new jobs, then nothing more to tell. */
    async close() {
      await http.close();
      await dispatch.stop();
      await jobs.stop();
      await relay.stop();
      await providers.close();
      await outbound.close();
      await storage.close();
    },
  };
}

async function takePartInJobs(services: Services): Promise<void> {
  await takePartInSessions(services);
  await takePartInScorings(services);
  await services.jobs.handle(DELIVERY, DELIVERIES_AT_ONCE, (job) =>
    services.deliveries.attempt(job.organizationId, job.deliveryId),
  );
}

async function takePartInScorings({ jobs, scorings, identifications }: Services): Promise<void> {
  await jobs.handle(SCORING_ANALYSIS, ANALYSES_AT_ONCE, ({ organizationId, scoringId, run }, attempt) =>
    scorings.analysis.run(organizationId, scoringId, run, attempt),
  );
  await jobs.handle(COLLECTION, 1, ({ organizationId, scoringId, reference }, attempt) =>
    scorings.delegations.collect(organizationId, scoringId, reference, attempt),
  );
  await jobs.handle(SCORING_EXPIRY, 1, (job) => scorings.expiry.expire(job.organizationId, job.scoringId));
  await jobs.handle(IDENTIFICATION_EXPIRY, 1, (job) =>
    identifications.service.expire(job.organizationId, job.identificationId),
  );
}

async function takePartInSessions({ jobs, sides, verdicts, lifecycle, authentications }: Services): Promise<void> {
  await jobs.handle(ANALYSIS, ANALYSES_AT_ONCE, (job, attempt) =>
    sides.analyze(job.organizationId, job.captureId, attempt),
  );
  await jobs.handle(VERDICT, 1, (job, attempt) => verdicts.judge(job.organizationId, job.sessionId, attempt));
  await jobs.handle(AUTHENTICATION, 1, (job, attempt) =>
    authentications.judge(job.organizationId, job.sessionId, attempt),
  );
  await jobs.handle(RETRY, 1, (job, attempt) => verdicts.retry(job.organizationId, job.sessionId, attempt));
  await jobs.handle(EXPIRY, 1, (job) => lifecycle.expire(job.organizationId, job.sessionId));
}

const isLocal = (host: string): boolean => ['127.0.0.1', '0.0.0.0', '::', 'localhost'].includes(host);
