import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, Kind, TypeInfo, getNamedType, validate, visit, visitWithTypeInfo } from 'graphql';
import type { ArgumentNode, DocumentNode, FieldNode, GraphQLSchema, ValidationRule } from 'graphql';
import { DomainError } from '../../shared/errors.js';

/** Of a document's text, as the lexer counts. */
export const MAX_TOKENS = 5000;

/** A page of 100 sessions with forty fields each costs 15,000; pages within pages multiply. */
const armor = new ApolloArmor({
  maxDepth: { n: 14 },
  maxAliases: { n: 30, allowList: [] },
  maxDirectives: { n: 5 },
  costLimit: { maxCost: 60_000 },
  maxTokens: { enabled: false },
  blockFieldSuggestion: { enabled: false },
});
const { validationRules } = armor.protect();

/** Refuses what would be too much work: QUERY_TOO_COMPLEX. */
export const complexityRule: ValidationRule = (context) => ({
  Document(document) {
    const schema = context.getSchema();
    for (const { message } of validate(schema, withFullPages(schema, document), validationRules)) {
      const refusal = new DomainError('QUERY_TOO_COMPLEX', { message: message.replace(/^Syntax Error: /, '') });
      context.reportError(new GraphQLError(refusal.message, { originalError: refusal }));
    }
  },
});

/** Cost multiplies by page sizes, but sees only those that are written out: the others are put in at their most. */
function withFullPages(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field(field): FieldNode | undefined {
        const type = types.getType();
        if (!type || !getNamedType(type).name.endsWith('Connection')) return undefined;
        const sizes = field.arguments?.filter(({ name }) => name.value === 'first' || name.value === 'last') ?? [];
        if (sizes.length > 0 && sizes.every(({ value }) => value.kind === Kind.INT)) return undefined;
        return { ...field, arguments: [pageSize(sizes.length > 0 ? 100 : 25)] };
      },
    }),
  );
}

const pageSize = (size: number): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: 'first' },
  value: { kind: Kind.INT, value: String(size) },
});
