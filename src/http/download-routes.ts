import type { FastifyInstance } from 'fastify';
import type { HttpOptions } from './options.js';

/** Stored images by signed link: the link is the credential, so it is never cached, guessed at or shown in a frame. */
export function downloadRoutes(app: FastifyInstance, { openDownload }: Pick<HttpOptions, 'openDownload'>): void {
  app.get<{ Params: { token: string } }>('/downloads/:token', async ({ params }, reply) => {
    const { bytes, contentType } = await openDownload(params.token);
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="capture.${contentType.split('/')[1] ?? 'bin'}"`,
        'referrer-policy': 'no-referrer',
      })
      .type(contentType)
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
}
