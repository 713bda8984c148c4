import { parseArgs } from 'node:util';
import type { ClientService } from '../../src/client/client.service.js';
import type { FoundingService } from '../../src/key/founding.service.js';
import type { KeyService } from '../../src/key/key.service.js';
import type { OrganizationService } from '../../src/organization/organization.service.js';
import type { Mode, Role } from '../../src/shared/principal.js';

/** What the commands work on. */
export interface Installation {
  readonly organizations: OrganizationService;
  readonly founding: FoundingService;
  readonly clients: ClientService;
  readonly keys: KeyService;
}

/** Told to who asked for something that there is not. */
export class UsageError extends Error {}

export const USAGE = `npm run admin -- COMMAND

  create-organization ID [--name NAME]       a tenant, and its first key: ADMIN, LIVE
  create-client ORGANIZATION NAME            an application of it
  create-key ORGANIZATION NAME [--role ADMIN|OPERATOR|VIEWER] [--mode LIVE|SANDBOX] [--client ID]
  revoke-key ORGANIZATION KEY_ID
  list ORGANIZATION                          its applications and keys

It works on the database that the gateway's environment names. The embedded one serves one process at a time: while the
gateway runs, stop it first, or use the mutations of the same names.
Secrets are printed once and kept nowhere.`;

const ADMIN = { actor: 'admin', mode: 'LIVE' } as const;
const oneOf = <Value extends string>(name: string, values: readonly Value[], text: string): Value => {
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw new UsageError(`--${name} is one of ${values.join(', ')}`);
  return value;
};
const ROLE: readonly Role[] = ['ADMIN', 'OPERATOR', 'VIEWER'];
const MODE: readonly Mode[] = ['LIVE', 'SANDBOX'];

interface Asked {
  readonly operands: readonly string[];
  readonly options: { readonly name?: string; readonly role: string; readonly mode: string; readonly client?: string };
}
type Command = (asked: Asked, installation: Installation) => Promise<string[]>;

function operandsOf({ operands }: Asked, ...names: string[]): string[] {
  if (operands.length !== names.length) throw new UsageError(`wants ${names.join(' and ')}`);
  return [...operands];
}

const COMMANDS: Readonly<Record<string, Command>> = {
  async 'create-organization'(asked, { founding }) {
    const [id = ''] = operandsOf(asked, 'ID');
    const { organization, secret } = await founding.create({ id, name: asked.options.name ?? id });
    return [`organization ${organization.id} (${organization.name})`, `key ${secret}`];
  },
  async 'create-client'(asked, { organizations, clients }) {
    const [organizationId = '', name = ''] = operandsOf(asked, 'ORGANIZATION', 'NAME');
    await organizations.require(organizationId);
    const client = await clients.make({ organizationId, name }, ADMIN);
    return [`client ${client.id} (${client.name})`];
  },
  async 'create-key'(asked, { organizations, keys }) {
    const [organizationId = '', name = ''] = operandsOf(asked, 'ORGANIZATION', 'NAME');
    await organizations.require(organizationId);
    const role = oneOf('role', ROLE, asked.options.role);
    const mode = oneOf('mode', MODE, asked.options.mode);
    const made = { organizationId, name, role, mode, ...(asked.options.client && { clientId: asked.options.client }) };
    const { key, secret } = await keys.issue(made, ADMIN);
    return [`key ${key.id} (${key.role}, ${key.mode})`, `secret ${secret}`];
  },
  async 'revoke-key'(asked, { organizations, keys }) {
    const [organizationId = '', id = ''] = operandsOf(asked, 'ORGANIZATION', 'KEY_ID');
    await organizations.require(organizationId);
    const key = await keys.end(organizationId, id, ADMIN);
    return [`revoked ${key.id} (${key.name})`];
  },
  async list(asked, { organizations, clients, keys }) {
    const [organizationId = ''] = operandsOf(asked, 'ORGANIZATION');
    await organizations.require(organizationId);
    return [
      ...(await clients.list(organizationId)).map(({ id, name }) => `client ${id} ${name}`),
      ...(await keys.list(organizationId)).map(({ id, name, role, mode, prefix, revokedAt }) =>
        [`key ${id} ${prefix}… ${role} ${mode} ${name}`, ...(revokedAt ? ['(revoked)'] : [])].join(' '),
      ),
    ];
  },
};

/**
 * Reads a command line; what it returns does the work.
 * @throws UsageError
 */
export function commandOf(line: readonly string[]): (installation: Installation) => Promise<string[]> {
  const { values, positionals } = parsed(line);
  const [name = '', ...operands] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command || values.help) throw new UsageError(USAGE);
  const options = {
    role: values.role,
    mode: values.mode,
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.client === undefined ? {} : { client: values.client }),
  };
  return (installation) => command({ operands, options }, installation);
}

function parsed(line: readonly string[]) {
  try {
    return parseArgs({
      args: [...line],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        name: { type: 'string' },
        role: { type: 'string', default: 'ADMIN' },
        mode: { type: 'string', default: 'LIVE' },
        client: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : USAGE, { cause: error });
  }
}
