import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from '../../tools/demo/options.js';

const today = new Date('2030-06-01T12:00:00Z');
const parse = (args: string, env = {}) => parseOptions(args.split(' ').filter(Boolean), env, today);

describe('the options of the tour', () => {
  it('draw a licence and start a gateway where nothing is said', async () => {
    const options = parse('');
    expect(options).toMatchObject({ type: 'DRIVER_LICENSE', isDrawn: true, gateway: undefined });
    expect(Object.keys(await options.pictures())).toEqual(['front', 'back', 'selfie']);
  });
  it('take a gateway from the command line before the environment', () => {
    const env = { PROOFGATE_URL: 'http://one:4000/', PROOFGATE_KEY: 'sk_test_one' };
    expect(parse('', env).gateway).toEqual({ url: 'http://one:4000', key: 'sk_test_one' });
    expect(parse('--url https://two', env).gateway).toEqual({ url: 'https://two', key: 'sk_test_one' });
  });
  it.each([
    '--type LIBRARY_CARD',
    '--back back.jpg',
    '--country Spain',
    '--url http://localhost:4000',
    '--url localhost --key sk_test_x',
    '--nonsense',
  ])('are refused in a line: %s', (args) => {
    expect(() => parse(args)).toThrow(UsageError);
  });
  it.each(['--front missing.jpg', '--front missing.jpg --selfie missing.jpg', '--type RESIDENCE_PERMIT'])(
    'say which picture is missing: %s',
    async (args) => {
      await expect(parse(args).pictures()).rejects.toThrow(UsageError);
    },
  );
});
