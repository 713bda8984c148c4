import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  Kind,
  type SelectionNode,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
type Values = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null;
const isAbsent = (value: unknown): boolean => value === undefined || value === null;
/** One, or each of a list. */
const each = (value: unknown): unknown[] => [value].flat(Infinity);

/** Arguments, input fields and enum values that a request sends. */
export function sentCoordinates(document: DocumentNode, variables: Values): string[] {
  const found: string[] = [];
  const types = new TypeInfo(schema);
  const Argument = (node: { readonly value: Parameters<typeof valueFromASTUntyped>[0] }) => {
    const value: unknown = valueFromASTUntyped(node.value, variables);
    const [type, field, argument] = [types.getParentType(), types.getFieldDef(), types.getArgument()];
    if (isAbsent(value) || !type || !field || !argument) return;
    found.push(`${type.name}.${field.name}(${argument.name}:)`, ...ofInput(argument.type, value));
  };
  visit(document, visitWithTypeInfo(types, { Argument: { enter: Argument } }));
  return found;
}

function ofInput(type: GraphQLType, value: unknown): string[] {
  const named = getNamedType(type);
  return each(value).flatMap((item) => {
    if (isEnumType(named)) return enumCoordinate(named.name, item);
    if (!isInputObjectType(named) || !isRecord(item)) return [];
    return Object.entries(item).flatMap(([name, inner]) => {
      const field = named.getFields()[name];
      return isAbsent(inner) || !field ? [] : [`${named.name}.${name}`, ...ofInput(field.type, inner)];
    });
  });
}

/** Fields and enum values that a story expects of an answer; null says nothing. */
export function answeredCoordinates(document: DocumentNode, expected: unknown): string[] {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  return document.definitions.flatMap((node) => {
    const root = node.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(node.operation) : undefined;
    if (node.kind !== Kind.OPERATION_DEFINITION || !root) return [];
    return ofSelections(root, node.selectionSet.selections, expected, fragments);
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function ofSelections(
  type: GraphQLCompositeType,
  selections: readonly SelectionNode[],
  expected: unknown,
  fragments: Fragments,
): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD)
      return each(expected).flatMap((value) => (isRecord(value) ? ofField(type, node, value, fragments) : []));
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    const condition = schema.getType(fragment?.typeCondition?.name.value ?? type.name);
    return fragment && isCompositeType(condition)
      ? ofSelections(condition, fragment.selectionSet.selections, expected, fragments)
      : [];
  });
}

function ofField(type: GraphQLCompositeType, node: FieldNode, parent: Values, fragments: Fragments): string[] {
  const value = parent[(node.alias ?? node.name).value];
  const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
  if (isAbsent(value) || !field) return [];
  const named = getNamedType(field.type);
  const inner = isCompositeType(named)
    ? ofSelections(named, node.selectionSet?.selections ?? [], value, fragments)
    : each(value).flatMap((one) => (isEnumType(named) ? enumCoordinate(named.name, one) : []));
  return [`${type.name}.${field.name}`, ...inner];
}

const enumCoordinate = (name: string, value: unknown): string[] =>
  typeof value === 'string' ? [`${name}.${value}`] : [];
