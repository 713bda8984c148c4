import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState as State,
  CountBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { CircuitState } from './circuit.states.js';
import { type CallSummary, CallStatistics } from './call-statistics.js';
import { ProviderError } from './contract.js';

const PATIENCE_MILLISECONDS = 60_000;
const CALLS_AT_ONCE = 64;
const CALLS_WAITING = 1000;
/** Nothing is wrong with who cannot answer yet, or whom we did not ask or stopped asking; asking at once is no use. */
const EXPECTED = new Set(['liveness_pending', 'maintenance_window', 'overloaded', 'cancelled']);
/** Who failed at one question would fail at it again, and answers the next one: somebody else's, perhaps. */
const FAILED_AT_ONE = new Set(['analysis_timeout', 'analysis_failed']);

const isUnavailable = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.kind === 'unavailable' && !EXPECTED.has(error.reason);
/** Whether an error says that nobody is there who could answer. */
const isOutage = (error: unknown): boolean => isUnavailable(error) && !FAILED_AT_ONE.has(error.reason);

/**
 * What stands between the gateway and one adapter of one organization: at most so many calls at once, so long for each,
 * one more try where nobody answered, and none at all while half of the last calls went unanswered.
 */
export class Guard {
  private readonly statistics = new CallStatistics();
  private readonly circuit = circuitBreaker(handleWhen(isOutage), {
    breaker: new CountBreaker({ threshold: 0.5, size: 20, minimumNumberOfCalls: 5 }),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: 1000, maxDelay: 30_000 }),
  });
  private readonly again = retry(
    handleWhen((error) => isOutage(error) && !isTimeout(error)),
    { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 500 }) },
  );
  private readonly outer = wrap(this.circuit, this.again);
  private readonly inner = wrap(
    bulkhead(CALLS_AT_ONCE, CALLS_WAITING),
    timeout(PATIENCE_MILLISECONDS, TimeoutStrategy.Aggressive),
  );

  /**
   * @param onChange told when the circuit has opened, and when it has closed again
   * @param isOpenElsewhere whether another instance has found the provider down a moment ago
   */
  constructor(
    onChange: (state: CircuitState) => void,
    private readonly isOpenElsewhere: () => Promise<boolean>,
  ) {
    this.circuit.onBreak(() => onChange('OPEN'));
    this.circuit.onReset(() => onChange('CLOSED'));
  }

  get state(): CircuitState {
    if (this.circuit.state === State.Closed) return 'CLOSED';
    return this.circuit.state === State.HalfOpen ? 'HALF_OPEN' : 'OPEN';
  }

  summary(): CallSummary {
    return this.statistics.summary(performance.now());
  }

  /** @throws ProviderError, where nothing else went wrong: unavailable with circuit_open, overloaded or timeout */
  async call<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, given: AbortSignal | undefined): Promise<Answer> {
    if (this.state === 'CLOSED' && (await this.isOpenElsewhere())) throw unavailable('circuit_open');
    const own = given ?? new AbortController().signal; // else all calls under way would listen to one and the same
    try {
      return await this.outer.execute(({ signal }) => this.once(ask, signal), own);
    } catch (error) {
      throw error instanceof BrokenCircuitError ? unavailable('circuit_open', error) : error;
    }
  }

  /** For what can wait: it tells nothing of whether others would be answered, and is not asked a second time. */
  async aside<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, given: AbortSignal | undefined): Promise<Answer> {
    return this.once(ask, given ?? new AbortController().signal);
  }

  private async once<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, given: AbortSignal): Promise<Answer> {
    const begun = performance.now();
    const record = (failed: boolean) => {
      const now = performance.now();
      this.statistics.record({ at: now, milliseconds: now - begun, failed });
    };
    try {
      const answer = await this.inner.execute(({ signal }) => ask(signal), given);
      record(false);
      return answer;
    } catch (error) {
      const failure = given.aborted ? unavailable('cancelled', error) : meaningOf(error);
      record(isUnavailable(failure) || isMalformed(failure));
      throw failure;
    }
  }
}

const unavailable = (reason: string, cause?: unknown) => new ProviderError('unavailable', reason, { cause });
const isMalformed = (error: unknown): boolean => error instanceof ProviderError && error.kind === 'malformed';
/** Nobody waits a second minute. */
const isTimeout = (error: unknown): boolean => error instanceof ProviderError && error.reason === 'timeout';

function meaningOf(error: unknown): unknown {
  if (error instanceof BulkheadRejectedError) return unavailable('overloaded', error);
  if (error instanceof TaskCancelledError) return unavailable('timeout', error);
  return error;
}
