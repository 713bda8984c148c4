import 'reflect-metadata'; // type-graphql's decorators ask for it
import { isAbstractType, lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import type { NonEmptyArray, PubSub } from 'type-graphql';

/** A class with type-graphql's decorators. */
export type ResolverClass = abstract new (...parameters: never[]) => object;

const resolversOf = new WeakMap<GraphQLSchema, readonly object[]>();

/**
 * The instance by which a schema resolves: the `subscribe` option of type-graphql is not told its own.
 * `subscribe: ({ args, context, info }) => resolverOf(info, SessionResolver).updates(args, context)`
 */
export function resolverOf<Resolver extends object>(
  { schema }: Pick<GraphQLResolveInfo, 'schema'>,
  resolverClass: abstract new (...parameters: never[]) => Resolver,
): Resolver {
  for (const resolver of resolversOf.get(schema) ?? []) if (resolver instanceof resolverClass) return resolver;
  throw new Error(`No instance of ${resolverClass.name} was given to the schema`);
}

/** A schema whose fields are resolved by the instances given. */
export function createSchema(
  resolvers: readonly object[],
  orphanedTypes: readonly ResolverClass[] = [],
): GraphQLSchema {
  const instances = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const classes = resolvers.map((resolver) => resolver.constructor);
  const schema = build(classes, orphanedTypes, (resolverClass) => {
    const instance = instances.get(resolverClass);
    if (!instance) throw new Error(`No instance of ${resolverClass.name} was given to the schema`);
    return instance;
  });
  resolversOf.set(schema, resolvers);
  return schema;
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
    pubSub: unused,
  });
  resolveTypesAtOnce(schema);
  return schema;
}

/** Asked for as soon as there is a subscription. Ours name their source by `subscribe`. */
const unused: PubSub = {
  publish: () => undefined,
  subscribe(topic) {
    throw new Error(`There is no topic ${topic}`);
  },
};

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
