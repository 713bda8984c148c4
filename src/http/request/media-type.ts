import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import { HttpRefusal } from './refusal.js';

const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';
export type ResponseType = typeof JSON_TYPE | typeof RESPONSE_TYPE;

/** What the answer is to be written in. @throws HttpRefusal 406 where the caller takes neither */
export function responseType({ accept }: IncomingHttpHeaders): ResponseType {
  if (accept === undefined || accept === '*/*' || accept === JSON_TYPE) return JSON_TYPE;
  const type = new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, RESPONSE_TYPE]);
  if (type === RESPONSE_TYPE || type === JSON_TYPE) return type;
  throw new HttpRefusal(406, `Accept ${JSON_TYPE} or ${RESPONSE_TYPE}`);
}

/** What a refusal is written in, whatever the caller takes. */
export const refusalType = ({ accept }: IncomingHttpHeaders): ResponseType =>
  accept?.includes(RESPONSE_TYPE) ? RESPONSE_TYPE : JSON_TYPE;

/** Whether a page is asked for rather than data. */
export const prefersHtml = ({ accept }: IncomingHttpHeaders): boolean =>
  accept !== undefined &&
  new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, RESPONSE_TYPE, 'text/html']) === 'text/html';

/**
 * The status as GraphQL over HTTP wants it: who asks for application/json by name gets 200 for every well-formed request,
 * even where its document does not fit.
 */
export const statusFor = (status: number, { accept }: IncomingHttpHeaders, type: ResponseType): number =>
  status === 400 && type === JSON_TYPE && accept?.includes(JSON_TYPE) ? 200 : status;

export type BodyType = 'json' | 'multipart';

/**
 * Of a POST request. Multipart is what a foreign page could make a browser send without asking: it must bring a header
 * that a page cannot add without the browser asking us first.
 * @throws HttpRefusal 415 or 400, before anything of the body is read
 */
export function bodyType(headers: IncomingHttpHeaders): BodyType {
  const [essence, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (essence?.trim() === JSON_TYPE && parameters.every(isUtf8)) return 'json';
  if (essence?.trim() !== 'multipart/form-data')
    throw new HttpRefusal(415, `Send ${JSON_TYPE} in UTF-8, or multipart/form-data`);
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return 'multipart';
  throw new HttpRefusal(400, 'A multipart request must bring the header Apollo-Require-Preflight (CSRF prevention)');
}

const isUtf8 = (parameter: string): boolean => {
  const [name, value] = parameter.split('=').map((part) => part.trim().replaceAll('"', ''));
  return name !== 'charset' || value === 'utf-8' || value === 'utf8';
};
