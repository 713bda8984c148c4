/** VERIDAS: vali-Das judges documents; XpressID captures in the subject's browser. */
import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import {
  type Adapter,
  type AdapterTools,
  type CallbackAction,
  type Collected,
  defineAdapter,
  type Delegation,
  type DelegationRequest,
  DOCUMENT_TYPES,
  type DocumentEvidence,
  type DocumentRequest,
  type DocumentSide,
  type ImageFile,
  type InboundCallback,
  ProviderError,
} from '../../src/provider/contract.js';
import { readJson, reasonOf } from '../kit/http.js';
import { imageTypeOf } from '../kit/image.js';
import { pause, timed } from '../kit/time.js';
import { notification, type Validation } from './answers.js';
import { VeridasClient, whereUnknown } from './client.js';
import { evidenceOf, faceMatchOf, hasDocument, hasSelfie, livenessOf, REL, shows } from './mapping.js';

const MAX_BYTES = 5 * 1024 * 1024;
/** What Veridas does not say: how long its token lives. */
const TOKEN_SECONDS = 1200;
/** By when a side that came second is in the scores: our guess, as Veridas does not say. */
const REJUDGED_MILLISECONDS = 15_000;
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const share = z.number().min(0).max(1);

const options = z.strictObject({
  apiKey: z.string().min(8),
  region: z.enum(['eu', 'us']).default('eu'),
  /** `work` is Veridas' own sandbox; production takes calls from addresses that it was told of only. */
  environment: z.enum(['work', 'production']).default('work'),
  /** Veridas publishes no thresholds: these are ours. */
  thresholds: z.strictObject({ fail: share, pass: share }).default({ fail: 0.4, pass: 0.65 }),
  stages: z
    .array(z.enum(['document', 'selfie', 'video']))
    .min(1)
    .default(['document', 'selfie']),
  /** What Veridas' call-backs bear as `Authorization: Bearer`. */
  callbackToken: z.string().min(16).optional(),
  endpoint: address.optional(),
  captureUrl: address.optional(),
});
type Options = z.infer<typeof options>;

export const veridas = defineAdapter({
  id: 'veridas',
  provider: 'VERIDAS',
  supports: {
    types: DOCUMENT_TYPES.filter((type) => type !== 'PASSPORT_CARD'),
    countries: [],
    sides: ['FRONT', 'BACK'],
  },
  capabilities: ['DOCUMENT_ANALYSIS', 'IMAGE_FRAUD', 'DELEGATION'],
  sidesInOneCase: true,
  options,
  secrets: ['apiKey', 'callbackToken'],
  create: (settings, tools) => new Veridas(settings, tools),
});

/** A validation that a side was given to, and the scores that it had before. */
interface Begun {
  readonly id: string;
  readonly scores: string;
}

class Veridas implements Adapter {
  private readonly client: VeridasClient;
  /** A validation is billed when it is made: a second try goes on with the first one's. */
  private readonly begun = new LRUCache<string, Begun>({ max: 1000, ttl: 3_600_000 });
  /** May have taken a picture of which it has not told yet. */
  private readonly unjudged = new LRUCache<string, true>({ max: 1000, ttl: 3_600_000 });

  constructor(
    private readonly settings: Options,
    private readonly tools: AdapterTools,
  ) {
    this.client = new VeridasClient(settings.endpoint ?? `https://${host('api', settings)}`, settings.apiKey, tools);
  }

  health(signal: AbortSignal): Promise<void> {
    return this.client.alive(signal);
  }

  async analyzeDocument(request: DocumentRequest, signal: AbortSignal): Promise<DocumentEvidence> {
    await imageTypeOf(request.image, { types: ['image/jpeg'], maxBytes: MAX_BYTES });
    const known = await this.caseFor(request, signal);
    const found = known && (await this.judge(known, request, signal).catch(whereUnknown));
    if (found) return found;
    const [id, create] = await timed(() => this.client.create(signal));
    const evidence = await this.judge({ id, scores: '' }, request, signal);
    return { ...evidence, timings: { create, ...evidence.timings } };
  }

  /** Of a second try the first one's; else the other side's, unless it has this side too: its scores would be another picture's. */
  private async caseFor({ idempotencyKey, reference, side }: DocumentRequest, signal: AbortSignal) {
    const begun = this.begun.get(idempotencyKey);
    if (begun || !reference) return begun;
    const found = await this.client.read(reference, signal).catch(whereUnknown);
    const isFree = found && !this.unjudged.has(reference) && (!found.document || !shows(found, side));
    return isFree ? { id: reference, scores: scoresOf(found) } : undefined;
  }

