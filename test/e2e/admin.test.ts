import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { createLogger } from '../../src/shared/logger.js';
import { commandOf } from '../../tools/admin/commands.js';
import { openInstallation } from '../../tools/admin/installation.js';
import { Gateway } from '../support/gateway.js';
import * as api from '../support/generated/operations.js';
import { bearer } from '../support/tenant.js';

type Env = Readonly<Record<string, string | undefined>>;
let gateway: Gateway;
let env: Env;
/** What the commands printed before the gateway was started: `name value …` a line. */
const printed: string[] = [];
const said = (name: string): string[] =>
  printed.filter((line) => line.startsWith(`${name} `)).map((line) => line.split(' ')[1] ?? '');

async function run(...line: string[]): Promise<string[]> {
  const command = commandOf(line);
  const installation = await openInstallation(parseConfig(env), createLogger('silent'));
  try {
    return await command(installation);
  } finally {
    await installation.close();
  }
}

beforeAll(async () => {
  gateway = await Gateway.start(undefined, {}, async (given) => {
    env = given;
    printed.push(...(await run('create-organization', 'acme', '--name', 'Acme Ltd')));
    printed.push(...(await run('create-client', 'acme', 'Shop')));
    const [client = ''] = said('client');
    const wanted = ['--role', 'VIEWER', '--mode', 'SANDBOX', '--client', client];
    printed.push(...(await run('create-key', 'acme', 'Reader', ...wanted)));
    const [, gone = ''] = [...(await run('create-key', 'acme', 'Gone'))];
    printed.push(gone.replace('secret', 'gone'));
    const listed = (await run('list', 'acme')).find((line) => line.endsWith('Gone')) ?? '';
    printed.push(...(await run('revoke-key', 'acme', listed.split(' ')[1] ?? '')));
    printed.push(...(await run('list', 'acme')).map((line) => `listed ${line}`));
  });
}, 120_000);
afterAll(() => gateway.close());

const viewer = (secret = '') => gateway.ask(api.ViewerDocument, {}, bearer(secret));

describe('the command line', () => {
  it('makes an organization with a key that opens it', async () => {
    const [, secret] = [...said('organization'), ...said('key')];
    const { data } = await viewer(secret);
    expect(data?.viewer).toMatchObject({ role: 'ADMIN', mode: 'LIVE', organization: { id: 'acme' } });
  });

  it('makes keys of a role, a mode and a client', async () => {
    const { data } = await viewer(said('secret')[0]);
    const client = { id: said('client')[0] };
    expect(data?.viewer).toMatchObject({ role: 'VIEWER', mode: 'SANDBOX', client });
  });

  it('revokes keys', async () => {
    const { errors } = await viewer(said('gone')[0]);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('lists what there is, and no secret', () => {
    const listed = printed.filter((line) => line.startsWith('listed ')).join('\n');
    expect(listed).toMatch(/^listed client .* Shop$/m);
    expect(listed).toMatch(/^listed key .* sk_test_.*… VIEWER SANDBOX Reader$/m);
    expect(listed).toMatch(/^listed key .* ADMIN LIVE Gone \(revoked\)$/m);
    for (const secret of [...said('secret'), ...said('gone')]) expect(listed).not.toContain(secret);
  });

  it.each([
    ['nothing', [], /npm run admin -- COMMAND/],
    ['a command that there is not', ['drop-everything'], /npm run admin -- COMMAND/],
    ['the name of a method', ['constructor'], /npm run admin -- COMMAND/],
    ['an option that there is not', ['list', 'acme', '--all'], /--all/],
  ])('explains itself to who asks for %s', (_name, line, message) => {
    expect(() => commandOf(line)).toThrow(message);
  });

  it('keeps out of the folder of a gateway that runs, and works beside one on a server', async () => {
    const asked = run('create-key', 'acme', 'Late', '--role', 'OWNER');
    await expect(asked).rejects.toThrow(gateway.databaseUrl ? /--role is one of/ : /in use by process/);
  });
});
