import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers';
import { z } from 'zod';
import {
  type AdapterTools,
  type CallbackAction,
  type Collected,
  type Delegation,
  type DelegationRequest,
  DOCUMENT_TYPES,
  type InboundCallback,
  ProviderError,
} from '../../src/provider/contract.js';
import { readJson } from '../kit/http.js';
import { signCallback, verifyCallback } from '../kit/signed-callback.js';
import { lookAt } from './document.js';
import { SCENARIO_NAMES, type ScenarioName } from './scenarios.js';

/** A call-back is a hint, and what it hints at is fetched: forging one of the sandbox gains nothing. */
const SECRET = `whsec_${Buffer.from('the sandbox signs with this text').toString('base64')}`;
const WRONG_SECRET = `whsec_${Buffer.from('somebody else signs with another').toString('base64')}`;

/** A case is its own reference, so that every instance of the gateway knows it, after a restart too. */
const held = z.object({
  subject: z.string(),
  type: z.enum(DOCUMENT_TYPES),
  country: z.string(),
  scenario: z.enum(SCENARIO_NAMES),
  readyAt: z.number(),
});
type Held = z.infer<typeof held>;
const referenceOf = (held: Held): string => Buffer.from(JSON.stringify(held)).toString('base64url');

function open(reference: string): Held {
  try {
    return readJson({ body: Buffer.from(reference, 'base64url') }, held);
  } catch (cause) {
    throw new ProviderError('unknown_reference', 'not_found', { cause });
  }
}

/** A person who captures at the provider, a moment after the delegation. */
export class SandboxDesk {
  private readonly timers = new Set<NodeJS.Timeout>();
  isClosed = false;

  constructor(
    private readonly tools: AdapterTools,
    private readonly captureMilliseconds: number,
  ) {}

  async delegate(request: DelegationRequest, scenario: ScenarioName): Promise<Delegation> {
    const { subject, type, country, expiresInSeconds } = request;
    const now = this.tools.now().getTime();
    const isEarly = scenario === 'callback-early';
    const readyAt = now + (isEarly ? 0 : this.captureMilliseconds);
    const reference = referenceOf({ subject, type, country, scenario, readyAt });
    if (isEarly) await this.call(reference);
    else if (scenario !== 'callback-never') this.callLater(reference, scenario);
    return {
      reference,
      endpoint: 'https://sandbox.invalid/capture',
      credentials: { type: 'sandbox_token', token: digest(`token/${reference}`) },
      metadata: { scenario, readyAt: new Date(readyAt).toISOString() },
      expiresAt: new Date(now + expiresInSeconds * 1000),
    };
  }

  collect(reference: string): Collected {
    const { type, country, scenario, readyAt } = open(reference);
    const now = this.tools.now();
    if (now.getTime() < readyAt) return { state: 'PENDING', revision: 1, final: false, images: {} };
    const look = (side: 'FRONT' | 'BACK') =>
      lookAt({ idempotencyKey: reference, image: { bytes: new Uint8Array() }, side, type, country }, {}, scenario, now);
    const back = type === 'PASSPORT' ? {} : { back: look('BACK') };
    return { state: 'DONE', revision: 2, final: true, front: look('FRONT'), ...back, images: {} };
  }

  receive(callback: InboundCallback): CallbackAction {
    const messageId = verifyCallback(callback, [SECRET], this.tools.now());
    const { reference } = readJson(callback, z.object({ reference: z.string() }));
    open(reference);
    return { messageId, reference, revision: 2, event: 'completed' };
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private callLater(reference: string, scenario: ScenarioName): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.callAsAsked(reference, scenario);
    }, this.captureMilliseconds);
    timer.unref();
    this.timers.add(timer);
  }

  private async callAsAsked(reference: string, scenario: ScenarioName): Promise<void> {
    if (scenario === 'callback-forged') await this.call(reference, WRONG_SECRET);
    await this.call(reference);
    if (scenario === 'callback-twice') await this.call(reference);
  }

  /** As a vendor would: one message, whatever becomes of it. */
  private async call(reference: string, secret = SECRET): Promise<void> {
    const { callbackUrl, now, log } = this.tools;
    if (!callbackUrl) return;
    const body = JSON.stringify({ reference });
    const headers = {
      'content-type': 'application/json',
      ...signCallback(secret, `msg_${digest(reference)}`, now(), body),
    };
    await this.tools.fetch(callbackUrl, { method: 'POST', headers, body }).catch((error: unknown) => {
      log.warn({ err: error }, 'the sandbox could not call back');
    });
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
