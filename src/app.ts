import { createDemo } from './demo.js';
import { createSchema } from './graphql/schema.js';
import { createHttpServer } from './http/server.js';
import { createResolvers } from './resolvers.js';
import { createServices, type Services, type Surroundings } from './services.js';
import { ANALYSIS } from './session/session-capture.service.js';
import { EXPIRY } from './session/session-lifecycle.service.js';
import { VERDICT } from './session/verification.service.js';
import { openStorage } from './storage.js';
import { VERSION } from './version.js';
import { welcome } from './welcome.js';

/** Images that are read at once by this process. */
const ANALYSES_AT_ONCE = 2;
/** Requests, then jobs, have to end within what main.ts gives the whole. */
const DRAIN_MILLISECONDS = 4000;
const SERVICE = { service: 'proofgate', description: 'Identity verification over interchangeable providers' };

/** The composition root: storage below, services over it, the API on top. */
export async function createApp(surroundings: Surroundings) {
  const { config, clock, log } = surroundings;
  let address = '';
  const storage = await openStorage(config, clock, log);
  const services = await createServices(surroundings, storage, () => address);
  const { authentication, health, downloads, jobs, relay, providers } = services;
  const http = await createHttpServer({
    schema: createSchema(createResolvers(services)),
    log,
    service: { ...SERVICE, version: VERSION, environment: config.isProduction ? 'production' : 'development' },
    isProduction: config.isProduction,
    authenticate: (credentials) => authentication.authenticate(credentials),
    health: () => health.report(),
    openDownload: (token) => downloads.open(token),
    limits: { drain: DRAIN_MILLISECONDS },
  });
  await takePartInJobs(services);
  relay.start();
  return {
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
      await jobs.stop();
      await relay.stop();
      await providers.close();
      await storage.close();
    },
  };
}

async function takePartInJobs({ jobs, sides, verification, lifecycle }: Services): Promise<void> {
  await jobs.handle(ANALYSIS, ANALYSES_AT_ONCE, (job, attempt) =>
    sides.analyze(job.organizationId, job.captureId, attempt),
  );
  await jobs.handle(VERDICT, 1, (job, attempt) => verification.judge(job.organizationId, job.sessionId, attempt));
  await jobs.handle(EXPIRY, 1, (job) => lifecycle.expire(job.organizationId, job.sessionId));
}

const isLocal = (host: string): boolean => ['127.0.0.1', '0.0.0.0', '::', 'localhost'].includes(host);
