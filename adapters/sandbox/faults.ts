import { ProviderError, type ProviderErrorKind } from '../../src/provider/contract.js';
import { givenUp, pause, stopIfGivenUp } from '../kit/time.js';
import type { ScenarioName } from './scenarios.js';

type Fault = (slowMilliseconds: number, signal: AbortSignal) => Promise<void>;
const fails =
  (kind: ProviderErrorKind, reason: string): Fault =>
  async () => {
    throw new ProviderError(kind, reason);
  };

const FAULTS: Readonly<Partial<Record<ScenarioName, Fault>>> = {
  'time-out': (_, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(givenUp(signal)), { once: true })),
  slow: pause,
  'server-error': fails('unavailable', 'status_500'),
  malformed: fails('malformed', 'answer_invalid'),
  refused: fails('refused', 'refused_by_scenario'),
};
/** As every real provider it answers later than at once: a caller that gives up meanwhile gets no answer. */
const USUAL_MILLISECONDS = 2;

/** Suffers what the scenario says; returns where an answer follows. */
export async function suffer(scenario: ScenarioName, slowMilliseconds: number, signal: AbortSignal): Promise<void> {
  stopIfGivenUp(signal);
  const fault = FAULTS[scenario];
  await (fault ? fault(slowMilliseconds, signal) : pause(USUAL_MILLISECONDS, signal));
}
