import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpOptions } from './options.js';

interface Called {
  readonly Params: { readonly provider: string };
  readonly Querystring: { readonly organization?: string };
  readonly Body: Buffer | undefined;
}

/** Providers' call-backs: whatever the type says the body stays bytes, since signatures are over bytes. */
export function callbackRoutes(app: FastifyInstance, { receiveCallback }: Pick<HttpOptions, 'receiveCallback'>): void {
  void app.register(async (routes) => {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
    routes.post<Called>('/callbacks/:provider', async (request, reply) => {
      const { params, query, method, url: path, body, headers } = request;
      const single = Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      const callback = { method, path, headers: Object.fromEntries(single), body: body ?? Buffer.alloc(0) };
      await receiveCallback(query.organization ?? '', params.provider, callback);
      return reply.code(204).send();
    });
  });
}
