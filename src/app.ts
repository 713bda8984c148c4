import { createDemo } from './demo.js';
import { createSchema } from './graphql/schema.js';
import { createHttpServer } from './http/server.js';
import { createResolvers, FURTHER_TYPES } from './resolvers.js';
import { createServices, type Services, type Surroundings } from './services.js';
import { openStorage, type Storage } from './storage.js';
import { welcome, welcomeOfWorker } from './welcome.js';
import { openQueues, work } from './worker.js';

/** So long whoever sends requests has to find out that this process leaves. */
const FAREWELL_MILLISECONDS = 300;
/** Requests and jobs have to end within what main.ts gives the whole. */
const DRAIN_MILLISECONDS = 5500;

/** The composition root: storage below, services over it, the API on top. */
export async function createApp(surroundings: Surroundings) {
  const { config, clock, log } = surroundings;
  const addressAt = (port: number) => `http://${isLocal(config.host) ? 'localhost' : config.host}:${port}`;
  let address = addressAt(config.port);
  const storage = await openStorage(config, clock, log);
  const services = await createServices(surroundings, storage, () => address);
  const { jobs, relay, providers, outbound, dispatch, patience } = services;
  const http = config.role === 'worker' ? undefined : await createHttp(surroundings, storage, services);
  await openQueues(services);
  if (config.role !== 'api') await work(services);
  relay.start();
  return {
    /** For those who move the clock past the times of jobs. */
    services,
    /** Begins to serve; returns where, and what to tell the operator. */
    async start(): Promise<{ address: string; greeting: string }> {
      const demo = config.isProduction ? undefined : await createDemo(services)(config.demoApiKey);
      if (http) address = addressAt((await http.listen(config.port, config.host)).port);
      providers.warm();
      const isEmbedded = storage.database.kind === 'embedded';
      return { address, greeting: http ? welcome({ address, demo, isEmbedded }) : welcomeOfWorker() };
    },
    /** In the order in which work flows: no new requests and jobs, then nothing more to tell. */
    async close() {
      patience.end();
      await Promise.all([http?.close(), dispatch.stop(), jobs.stop()]);
      await relay.stop();
      await providers.close();
      await outbound.close();
      await storage.close();
    },
  };
}

function createHttp({ config, log }: Surroundings, { redis, caches }: Storage, services: Services) {
  const { authentication, information, downloads, callbacks, jobs } = services;
  return createHttpServer({
    schema: createSchema(createResolvers(services), FURTHER_TYPES),
    log,
    information,
    isProduction: config.isProduction,
    authenticate: (credentials) => authentication.authenticate(credentials),
    openDownload: (token) => downloads.open(token),
    receiveCallback: (organizationId, provider, callback) => callbacks.receive(organizationId, provider, callback),
    countJobs: () => jobs.counts(),
    limits: { farewell: FAREWELL_MILLISECONDS, drain: DRAIN_MILLISECONDS },
    redis,
    counted: [caches.reads],
  });
}

const isLocal = (host: string): boolean => ['127.0.0.1', '0.0.0.0', '::', 'localhost'].includes(host);
