import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, visit, BREAK } from 'graphql';
import type { DocumentNode } from 'graphql';
import { DomainError } from '../../shared/errors.js';
import type { RequestContext } from '../context.js';

const answers = new WeakMap<DocumentNode, boolean>();

/** Whether a document asks about the schema; `__typename` alone does not. */
export function introspects(document: DocumentNode): boolean {
  let found = answers.get(document);
  if (found === undefined) {
    found = false;
    visit(document, {
      Field({ name }) {
        if (name.value !== '__schema' && name.value !== '__type') return undefined;
        found = true;
        return BREAK;
      },
    });
    answers.set(document, found);
  }
  return found;
}

/** The refusal of a document that asks about the schema without credentials. */
export const strangersRefusal = (): GraphQLError => {
  const refusal = new DomainError('UNAUTHENTICATED');
  return new GraphQLError(refusal.message, { originalError: refusal });
};

/** Refuses introspection to callers without credentials. */
export const refuseStrangers: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    async didResolveOperation({ document, contextValue }) {
      if (!contextValue.principal && introspects(document)) throw strangersRefusal();
    },
  }),
};
