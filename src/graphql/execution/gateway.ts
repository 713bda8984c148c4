import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { printSchema } from 'graphql';
import type { CompilingExecutor } from './compiled.js';
import type { RequestContext } from '../context.js';

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];

/** Makes Apollo Server execute by the compiling executor: a gateway is where it lets itself be replaced. */
export const compilingGateway = (executor: CompilingExecutor): GatewayInterface => ({
  onSchemaLoadOrUpdate(callback) {
    callback({ apiSchema: executor.schema, coreSupergraphSdl: printSchema(executor.schema) });
    return () => undefined;
  },
  async load() {
    return {
      executor: ({ document, request, context }) =>
        executor.execute(document, request.operationName, request.variables ?? {}, context),
    };
  },
  async stop() {},
});
