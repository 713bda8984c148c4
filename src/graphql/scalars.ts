import 'reflect-metadata'; // type-graphql's decorators ask for it
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { GraphQLDateTime, GraphQLDate, GraphQLJSONObject } from 'graphql-scalars';
import { formatDuration, parseDuration } from '../shared/duration.js';
import { COUNTRY_CODES } from './countries.js';

interface TextScalar<Value> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** Undefined where the text is refused. */
  readonly parse: (text: string) => Value | undefined;
  readonly serialize: (value: unknown) => string;
}

/** A scalar written as a string. Refusals do not repeat the value: errors are logged by those who call us. */
function textScalar<Value>({ parse, ...config }: TextScalar<Value>): GraphQLScalarType<Value, string> {
  const parseValue = (input: unknown): Value => {
    const value = typeof input === 'string' ? parse(input) : undefined;
    if (value === undefined) throw new GraphQLError(`Expected ${config.name}: ${config.description}`);
    return value;
  };
  return new GraphQLScalarType<Value, string>({
    ...config,
    parseValue,
    parseLiteral: (node) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** A finite number within bounds. */
function numberScalar(name: string, description: string, minimum: number, maximum: number): GraphQLScalarType<number> {
  const within = (value: unknown): value is number => typeof value === 'number' && value >= minimum && value <= maximum;
  const parseValue = (input: unknown): number => {
    if (!within(input)) throw new GraphQLError(`Expected ${name}: ${description}`);
    return input;
  };
  return new GraphQLScalarType<number>({
    name,
    description,
    parseValue,
    parseLiteral: (node) => parseValue(valueFromASTUntyped(node)),
    serialize(value) {
      if (!within(value)) throw new TypeError(`${name} out of bounds in an answer`);
      return value;
    },
  });
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('A text scalar was resolved to something else');
  return value;
}

/** What another scalar makes of a text, without the words of its refusal: they repeat the value. */
function attempt<Value>(scalar: GraphQLScalarType<Value, unknown>, input: string): Value | undefined {
  try {
    return scalar.parseValue(input);
  } catch {
    return undefined;
  }
}

/** Becomes a `Date`. */
export const DateTime = textScalar<Date>({
  name: 'DateTime',
  description: 'RFC 3339 instant with an offset, e.g. 2026-01-31T09:30:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  parse: (instant) => attempt(GraphQLDateTime, instant),
  serialize(value) {
    if (!(value instanceof Date)) throw new TypeError('A DateTime was not given as a Date');
    return value.toISOString();
  },
});

/** Stays the text it is: a birthday has no time zone that could move it. */
export const CalendarDate = textScalar({
  name: 'Date',
  description: 'Calendar date, YYYY-MM-DD.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  parse: (date) => attempt(GraphQLDate, date) && date,
  serialize: text,
});

/** Becomes milliseconds, and is given as milliseconds. */
export const Duration = textScalar<number>({
  name: 'Duration',
  description: 'ISO 8601 duration, e.g. P7D or PT90S; years and months are refused, since they have no fixed length.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#appendix-A',
  parse: parseDuration,
  serialize(value) {
    if (typeof value !== 'number' || !(value >= 0)) throw new TypeError('A Duration was not given as milliseconds');
    return formatDuration(value);
  },
});

export const CountryCode = textScalar({
  name: 'CountryCode',
  description: 'ISO 3166-1 alpha-2 code, upper case.',
  specifiedByURL: 'https://www.iso.org/iso-3166-country-codes.html',
  parse: (code) => (COUNTRY_CODES.has(code) ? code : undefined),
  serialize: text,
});

/** An authority, then whatever RFC 3986 lets stand in a URL: what parsers would silently repair is refused. */
const HTTP_URL =
  /^https?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d*)?(?:[/?#](?:[\w.~:/?#@!$&'()*+,;=-]|%[\da-f]{2})*)?$/i;
const LONGEST_URL = 2048;

export const Url = textScalar({
  name: 'URL',
  description: 'Absolute http(s) URL.',
  specifiedByURL: 'https://url.spec.whatwg.org/#valid-url-string',
  parse: (url) => (url.length <= LONGEST_URL && HTTP_URL.test(url) && URL.canParse(url) ? url : undefined),
  serialize: text,
});

export const Latitude = numberScalar('Latitude', 'Degrees, -90 to 90.', -90, 90);
export const Longitude = numberScalar('Longitude', 'Degrees, -180 to 180.', -180, 180);
export const UnitInterval = numberScalar('UnitInterval', 'A number from 0 to 1.', 0, 1);

const DEEPEST_JSON = 20;

export const JsonObject = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  description: 'A JSON object.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  parseValue(input) {
    const object = GraphQLJSONObject.parseValue(input);
    if (!isWithinDepth(object, DEEPEST_JSON))
      throw new GraphQLError(`Expected JSONObject: at most ${DEEPEST_JSON} levels deep.`);
    return object;
  },
});

/** What is nested deeper than that would overflow the stack of whoever writes it out again. */
const isWithinDepth = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((part) => isWithinDepth(part, levels - 1)));
