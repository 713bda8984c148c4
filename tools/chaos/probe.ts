import { operator } from '../demo/client.js';
import { seededRandom } from './options.js';
import type { Stage } from './stage.js';

const READ = '{ viewer { organization { verificationSessions(first: 5) { nodes { id status } } } } }';
const WRITE = 'mutation { createVerificationSession(input: {}) { session { id } } }';
const FOUND = 'mutation { createOrganization(input: { id: "limited", name: "Limited" }) { secret } }';
const LIMIT = 20;
const RESTRICT = `mutation {
  updateOrganization(input: { id: "limited", policy: { rateLimit: ${LIMIT} } }) { organization { id } }
}`;

interface Answer {
  readonly data?: { readonly createOrganization?: { readonly secret: string } } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly retryable?: boolean } }[];
}
interface Request {
  readonly began: number;
  readonly ended: number;
  /** Refused so that it may be tried again, or for good; broken where no answer came. */
  readonly outcome: 'answered' | 'again' | 'final' | 'broken';
}

/** Callers that read and write without pause, and remember how each request ended. */
export class Probe {
  readonly seen: Request[] = [];
  private readonly random: () => number;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly stage: Stage,
    seed: number,
  ) {
    this.random = seededRandom(seed);
  }

  async run(atOnce: number): Promise<void> {
    await Promise.all(Array.from({ length: atOnce }, () => this.work()));
  }

  stop(): void {
    this.stopped = true;
  }

  /** Whether an organization that may send so many requests a minute is held to it. */
  async isLimited(): Promise<boolean> {
    const { data } = await this.ask(FOUND, this.stage.platformKey);
    const secret = data?.createOrganization?.secret ?? '';
    await this.ask(RESTRICT, secret);
    const codes: (string | undefined)[] = [];
    while (codes.length < 2 * LIMIT) codes.push((await this.ask(READ, secret)).errors?.[0]?.extensions?.code);
    const taken = codes.filter((code) => code === undefined).length;
    return taken > 0 && taken <= LIMIT && codes.at(-1) === 'RATE_LIMITED';
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const began = performance.now();
      const outcome = await this.ask(this.random() < 0.5 ? READ : WRITE, this.stage.key).then(outcomeOf, brokenOff);
      this.seen.push({ began, ended: performance.now(), outcome });
    }
  }

  private async ask(query: string, key: string): Promise<Answer> {
    const headers = { ...operator(key), 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await response.json()) as Answer;
  }
}

const brokenOff = (): Request['outcome'] => 'broken';

function outcomeOf({ errors }: Answer): Request['outcome'] {
  if (!errors) return 'answered';
  return errors.every(({ extensions }) => extensions?.retryable) ? 'again' : 'final';
}
