import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { CompilingExecutor } from './compiled.js';
import type { RequestContext } from '../context.js';
import { introspects } from './introspection.js';

/** One GraphQL request, whatever it came by. */
export interface GraphQLParams {
  readonly query?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
}

/** A document that the engine has let through, ready to run. */
export interface HotDocument {
  readonly query: CompiledQuery;
  readonly document: DocumentNode;
}

const HOT_DOCUMENTS = 2000;

/** Documents in use, by their text or, for persisted queries, by its hash. */
export class HotDocuments {
  private readonly byText = new LRUCache<string, HotDocument>({ max: HOT_DOCUMENTS });

  find({ query, operationName, extensions }: GraphQLParams): HotDocument | undefined {
    if (query !== undefined) return extensions ? undefined : this.byText.get(textKey(query, operationName));
    const persisted = extensions?.['persistedQuery'];
    if (
      typeof persisted !== 'object' ||
      persisted === null ||
      !('sha256Hash' in persisted) ||
      !('version' in persisted)
    )
      return undefined;
    return persisted.version === 1 ? this.byText.get(hashKey(String(persisted.sha256Hash), operationName)) : undefined;
  }

  /** Remembers what Apollo has let through and the executor has compiled. Introspection stays with Apollo's checks. */
  fill(executor: CompilingExecutor): ApolloServerPlugin<RequestContext> {
    const { byText } = this;
    return {
      requestDidStart: async () => ({
        async willSendResponse({ document, request, source, queryHash, errors }) {
          const query = document && executor.compiled(document, request.operationName);
          if (!query || errors || request.http?.method !== 'POST' || introspects(document)) return;
          if (source !== undefined) byText.set(textKey(source, request.operationName), { query, document });
          if (queryHash !== undefined && request.extensions?.['persistedQuery'])
            byText.set(hashKey(queryHash, request.operationName), { query, document });
        },
      }),
    };
  }
}

const textKey = (text: string, operationName: string | undefined): string =>
  operationName ? `${operationName}\0${text}` : text;
/** No document contains a NUL, so a hash is never taken for a text. */
const hashKey = (hash: string, operationName: string | undefined): string => `\0${textKey(hash, operationName)}`;
