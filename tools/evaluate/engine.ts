/** The engine as the gateway runs it: its adapter, with its workers. */
import { internal } from '../../adapters/internal/index.js';
import type { Adapter } from '../../src/provider/contract.js';

/** What the adapter offers, each present. */
export type Engine = {
  readonly [Job in 'analyzeDocument' | 'detectLiveness' | 'compareFaces']: (
    request: Parameters<NonNullable<Adapter[Job]>>[0],
  ) => ReturnType<NonNullable<Adapter[Job]>>;
} & { close(): Promise<void> };

const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: (fields: object) => console.error(fields) };

function demanded<Answer>(answer: Promise<Answer> | undefined): Promise<Answer> {
  if (!answer) throw new Error('The engine lacks this job');
  return answer;
}

export async function startEngine(workers: number): Promise<Engine> {
  const options = internal.options.parse({ workers, timeoutMilliseconds: 60_000 });
  const adapter = internal.create(options, { fetch, now: () => new Date(), log });
  const { signal } = new AbortController();
  await adapter.health(signal);
  return {
    analyzeDocument: (request) => demanded(adapter.analyzeDocument?.(request, signal)),
    detectLiveness: (request) => demanded(adapter.detectLiveness?.(request, signal)),
    compareFaces: (request) => demanded(adapter.compareFaces?.(request, signal)),
    close: async () => adapter.close?.(),
  };
}
