/** `npm run demo`: a tour of the main job in a terminal. */
import { GraphQLApi, Refusal } from './client.js';
import { startGateway } from './gateway.js';
import { parseOptions, USAGE, UsageError, type DemoOptions } from './options.js';
import { report } from './report.js';
import { dim, openScreen, red } from './screen.js';
import { Guide, STAGES } from './tour.js';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), process.env, new Date());
  if (options.help) return say(USAGE);
  const pictures = await options.pictures();
  introduce(options);
  const interrupted = interruption();
  const gateway = options.gateway ? { ...options.gateway, close: async () => {} } : await startGateway(interrupted);
  const screen = openScreen(STAGES.length);
  try {
    const guide = new Guide(new GraphQLApi(gateway.url), screen, gateway.key);
    const tour = await Promise.race([guide.walk(options, pictures), interrupted]);
    screen.close();
    say(report(tour));
  } finally {
    screen.close();
    await gateway.close();
  }
}

/** Fails when the tour is broken off, so that what it started ends with it. */
function interruption(): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Refusal('Broken off')));
  });
  promise.catch(() => {});
  return promise;
}

function introduce({ isDrawn, type, gateway }: DemoOptions): void {
  say(
    gateway
      ? `Gateway: ${gateway.url}`
      : 'Starting a gateway of its own, with data that is thrown away (--url and --key use another)',
  );
  if (isDrawn)
    say(`Pictures: a drawn ${type} of nobody, and sample photos of face-api. A drawing may honestly be refused.`);
  say(dim('Sanctions screening (performOfacTest) is off: no list is loaded in a fresh gateway.'));
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

main().catch((error: unknown) => {
  const isExpected = error instanceof UsageError || error instanceof Refusal;
  const message =
    error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${red(message)}\n`);
  process.exitCode = 1;
});
