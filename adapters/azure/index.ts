/** AZURE: liveness sessions of Azure AI Face, version 1.2. The frames go from the client's SDK to Azure. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  defineAdapter,
  type LivenessEvidence,
  type LivenessRequest,
  type LivenessStart,
  type LivenessToken,
  ProviderError,
} from '../../src/provider/contract.js';
import { type Exchange, exchange, failureOf, readJson, reasonOf, type Reply } from '../kit/http.js';
import { timed } from '../kit/time.js';
import { begun, failure, session } from './answers.js';
import { evidenceOf, latestOf } from './mapping.js';

const IMAGE_BYTES = 10 * 1024 * 1024;
const PLAIN = 'detectLiveness-sessions';
const VERIFYING = 'detectLivenessWithVerify-sessions';

const options = z.strictObject({
  /** https://RESOURCE.cognitiveservices.azure.com or https://REGION.api.cognitive.microsoft.com */
  endpoint: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  key: z.string().min(8),
  tokenSeconds: z.int().min(60).max(86_400).default(600),
});
type Options = z.infer<typeof options>;

export const azure = defineAdapter({
  id: 'azure',
  supports: { types: [], countries: [], sides: [] },
  capabilities: ['PASSIVE_LIVENESS', 'ACTIVE_LIVENESS'],
  options,
  holdsFrames: true,
  secrets: ['key'],
  create: (settings, tools) => new AzureLiveness(settings, tools),
});

class AzureLiveness implements Adapter {
  constructor(
    private readonly settings: Options,
    private readonly tools: AdapterTools,
  ) {}

  /** A session that nobody has: that it is not found proves the address and the key. */
  async health(signal: AbortSignal): Promise<void> {
    const asked = this.send({ method: 'GET', path: `${PLAIN}/${randomUUID()}` }, signal);
    await asked.catch((error: unknown) => {
      if (!(error instanceof ProviderError) || error.kind !== 'unknown_reference') throw error;
    });
  }

  async startLiveness(
    { idempotencyKey, mode, deviceId, portrait }: LivenessStart,
    signal: AbortSignal,
  ): Promise<LivenessToken> {
    const fields = {
      livenessOperationMode: mode === 'PASSIVE' ? 'Passive' : 'PassiveActive',
      deviceCorrelationId: deviceId ?? uuidOf(idempotencyKey),
      enableSessionImage: true,
      authTokenTimeToLiveInSeconds: this.settings.tokenSeconds,
    };
    const kind = portrait ? VERIFYING : PLAIN;
    const body = portrait ? formOf(fields, portrait.bytes) : JSON.stringify(fields);
    const { sessionId, authToken } = readJson(await this.send({ method: 'POST', path: kind, body }, signal), begun);
    const expiresAt = new Date(this.tools.now().getTime() + this.settings.tokenSeconds * 1000);
    return { reference: `${kind}/${sessionId}`, token: authToken, expiresAt };
  }

  /** What Azure decided; nothing that the client says of it counts. */
  async detectLiveness({ reference, frames }: LivenessRequest, signal: AbortSignal): Promise<LivenessEvidence> {
    if (!reference || frames.length > 0) throw new ProviderError('refused', 'frames_go_to_azure');
    const [reply, result] = await timed(() => this.send({ method: 'GET', path: pathOf(reference) }, signal));
    const { authToken: _secret, ...found } = readJson(reply, session);
    const latest = latestOf(found);
    if (!latest || latest.attemptStatus === 'NotStarted' || latest.attemptStatus === 'Running')
      throw new ProviderError('unavailable', 'liveness_pending');
    const id = latest.result?.sessionImageId;
    const image = id
      ? {
          image: {
            bytes: (await this.send({ method: 'GET', path: `sessionImages/${encodeURIComponent(id)}` }, signal)).body,
          },
        }
      : {};
    return { ...evidenceOf(latest), ...image, timings: { result }, response: found };
  }

  async release(reference: string, signal: AbortSignal): Promise<void> {
    await this.send({ method: 'DELETE', path: pathOf(reference) }, signal).catch((error: unknown) => {
      if (!(error instanceof ProviderError) || error.kind !== 'unknown_reference') throw error;
    });
  }

  private async send(
    { method, path, body }: { method: Exchange['method']; path: string; body?: string | FormData },
    signal: AbortSignal,
  ): Promise<Reply> {
    const { endpoint, key } = this.settings;
    const headers = {
      'ocp-apim-subscription-key': key,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    };
    const url = `${endpoint}/face/v1.2/${path}`;
    const asked = { method, url, headers, maxBytes: IMAGE_BYTES, ...(body === undefined ? {} : { body }) };
    const reply = await exchange(this.tools.fetch, asked, signal);
    if (reply.status >= 200 && reply.status < 300) return reply;
    if (reply.status === 401 || reply.status === 403)
      this.tools.log.error({ status: reply.status }, 'Azure refuses the key, or the feature');
    const code = failure.safeParse(tryParse(reply.body)).data?.error.code ?? reply.headers.get('x-ms-error-code');
    throw failureOf(reply.status === 409 ? 503 : reply.status, code ? reasonOf(code) : undefined);
  }
}

/** Only our own references: two known words and an id. */
function pathOf(reference: string): string {
  const [, kind, id] = /^(detectLiveness(?:WithVerify)?-sessions)\/([\w-]{1,64})$/.exec(reference) ?? [];
  if (!kind || !id) throw new ProviderError('unknown_reference', 'not_found');
  return `${kind}/${id}`;
}

/** Azure wants a GUID a device; without one, each check is a device of its own. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function formOf(fields: Readonly<Record<string, string | number | boolean>>, portrait: Uint8Array): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  form.set('verifyImage', new Blob([Uint8Array.from(portrait)], { type: 'application/octet-stream' }), 'portrait.jpg');
  return form;
}

function tryParse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
