/** One verification, step by step, as an organization's server and its app on a phone would do it. */
import { type GraphQLApi, type Headers, operator, sdk } from './client.js';
import * as api from './operations.js';
import type { DemoOptions, Pictures } from './options.js';
import { dim, type Screen, yellow } from './screen.js';

/** How long a stage took, as its caller saw it. */
export interface Timing {
  readonly stage: string;
  readonly milliseconds: number;
}
export interface Tour {
  readonly sessionId: string;
  readonly outcome: api.Outcome;
  readonly timings: readonly Timing[];
}

export const STAGES = [
  'The organization creates a session',
  'The subject consents',
  'The subject names the document',
  'The app uploads the front',
  'The app uploads the back',
  'The app takes a selfie',
  'The app finalizes',
  'The organization reads the verdict',
] as const;
type Stage = (typeof STAGES)[number];

export class Guide {
  readonly timings: Timing[] = [];

  constructor(
    private readonly gateway: GraphQLApi,
    private readonly screen: Screen,
    private readonly key: string,
  ) {}

  async walk(options: DemoOptions, pictures: Pictures): Promise<Tour> {
    const { viewer } = await this.send<api.Cursor>(api.CURSOR, {}, operator(this.key));
    const { session, sdkToken } = await this.create(options);
    const unsubscribe = await this.gateway.subscribe(
      api.EVENTS,
      { sessionId: session.id, after: viewer.organization.latestCursor },
      operator(this.key),
      ({ sessionUpdated: { event, occurredAt } }) => this.screen.line(dim(`   ${occurredAt.slice(11, 23)}  ${event}`)),
    );
    try {
      await this.actAsApp(session.id, sdk(sdkToken, session.client.id), options, pictures);
      return { sessionId: session.id, outcome: await this.read(session.id), timings: this.timings };
    } finally {
      await unsubscribe();
    }
  }

  private async create({ isDrawn, country }: DemoOptions) {
    const input = {
      // No sanctions list is loaded in a fresh gateway: switched on, the test would keep anybody from being verified.
      settings: { performOfacTest: false },
      metadata: { demo: isDrawn ? 'specimen' : 'own pictures', ...(country && { country }) },
    };
    const send = async () => this.send<api.Created>(api.CREATE, { input }, operator(this.key));
    return (await this.timed('The organization creates a session', send)).createVerificationSession;
  }

  private async actAsApp(sessionId: string, app: Headers, options: DemoOptions, pictures: Pictures): Promise<void> {
    await this.timed('The subject consents', async () => this.send(api.CONSENT, { sessionId }, app));
    const document = { sessionId, documentType: options.type };
    await this.timed('The subject names the document', async () => this.send(api.TYPE, document, app));
    await this.upload('The app uploads the front', api.FRONT, sessionId, app, pictures.front);
    if (pictures.back) await this.upload('The app uploads the back', api.BACK, sessionId, app, pictures.back);
    else this.screen.stage('The app uploads the back: a passport has none');
    await this.timed('The app takes a selfie', async () => this.showFace(sessionId, app, pictures.selfie));
    await this.timed('The app finalizes', async () => this.send<api.Finalized>(api.FINALIZE, { sessionId }, app));
  }

  private async upload(stage: Stage, query: string, sessionId: string, app: Headers, image: Uint8Array): Promise<void> {
    const { added } = await this.timed(stage, async () => this.send<api.Added>(query, { sessionId }, app, image));
    const { acceptable, sharpness, reasons } = added.quality;
    const words = reasons.length > 0 ? `, ${reasons.join(', ')}` : '';
    const verdict = `   ${acceptable ? 'acceptable' : 'not acceptable'}: sharpness ${sharpness.toFixed(2)}${words}`;
    this.screen.line(acceptable ? verdict : yellow(verdict));
  }

  private async showFace(sessionId: string, app: Headers, selfie: Uint8Array): Promise<void> {
    const { generateLivenessSession } = await this.send<api.LivenessStarted>(api.START_LIVENESS, { sessionId }, app);
    const { token } = generateLivenessSession.liveness;
    const seen = await this.send<api.LivenessSeen>(api.LIVENESS, { sessionId, token }, app, selfie);
    const { livenessDetected } = seen.processLivenessSession;
    this.screen.line(livenessDetected ? '   a live person was seen' : yellow('   no live person was seen'));
  }

  private async read(id: string): Promise<api.Outcome> {
    const send = async () => this.send<api.Result>(api.RESULT, { id }, operator(this.key));
    const { verificationSession } = await this.timed('The organization reads the verdict', send);
    if (!verificationSession) throw new Error('The session is gone');
    return verificationSession;
  }

  private async send<Data>(query: string, variables: Record<string, unknown>, headers: Headers, image?: Uint8Array) {
    const upload = image && { image, variables: { ...variables, image: null } };
    return this.gateway.send<Data>({ query, variables, headers, ...upload });
  }

  private async timed<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value> {
    this.screen.stage(stage);
    const start = performance.now();
    const value = await work();
    this.timings.push({ stage, milliseconds: performance.now() - start });
    return value;
  }
}
