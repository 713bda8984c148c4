import { existsSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** What makes up the page behind the links of createCaptureLink, and of which type each part is. */
const PARTS = {
  '/capture': ['capture.html', 'text/html; charset=utf-8'],
  '/capture.js': ['capture.js', 'text/javascript; charset=utf-8'],
  '/capture.css': ['capture.css', 'text/css; charset=utf-8'],
} as const;

/** The page runs nothing and asks for nothing but what comes from here. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
};

/** Where a subject hands in evidence on their own phone: the token stands behind the #, and reaches no log. */
export function captureRoutes(app: FastifyInstance): void {
  for (const [path, [file, type]] of Object.entries(PARTS)) {
    const content = readPart(file);
    app.get(path, { helmet: { contentSecurityPolicy: POLICY } }, (_request, reply) =>
      reply.headers({ 'cache-control': 'no-cache', 'referrer-policy': 'no-referrer' }).type(type).send(content),
    );
  }
}

function readPart(file: string): string {
  const places = ['../../pages/', '../../../pages/'].map((folder) => new URL(folder + file, import.meta.url));
  const place = places.find((candidate) => existsSync(candidate)); // from the sources, or from the compiled code
  if (!place) throw new Error(`pages/${file} is not there`);
  return readFileSync(place, 'utf8');
}
