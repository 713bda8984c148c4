import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLField,
  type GraphQLInputFieldMap,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
} from 'graphql';
import { picture } from './documents.js';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

type OperationKind = 'query' | 'mutation' | 'subscription';

/** The names of all operations of a kind, as the schema has them. */
export const operationsOf = (kind: OperationKind): string[] => Object.keys(fieldsOf(kind)).sort();

/** What a scalar without a value of its own can be; an id is of nothing that there is. */
const SCALARS: Readonly<Record<string, string>> = {
  ID: '"019f0000-0000-7000-8000-000000000000"',
  String: '"text"',
  Int: '1',
  Float: '0.5',
  Boolean: 'true',
  Upload: '$image',
  URL: '"https://example.com/hook"',
  CountryCode: '"ES"',
  Duration: '"PT1H"',
  DateTime: '"2030-01-01T00:00:00Z"',
  Latitude: '40.4',
  Longitude: '-3.7',
  UnitInterval: '0.5',
  JSONObject: '{}',
};

/** An operation with the least that the schema lets one ask for: well-formed, and about nothing in particular. */
export async function anyOperation(kind: OperationKind, name: string) {
  const field = fieldsOf(kind)[name];
  if (!field) throw new Error(`the schema has no ${kind} ${name}`);
  const given = field.args.filter(isRequiredArgument).map((one) => `${one.name}: ${anyValue(one.type)}`);
  const call = given.length > 0 ? `${name}(${given.join(', ')})` : name;
  const image = call.includes('$image') ? '($image: Upload!)' : '';
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const document: DocumentNode = parse(`${kind} Any${image} { ${call}${selection} }`);
  return { document, variables: image ? { image: await picture() } : {} };
}

/** The mutations whose input takes a field of this name. */
export const mutationsTaking = (field: string): string[] =>
  operationsOf('mutation').filter((name) => field in inputFieldsOf(name));

/** A mutation whose input has these fields, each a variable, so that files may be among them. */
export function mutationWith(name: string, given: readonly string[], selection: string): DocumentNode {
  const fields = inputFieldsOf(name);
  const declared = given.map((field) => `$${field}: ${String(fields[field]?.type)}`);
  const passed = given.map((field) => `${field}: $${field}`);
  return parse(`mutation Made(${declared.join(', ')}) { ${name}(input: { ${passed.join(', ')} }) { ${selection} } }`);
}

function inputFieldsOf(name: string): GraphQLInputFieldMap {
  const input = fieldsOf('mutation')[name]?.args.find((one) => one.name === 'input');
  const type = input && getNamedType(input.type);
  return isInputObjectType(type) ? type.getFields() : {};
}

function fieldsOf(kind: OperationKind): Record<string, GraphQLField<unknown, unknown>> {
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return types[kind]?.getFields() ?? {};
}

function anyValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return anyValue(type.ofType);
  if (isListType(type)) return `[${anyValue(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${anyValue(field.type)}`).join(', ')} }`;
  }
  const value = SCALARS[type.name];
  if (value === undefined) throw new Error(`nothing is known to be a ${type.name}`);
  return value;
}
