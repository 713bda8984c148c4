import { describe, expect, it } from 'vitest';
import { parseValue } from 'graphql';
import type { GraphQLScalarType } from 'graphql';
import {
  CalendarDate,
  CountryCode,
  DateTime,
  Duration,
  JsonObject,
  Latitude,
  Longitude,
  UnitInterval,
  Url,
} from '../../src/graphql/scalars.js';
import { Upload } from '../../src/graphql/upload.js';
import { formatDuration } from '../../src/shared/duration.js';

const DAY = 86_400_000;

/** An object in an object in an object … */
const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) });

const accepted: [scalar: GraphQLScalarType, input: unknown, value: unknown][] = [
  [DateTime, '2026-01-31T09:30:00.000Z', new Date('2026-01-31T09:30:00Z')],
  [DateTime, '2026-01-31T09:30:00+02:00', new Date('2026-01-31T07:30:00Z')],
  [CalendarDate, '2024-02-29', '2024-02-29'],
  [Duration, 'P7D', 7 * DAY],
  [Duration, 'P2W', 14 * DAY],
  [Duration, 'PT90S', 90_000],
  [Duration, 'P1DT2H3M4.5S', DAY + 7_384_500],
  [Duration, 'PT1H5S', 3_605_000],
  [Duration, 'PT0S', 0],
  [CountryCode, 'ES', 'ES'],
  [Url, 'https://example.com', 'https://example.com'],
  [Url, 'http://localhost:4000/a?b=c#d', 'http://localhost:4000/a?b=c#d'],
  [Url, 'https://[2001:db8::7]:8443/hook', 'https://[2001:db8::7]:8443/hook'],
  [Url, 'https://user:pass@example.com/%20', 'https://user:pass@example.com/%20'],
  [Latitude, -90, -90],
  [Longitude, 180, 180],
  [UnitInterval, 0, 0],
  [UnitInterval, 1, 1],
  [JsonObject, { a: [1, { b: null }] }, { a: [1, { b: null }] }],
  [JsonObject, nested(20), nested(20)],
];

const refused: [scalar: GraphQLScalarType, ...inputs: unknown[]][] = [
  [DateTime, '2026-01-31', '2026-01-31T09:30:00', '2026-02-30T00:00:00Z', '2026-01-31T09:30:00Z\n', 0, null],
  [CalendarDate, '2023-02-29', '29-02-2024', '2024-2-9', '2024-02-29T00:00:00Z', 20240229],
  [
    Duration,
    'P1M',
    'P1Y',
    'P',
    'PT',
    'P1DT',
    'P1D2H',
    'PT1D',
    'P1W2D',
    '-P1D',
    'P-1D',
    'PT0,5S',
    'P1.5D',
    ' P1D',
    'P1D\n',
  ],
  [Duration, 'P99999999999999D', 7, ''],
  [CountryCode, 'es', 'ESP', 'XX', 'UK', '', 34],
  [Url, 'javascript:alert(1)', 'ftp://example.com', '/path', 'example.com', 'https://', 'https:/example.com'],
  [
    Url,
    'https://example.com/ü',
    'https://example.com/"',
    'https://example.com/%',
    'https://[@example.com/',
    'http://087.1.2.3/',
  ],
  [Url, 'https://exa mple.com', 'https:\\\\example.com', ' https://example.com', 'https://example.com\n', 'http:///x'],
  [Latitude, 90.0001, '45', Number.NaN, '45°N', null],
  [Longitude, -180.5, Number.POSITIVE_INFINITY, true],
  [UnitInterval, -0.01, 1.01, Number.NaN, '0.5'],
  [JsonObject, 'text', 1, [1], null, nested(21)],
  [Upload, 'file', {}, null],
];

describe('scalars', () => {
  it.each(accepted)('%s takes %j', (scalar, input, value) => {
    expect(scalar.parseValue(input)).toEqual(value);
  });

  it.each(refused)('%s refuses %j', (scalar, ...inputs) => {
    for (const input of inputs) expect(() => scalar.parseValue(input), JSON.stringify(input)).toThrow();
  });

  it('takes literals of the right kind only', () => {
    expect(CountryCode.parseLiteral(parseValue('"ES"'))).toBe('ES');
    expect(() => CountryCode.parseLiteral(parseValue('ES'))).toThrow();
    expect(Latitude.parseLiteral(parseValue('41'))).toBe(41);
    expect(() => Latitude.parseLiteral(parseValue('"41"'))).toThrow();
  });

  it('refuses without repeating the value', () => {
    for (const scalar of [DateTime, CalendarDate, Duration, CountryCode, Url])
      expect(() => scalar.parseValue('Jane Doe')).toThrow(/^(?!.*Jane)/);
  });

  it('gives out only what it would take', () => {
    expect(DateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(Duration.serialize(90_000)).toBe('PT1M30S');
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
    expect(() => DateTime.serialize('yesterday')).toThrow();
    expect(() => UnitInterval.serialize(Number.NaN)).toThrow();
    expect(() => UnitInterval.serialize(1.2)).toThrow();
    expect(() => Upload.serialize('file')).toThrow();
  });

  it('writes durations that read as the same length', () => {
    for (const milliseconds of [0, 500, 1000, 61_000, 3_600_000, DAY, 30 * DAY, DAY + 1, 123_456_789])
      expect(Duration.parseValue(formatDuration(milliseconds))).toBe(milliseconds);
    expect(formatDuration(30 * DAY)).toBe('P30D');
  });
});
