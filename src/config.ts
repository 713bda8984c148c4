import { randomBytes } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { KEY_FORMAT } from './shared/principal.js';

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** Addresses with their lengths, by commas. */
const ranges = z
  .string()
  .transform((text) => text.split(',').map((range) => range.trim()))
  .refine((parts) => parts.every((part) => ipaddr.isValidCIDR(part)), {
    message: 'must be address ranges such as 10.0.0.0/8, by commas',
  });

/** Names of packages or paths, by commas. */
const modules = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => name !== ''), { message: 'must be names of modules, by commas' });

const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be a number from 0 to 65535')
    .default(4000),
  HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must not be empty').default('data'),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  DEMO_API_KEY: z
    .string()
    .regex(KEY_FORMAT, 'must look like sk_test_ and 16 to 128 letters, digits, _ or -')
    .refine((key) => key.startsWith('sk_test_'), 'must be a test key: sk_test_…')
    .optional(),
  MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64')
    .optional(),
  PLATFORM_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 visible characters')
    .optional(),
  PRIVATE_DESTINATIONS: ranges.optional(),
  ADAPTERS: modules.optional(),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  GEOIP_DATABASE: z.string().min(1, 'must not be empty').optional(),
  EVENT_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number from 1 to 9999')
    .transform(Number)
    .default(90),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
});

const environment = variables.refine(({ ROLE, DATABASE_URL }) => ROLE === 'all' || DATABASE_URL !== undefined, {
  path: ['ROLE'],
  message: 'must be all without DATABASE_URL: the embedded database serves one process',
});

export type Config = ReturnType<typeof toConfig>;

/** Thrown where the environment is wrong, with every fault at once. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
  }
}

/** @throws ConfigError */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  return toConfig(parsed.data);
}

const toConfig = (env: z.infer<typeof environment>) => ({
  port: env.PORT,
  host: env.HOST,
  dataFolder: env.DATA_DIR,
  databaseUrl: env.DATABASE_URL,
  redisUrl: env.REDIS_URL,
  demoApiKey: env.DEMO_API_KEY,
  masterKey: env.MASTER_KEY === undefined ? undefined : Buffer.from(env.MASTER_KEY, 'base64'),
  platformApiKey: env.PLATFORM_API_KEY,
  privateDestinations: env.PRIVATE_DESTINATIONS ?? [],
  adapters: env.ADAPTERS ?? [],
  publicUrl: env.PUBLIC_URL,
  geoipDatabase: env.GEOIP_DATABASE,
  eventDays: env.EVENT_DAYS,
  role: env.ROLE,
  logLevel: env.LOG_LEVEL,
  isProduction: env.NODE_ENV === 'production',
});

/** A new secret for an installation that has none yet. */
export const newMasterKey = (): Buffer => randomBytes(32);
