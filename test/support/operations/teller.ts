import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, getOperationAST, print } from 'graphql';
import { expect } from 'vitest';
import { type Gateway, type Headers, operator } from '../gateway.js';
import { answeredCoordinates, sentCoordinates } from './coordinates.js';
import { operationOf } from './mapping.js';
import { Recorder } from './recorder.js';

/** A request and its answer, as the page shows them. */
export interface Example {
  readonly operation: string;
  readonly headers: Headers;
  readonly request: string;
  readonly variables: unknown;
  readonly response: unknown;
}

/** Tells stories to a gateway: what is expected of an answer counts as told, and the first telling is the example. */
export class Teller {
  readonly recorder = new Recorder();
  readonly examples = new Map<string, Example>();

  constructor(readonly gateway: Gateway) {}

  /** @param expected a part of the answer: a coordinate of it is only told where it stands here with a value */
  async tell<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    expected: object,
    headers: Headers = operator,
  ): Promise<Data> {
    const response = await this.gateway.get(document, variables, headers);
    expect(response).toMatchObject(expected);
    const operation = this.requested(document, variables, headers);
    this.recorder.add(operation, answeredCoordinates(document, expected));
    const request = print(document);
    if (!this.examples.has(operation))
      this.examples.set(operation, { operation, headers, request, variables, response });
    return response;
  }

  /** A refusal is what some values are for. */
  async refuse<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    code: string,
    headers: Headers = operator,
  ): Promise<void> {
    expect(await this.gateway.refusal(document, variables, headers)).toBe(code);
    this.requested(document, variables, headers);
  }

  /** Asks over HTTP alone. Every path expected must be there. */
  async hear(operation: string, path: string, expected: object, headers: Headers = {}): Promise<unknown> {
    const response: unknown = await (await fetch(`${this.gateway.address}${path}`, { headers })).json();
    expect(response).toMatchObject(expected);
    const accept = headers['accept'] ? ` Accept: ${headers['accept']}` : '';
    const places = pathsOf(expected).map((place) => `HTTP GET ${path}${accept} .${place}`);
    this.recorder.add(operation, [`HTTP GET ${path}`, ...places]);
    const request = `GET ${path}`;
    if (!this.examples.has(operation))
      this.examples.set(operation, { operation, headers, request, variables: undefined, response });
    return response;
  }

  private requested(document: DocumentNode, variables: Record<string, unknown>, headers: Headers): string {
    const operation = operationOf(getOperationAST(document)?.name?.value ?? '');
    const named = 'x-client-id' in headers ? ['header X-Client-Id'] : [];
    this.recorder.add(operation, [...named, ...sentCoordinates(document, variables)]);
    return operation;
  }
}

function pathsOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
    const path = `${before}${name}`;
    const isPlain = typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
    return isPlain ? [path, ...pathsOf(item, `${path}.`)] : [path];
  });
}

/** The stories happen in one moment. */
export const NOW = new Date();
export const TIME = NOW.toISOString();
export const inDays = (days: number): string => new Date(NOW.getTime() + days * 86_400_000).toISOString();
export const ID: unknown = expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/);
export const LINK: unknown = expect.stringMatching(/^http:\/\/localhost:\d+\//);
