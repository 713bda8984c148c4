import { createHttpServer } from '../../src/http/server.js';
import type { HttpOptions } from '../../src/http/options.js';
import { InformationService } from '../../src/service/information.service.js';
import { DomainError } from '../../src/shared/errors.js';
import type { HealthReport } from '../../src/shared/health.js';
import { createLogger } from '../../src/shared/logger.js';
import type { Principal } from '../../src/shared/principal.js';
import { Witness, librarySchema } from './library-schema.js';

const HEALTHY = { state: 'HEALTHY', milliseconds: 1, detail: null } as const;

export const KEY = { authorization: 'Bearer sk_test_library' };

type Overrides = Partial<HttpOptions> & { readonly health?: () => Promise<HealthReport> };
const INFO = { service: 'library', description: 'Lends <books>', version: '1.2.3', environment: 'test' };

const wellBeing = async (): Promise<HealthReport> => ({
  status: 'HEALTHY',
  database: HEALTHY,
  cache: HEALTHY,
  storage: HEALTHY,
  externalServices: { google: HEALTHY },
  error: null,
});

/** The library behind a real server on a port of its own. */
export async function startLibrary({ health, ...overrides }: Overrides = {}) {
  const witness = new Witness();
  const logged: string[] = [];
  /** What the bearer secrets stand for; a test may add and remove. */
  const principals = new Map<string, Principal>([
    ['sk_test_library', { kind: 'operator', organizationId: 'acme', role: 'ADMIN', mode: 'SANDBOX', keyId: 'k1' }],
  ]);
  const server = await createHttpServer({
    schema: librarySchema(witness),
    log: createLogger('info', { write: (line) => logged.push(line) }),
    information: new InformationService(INFO, () => new Date(), health ?? wellBeing),
    isProduction: false,
    async authenticate({ authorization }) {
      if (authorization === undefined) return undefined;
      const principal = principals.get(authorization.replace('Bearer ', ''));
      if (!principal) throw new DomainError('UNAUTHENTICATED');
      return principal;
    },
    receiveCallback: async () => undefined,
    countJobs: async () => [],
    async openDownload(token) {
      if (token !== 'good') throw new DomainError('NOT_FOUND');
      return { bytes: new Uint8Array([1, 2, 3]), contentType: 'image/png' };
    },
    ...overrides,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    graphql: `${url}/graphql`,
    sockets: `ws://127.0.0.1:${port}/graphql`,
    witness,
    logged,
    principals,
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

export type Library = Awaited<ReturnType<typeof startLibrary>>;
