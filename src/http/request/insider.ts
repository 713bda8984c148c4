import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../shared/errors.js';
import type { HttpOptions } from '../options.js';
import { credentialsOf } from './caller.js';

type Gate = Pick<HttpOptions, 'isProduction' | 'authenticate'>;

/** Whether the request comes from somebody who runs or uses the gateway: a key or a token of a person, not of a subject's app. */
export async function isInsider({ isProduction, authenticate }: Gate, { headers }: FastifyRequest): Promise<boolean> {
  if (!isProduction) return true;
  const caller = await authenticate(credentialsOf(headers));
  return caller?.kind === 'operator' || caller?.kind === 'platform';
}

/** In production answers only insiders. */
export const insidersInProduction =
  (gate: Gate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header('www-authenticate', 'Bearer');
    if (!(await isInsider(gate, request))) throw new DomainError('UNAUTHENTICATED');
    reply.removeHeader('www-authenticate');
  };
