import { isAbstractType, lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import type { NonEmptyArray } from 'type-graphql';

/** A class with type-graphql's decorators. */
export type ResolverClass = abstract new (...parameters: never[]) => object;

/** A schema whose fields are resolved by the instances given. */
export function createSchema(
  resolvers: readonly object[],
  orphanedTypes: readonly ResolverClass[] = [],
): GraphQLSchema {
  const instances = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  return build(
    resolvers.map((resolver) => resolver.constructor),
    orphanedTypes,
    (resolverClass) => {
      const instance = instances.get(resolverClass);
      if (!instance) throw new Error(`No instance of ${resolverClass.name} was given to the schema`);
      return instance;
    },
  );
}

/** The schema alone, to be printed: it has classes where the real one has instances, and answers nothing. */
export const describeSchema = (
  resolvers: readonly ResolverClass[],
  orphanedTypes: readonly ResolverClass[] = [],
): GraphQLSchema =>
  build(resolvers, orphanedTypes, (resolverClass) => {
    throw new Error(`${resolverClass.name} is only described`);
  });

/** In a fixed order, so that a difference of two versions is a difference of the API. */
export const printed = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

function build(
  resolvers: readonly Function[],
  orphanedTypes: readonly Function[],
  instanceOf: (resolverClass: Function) => object,
): GraphQLSchema {
  if (!isNonEmpty(resolvers)) throw new Error('A schema needs a resolver');
  const schema = buildSchemaSync({
    resolvers,
    orphanedTypes: [...orphanedTypes],
    container: { get: instanceOf },
    validate: false,
  });
  resolveTypesAtOnce(schema);
  return schema;
}

const isNonEmpty = (classes: readonly Function[]): classes is NonEmptyArray<Function> => classes.length > 0;

/** type-graphql wraps every declared `resolveType` into a promise, which compiled execution refuses: here it is unwrapped. */
function resolveTypesAtOnce(schema: GraphQLSchema): void {
  const { interfaceTypes, unions, objectTypes } = getMetadataStorage();
  const nameOf = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]));
  for (const { name, resolveType } of [...interfaceTypes, ...unions]) {
    const type = schema.getType(name);
    if (!resolveType || !isAbstractType(type)) continue;
    type.resolveType = (value, context, info) => {
      const resolved: unknown = resolveType(value, context, info, type);
      return typeof resolved === 'string' ? resolved : nameOf.get(resolved);
    };
  }
}