  async delegate({ subject, expiresInSeconds }: DelegationRequest, signal: AbortSignal): Promise<Delegation> {
    const { stages, environment } = this.settings;
    const core = { confirmProcess: false, contextualData: { session_id: subject } };
    const flow = { platform: 'web', operationMode: 'idv', flowSetup: { core, stages } };
    const token = await this.client.mintToken({ data: flow }, signal);
    if (!token.validationId) throw new ProviderError('malformed', 'answer_invalid');
    const seconds = Math.min(expiresInSeconds, token.expires_in ?? TOKEN_SECONDS);
    const endpoint = `${this.settings.captureUrl ?? `https://${host('xpressid-web', this.settings)}`}/v2/`;
    return {
      reference: token.validationId,
      endpoint,
      credentials: {
        type: 'xpressid_access_token',
        access_token: token.access_token,
        url: `${endpoint}?access_token=${encodeURIComponent(token.access_token)}`,
      },
      metadata: { validation_id: token.validationId, platform: 'web', environment, stages },
      expiresAt: new Date(this.tools.now().getTime() + seconds * 1000),
    };
  }

  async collect(reference: string, signal: AbortSignal): Promise<Collected> {
    const found = await this.client.read(reference, signal);
    const wantsSelfie = this.settings.stages.includes('selfie');
    const revision = Number(hasDocument(found)) + Number(hasSelfie(found));
    if (!hasDocument(found) || (wantsSelfie && !hasSelfie(found)))
      return { state: 'PENDING', revision, final: false, images: {} };
    const { thresholds } = this.settings;
    const [liveness, faceMatch] = [livenessOf(found, thresholds), faceMatchOf(found, thresholds)];
    return {
      state: 'DONE',
      revision,
      final: true,
      front: evidenceOf(found, thresholds),
      ...(liveness ? { liveness } : {}),
      ...(faceMatch ? { faceMatch } : {}),
      images: await this.images(found, signal),
    };
  }

  async release(reference: string, signal: AbortSignal): Promise<void> {
    await this.client.end(reference, signal);
  }

  /** A hint in any case: what it says of the result is not even read. */
  async receive(callback: InboundCallback): Promise<CallbackAction | undefined> {
    const { callbackToken } = this.settings;
    const given = Buffer.from(callback.headers['authorization'] ?? '');
    const right = Buffer.from(`Bearer ${callbackToken ?? ''}`);
    if (!callbackToken || given.length !== right.length || !timingSafeEqual(given, right))
      throw new ProviderError('forged', 'authorization_wrong');
    const { id, status, timestamp } = readJson(callback, notification);
    if (!id) return undefined;
    return { messageId: `${id}/${status}/${timestamp ?? ''}`, reference: id, event: reasonOf(status) };
  }

  private async judge(begun: Begun, request: DocumentRequest, signal: AbortSignal): Promise<DocumentEvidence> {
    const { id } = begun;
    this.begun.set(request.idempotencyKey, begun);
    try {
      this.unjudged.set(id, true);
      const [, upload] = await timed(() => this.client.putDocument(id, formOf(request), signal));
      const [found, analysis] = await timed(() => this.untilJudged(begun, request.side, signal));
      this.unjudged.delete(id);
      return { ...evidenceOf(found, this.settings.thresholds), timings: { upload, analysis } };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.kind === 'refused') this.unjudged.delete(id);
      throw new ProviderError(error.kind, error.reason, { cause: error, reference: id });
    }
  }

  /** Scores that were there before this side are the other side's until they change, or have had the time to. */
  private async untilJudged({ id, scores }: Begun, side: DocumentSide, signal: AbortSignal): Promise<Validation> {
    for (let wait = 250, waited = 0; ; wait = Math.min(wait * 2, 4000)) {
      const found = await this.client.read(id, signal);
      const isNew = scoresOf(found) !== scores || waited >= REJUDGED_MILLISECONDS;
      if (hasDocument(found) && shows(found, side) && isNew) return found;
      await pause(wait, signal);
      waited += wait;
    }
  }

  /** Everything, before the validation is confirmed and gone. */
  private async images(found: Validation, signal: AbortSignal): Promise<Collected['images']> {
    const linked = async (rel: string): Promise<ImageFile | undefined> => {
      const link = found.document?._links?.find((one) => one.rel === rel);
      return link && { bytes: await this.client.picture(link.href, signal) };
    };
    const [front, back] = [await linked('obverse'), await linked('reverse')];
    const selfie = hasSelfie(found) ? { bytes: await this.client.selfie(found.id, signal) } : undefined;
    return {
      ...(front ? { FRONT: front } : {}),
      ...(back ? { BACK: back } : {}),
      ...(selfie ? { SELFIE: selfie } : {}),
    };
  }
}

const scoresOf = ({ document }: Validation): string => JSON.stringify(document?.scores ?? '');

const host = (name: string, { region, environment }: Options): string =>
  `${name}${environment === 'work' ? '-work' : ''}.${region}.veri-das.com`;

/** The type is left to Veridas but for passports: its names change with every issue of a card. */
function formOf({ image, side, type }: DocumentRequest): FormData {
  const form = new FormData();
  form.set('documentImage', new Blob([Uint8Array.from(image.bytes)], { type: 'image/jpeg' }), 'document.jpg');
  form.set('analysisType', REL[side]);
  form.set('serviceMode', 'validation');
  if (type === 'PASSPORT') form.set('documentType', 'XX_Passport_YYYY');
  return form;
}
