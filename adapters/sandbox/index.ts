/**
 * The reference adapter: answers every question, deterministically, without asking anybody. In SANDBOX it answers for
 * every provider that is not configured.
 */
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  defineAdapter,
  DOCUMENT_TYPES,
  PROVIDER_CAPABILITIES,
  ProviderError,
} from '../../src/provider/contract.js';
import { SandboxDesk } from './delegation.js';
import { lookAt } from './document.js';
import { CALIBRATION, compare, judgeLiveness } from './face.js';
import { suffer } from './faults.js';
import { matchLicense } from './license.js';
import { readMagic } from './magic.js';
import { catalog, SCENARIO_NAMES, type ScenarioName } from './scenarios.js';

const options = z.strictObject({
  /** What happens where no picture asks for something else. */
  scenario: z.enum(SCENARIO_NAMES).default('pass'),
  slowMilliseconds: z.int().min(0).max(60_000).default(5000),
  /** From a delegation to its call-back. */
  captureMilliseconds: z.int().min(0).max(600_000).default(1000),
});

export const sandbox = defineAdapter({
  id: 'sandbox',
  supports: { types: DOCUMENT_TYPES, countries: [], sides: ['FRONT', 'BACK'] },
  capabilities: PROVIDER_CAPABILITIES.filter((capability) => capability !== 'SANCTIONS'),
  calibration: CALIBRATION,
  options,
  secrets: [],
  isPlayed: true,
  catalog,
  create: (settings, tools) => createSandbox(settings, tools),
});

function createSandbox(settings: z.infer<typeof options>, tools: AdapterTools): Adapter {
  const { scenario: usual, slowMilliseconds, captureMilliseconds } = settings;
  const desk = new SandboxDesk(tools, captureMilliseconds);
  const endure = async (scenario: ScenarioName, signal: AbortSignal) => {
    if (desk.isClosed) throw new ProviderError('unavailable', 'closed');
    await suffer(scenario, slowMilliseconds, signal);
  };
  return {
    async analyzeDocument(request, signal) {
      const magic = await readMagic(request.image);
      const scenario = magic.scenario ?? usual;
      await endure(scenario, signal);
      return lookAt(request, magic, scenario, tools.now());
    },
    async compareFaces(request, signal) {
      await endure(await scenarioOf(request.probe.image, usual), signal);
      return compare(request, usual);
    },
    async detectLiveness(request, signal) {
      await endure(await scenarioOf(request.frames[0]?.image, usual), signal);
      return judgeLiveness(request, usual, tools.now());
    },
    async startLiveness({ idempotencyKey }, signal) {
      await endure(usual, signal);
      const expiresAt = new Date(tools.now().getTime() + 600_000);
      return { reference: `sandbox-${idempotencyKey}`, token: `sandbox-${idempotencyKey}`, expiresAt };
    },
    async delegate(request, signal) {
      await endure(usual, signal);
      return desk.delegate(request, usual);
    },
    async collect(reference, signal) {
      await endure(usual, signal);
      return desk.collect(reference);
    },
    receive: async (callback) => desk.receive(callback),
    async release(_reference, signal) {
      await endure(usual, signal);
    },
    async matchLicense(request, signal) {
      await endure(usual, signal);
      return matchLicense(request);
    },
    health: (signal) => endure(usual, signal),
    close: async () => desk.close(),
  };
}

const scenarioOf = async (image: Parameters<typeof readMagic>[0] | undefined, usual: ScenarioName) =>
  (image && (await readMagic(image)).scenario) ?? usual;
