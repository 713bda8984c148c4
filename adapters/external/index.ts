/** EXTERNAL: any verifier that implements a small signed HTTP contract. docs/external-verifier.md says how. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  type Collected,
  defineAdapter,
  DOCUMENT_TYPES,
  type DocumentEvidence,
  type DocumentRequest,
  ProviderError,
} from '../../src/provider/contract.js';
import { readJson, reasonOf } from '../kit/http.js';
import { imageTypeOf } from '../kit/image.js';
import { verifyCallback } from '../kit/signed-callback.js';
import { timed } from '../kit/time.js';
import { capabilities, credential, jobEvent, type VerifierCapabilities, type VerifierJob } from './answers.js';
import { keyOf, VerifierClient } from './client.js';
import { evidenceOf, failureOfJob, testsFor } from './mapping.js';
import { WaitingRoom } from './waiting.js';

const INLINE_BYTES = 4 * 1024 * 1024;
const CAPABILITIES_MILLISECONDS = 600_000;
const secret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64');

const options = z.strictObject({
  /** Where the contract's paths begin, e.g. https://verifier.example.com/idv/v1 */
  url: z.url({ protocol: /^https?$/ }),
  requestSecret: secret,
  callbackSecret: secret,
  /** Taken beside the other while the verifier changes over. */
  nextCallbackSecret: secret.optional(),
  bearerToken: z.string().min(1).optional(),
});
type Options = z.infer<typeof options>;

export const external = defineAdapter({
  id: 'external',
  provider: 'EXTERNAL',
  supports: { types: DOCUMENT_TYPES, countries: [], sides: ['FRONT', 'BACK'] },
  capabilities: ['DOCUMENT_ANALYSIS', 'IMAGE_FRAUD', 'DELEGATION'],
  options,
  secrets: ['requestSecret', 'callbackSecret', 'nextCallbackSecret', 'bearerToken'],
  create: (settings, tools) => new ExternalVerifier(settings, tools),
});

class ExternalVerifier implements Adapter {
  private readonly client: VerifierClient;
  private readonly waitingRoom = new WaitingRoom();
  private known: { readonly until: number; readonly capabilities: VerifierCapabilities } | undefined;

  constructor(
    private readonly settings: Options,
    private readonly tools: AdapterTools,
  ) {
    this.client = new VerifierClient(settings, tools);
  }

  health(signal: AbortSignal): Promise<void> {
    return this.client.health(signal);
  }

  async analyzeDocument(request: DocumentRequest, signal: AbortSignal) {
    const contentType = await imageTypeOf(request.image, {
      types: ['image/jpeg', 'image/png'],
      maxBytes: INLINE_BYTES,
    });
    const tests = testsFor(await this.capabilities(signal), request);
    const { idempotencyKey } = request;
    const body = this.jobOf(request, tests, contentType);
    const [evidence, verifier] = await timed(async () => {
      const begun = await this.client.job({ method: 'POST', path: '/jobs', body, idempotencyKey }, signal);
      return this.evidenceOf(begun, tests, signal);
    });
    return { ...evidence, timings: { verifier } };
  }

  async delegate(
    { idempotencyKey, subject, type, country, expiresInSeconds }: Parameters<NonNullable<Adapter['delegate']>>[0],
    signal: AbortSignal,
  ) {
    const body = {
      session_id: subject,
      document: { type, country },
      expires_in: `PT${expiresInSeconds}S`,
      ...this.callback(),
    };
    const asked = { method: 'POST', path: '/delegations', body, idempotencyKey } as const;
    const given = await this.client.read(asked, credential, signal);
    return {
      reference: given.job_id,
      endpoint: given.endpoint ?? this.settings.url,
      credentials: given.credential,
      metadata: given.metadata ?? {},
      expiresAt: given.expires_at,
    };
  }

  /** The contract does not tell sides apart: what was found stands with the front. */
  async collect(reference: string, signal: AbortSignal): Promise<Collected> {
    const job = await this.client.job({ method: 'GET', path: pathOf(reference) }, signal);
    const { revision, final } = job;
    if (!isOver(job)) return { state: 'PENDING', revision, final: false, images: {} };
    if (job.status !== 'COMPLETED')
      return { state: 'FAILED', reason: failureOfJob(job).reason, revision, final, images: {} };
    return { state: 'DONE', revision, final, front: evidenceOf(job, []), images: {} };
  }

  async release(reference: string, signal: AbortSignal): Promise<void> {
    await this.client.send({ method: 'DELETE', path: pathOf(reference) }, signal).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }

  async receive(callback: Parameters<NonNullable<Adapter['receive']>>[0]) {
    const { callbackSecret, nextCallbackSecret } = this.settings;
    const secrets = [callbackSecret, ...(nextCallbackSecret ? [nextCallbackSecret] : [])];
    const messageId = verifyCallback(callback, secrets, this.tools.now());
    const { type, data } = readJson(callback, jobEvent);
    this.waitingRoom.wake(data.job_id);
    const revision = data.revision === undefined ? {} : { revision: data.revision };
    return { messageId, reference: data.job_id, event: reasonOf(type), ...revision };
  }

  /** What fails names the job, so that it is deleted in the end. */
  private async evidenceOf(
    begun: VerifierJob,
    tests: readonly string[],
    signal: AbortSignal,
  ): Promise<DocumentEvidence> {
    try {
      return evidenceOf(isOver(begun) ? begun : await this.untilOver(begun, signal), tests);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      throw new ProviderError(error.kind, error.reason, { cause: error, reference: begun.job_id });
    }
  }

  /** With an address for call-backs, asking is for those that are lost: it begins later. */
  private async untilOver({ job_id: id, retry_after_seconds }: VerifierJob, signal: AbortSignal): Promise<VerifierJob> {
    const seconds = (retry_after_seconds ?? 2) * (this.tools.callbackUrl ? 2 : 1);
    return this.waitingRoom.until(id, seconds, signal, async () => {
      const job = await this.client.job({ method: 'GET', path: pathOf(id) }, signal);
      return isOver(job) ? job : undefined;
    });
  }

  private jobOf(
    { idempotencyKey, image, side, type, country }: DocumentRequest,
    tests: readonly string[],
    contentType: string,
  ) {
    const { bytes } = image;
    const media = {
      role: `DOCUMENT_${side}`,
      content_type: contentType,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      data: Buffer.from(bytes).toString('base64'),
    };
    const document = country ? { document: { type, country } } : {};
    return { session_id: keyOf(idempotencyKey).slice(0, 32), tests, media: [media], ...document, ...this.callback() };
  }

  private callback() {
    const { callbackUrl } = this.tools;
    return callbackUrl ? { callback_url: callbackUrl } : {};
  }

  private async capabilities(signal: AbortSignal): Promise<VerifierCapabilities> {
    const now = this.tools.now().getTime();
    if (this.known && this.known.until > now) return this.known.capabilities;
    const asked = { method: 'GET', path: '/capabilities' } as const;
    const told = await this.client.read(asked, capabilities, signal);
    this.known = { until: now + CAPABILITIES_MILLISECONDS, capabilities: told };
    return told;
  }
}

const pathOf = (jobId: string): string => `/jobs/${encodeURIComponent(jobId)}`;
const isOver = ({ status }: VerifierJob): boolean => status !== 'PENDING' && status !== 'RUNNING';
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'kind' in error && error.kind === 'unknown_reference';
