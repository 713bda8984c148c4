import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';
import { adaptersWith, installAdapters } from '../../adapters/index.js';
import { createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import type { InstalledAdapter } from '../../src/provider/contract.js';
import type { Services } from '../../src/services.js';
import { createLogger } from '../../src/shared/logger.js';

export const OPERATOR_KEY = 'sk_test_stories_0123456789';
export type Headers = Readonly<Record<string, string>>;
export const operator: Headers = { authorization: `Bearer ${OPERATOR_KEY}` };
export const sdk = (token: string, clientId: string): Headers => ({
  authorization: `Bearer ${token}`,
  'x-client-id': clientId,
});

export interface GraphQLFailure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFailure[] | undefined;
}

/** A gateway of its own on a free port, with a database of its own, as a client sees it. */
export class Gateway {
  private constructor(
    readonly address: string,
    readonly folder: string,
    readonly databaseUrl: string | undefined,
    /** What works behind the API: for jobs whose time comes when the clock is moved. */
    readonly services: Services,
    private readonly end: () => Promise<void>,
  ) {}

  /**
   * On the embedded parts, or on TEST_DATABASE_URL and TEST_REDIS_URL where they are set.
   * @param prepare what an operator does before the start, told the environment that the gateway will have
   */
  static async start(
    now: () => Date = () => new Date(),
    environment: Headers = {},
    prepare: (env: Readonly<Record<string, string | undefined>>) => Promise<void> = async () => undefined,
    sources: readonly InstalledAdapter[] = [],
    random: () => number = Math.random,
  ): Promise<Gateway> {
    const folder = await mkdtemp(join(tmpdir(), 'proofgate-'));
    const database = await ownDatabase(process.env['TEST_DATABASE_URL']);
    const env = {
      PORT: '0',
      DATA_DIR: folder,
      DATABASE_URL: database?.url,
      REDIS_URL: process.env['TEST_REDIS_URL'],
      DEMO_API_KEY: OPERATOR_KEY,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'test',
      ...environment,
    };
    await prepare(env);
    const config = parseConfig(env);
    const log = createLogger(config.logLevel);
    const { definitions, faults } = await adaptersWith(config.adapters);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    const adapters = [...sources, ...installAdapters({ fetch, now, log })];
    const app = await createApp({ config, adapters, definitions, clock: now, random, log });
    const { address } = await app.start();
    return new Gateway(address, folder, database?.url, app.services, async () => {
      await app.close();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    });
  }

  close(): Promise<void> {
    return this.end();
  }

  /** Sends an operation; images among the variables go as files of a multipart request. */
  async ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers: Headers = {},
  ): Promise<Answer<Data>> {
    const files = Object.entries(variables ?? {}).filter(([, value]) => value instanceof Blob);
    const plain = Object.fromEntries(
      Object.entries(variables ?? {}).map(([name, value]) => [name, value instanceof Blob ? null : value]),
    );
    const query = print(document);
    if (files.length === 0) return this.askByJson(query, plain, headers);
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'apollo-require-preflight': 'true' },
      body: multipart(JSON.stringify({ query, variables: plain }), files),
    });
    return (await response.json()) as Answer<Data>;
  }

  private async askByJson<Data>(query: string, variables: object, headers: Headers): Promise<Answer<Data>> {
    const client = new GraphQLClient(`${this.address}/graphql`, { headers, errorPolicy: 'all' });
    const answer = await client.rawRequest<Data>(query, variables).catch((error: unknown) => {
      if (error instanceof ClientError) return error.response;
      throw error;
    });
    return { data: answer.data as Data | null, errors: answer.errors as unknown as readonly GraphQLFailure[] };
  }

  /** The data of an answer that must have no errors. */
  async get<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, headers?: Headers) {
    const { data, errors } = await this.ask(document, variables, headers);
    if (!data || errors) throw new Error(`refused: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The code of an answer that must be a refusal. */
  async refusal<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers?: Headers,
  ): Promise<string> {
    const { errors } = await this.ask(document, variables, headers);
    return errors?.[0]?.extensions.code ?? 'NO_REFUSAL';
  }

  /** Opens a WebSocket and follows a subscription until the caller stops. */
  subscribe<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers: Headers,
  ): AsyncGenerator<Answer<Data>, void> & { end(): Promise<void> } {
    const client = createClient({
      url: `${this.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { ...headers },
      retryAttempts: 0,
    });
    const stream = client.iterate<Data>({ query: print(document), variables });
    return Object.assign(stream as AsyncGenerator<Answer<Data>, void>, {
      end: async () => {
        await stream.return?.(undefined);
        await client.dispose();
      },
    });
  }
}

function multipart(operations: string, files: readonly [string, unknown][]): FormData {
  const form = new FormData();
  form.set('operations', operations);
  form.set('map', JSON.stringify(Object.fromEntries(files.map(([name], place) => [place, [`variables.${name}`]]))));
  for (const [place, [name, file]] of files.entries())
    if (file instanceof Blob) form.set(String(place), file, `${name}.jpg`);
  return form;
}

/** A database of its own on a server; undefined where none was named. */
export async function ownDatabase(server: string | undefined) {
  if (!server) return undefined;
  const name = `proofgate_test_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database ${name} with (force)`) };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(statement);
  await client.end();
}
