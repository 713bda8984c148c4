import { setTimeout as wait } from 'node:timers/promises';
import { GraphQLApi, operator, Refusal, sdk } from '../demo/client.js';
import * as api from '../demo/operations.js';
import type { Specimen } from '../specimen/documents.js';

export const CANCEL = 'mutation ($id: ID!) { cancelSession(id: $id) { session { id } } }';
export const METADATA = `mutation ($sessionId: ID!, $note: String!) {
  updateSdkMetadata(input: { sessionId: $sessionId, sdkMetadata: { note: $note } }) { session { id } }
}`;
/** Of ten sessions one is a whole verification with images; the others show what costs little. */
const WHOLE_SHARE = 0.1;

export interface Pictures {
  readonly passport: Specimen;
  readonly selfie: Uint8Array;
}

/** Applications that create sessions and lead subjects through them, each at the pace of its answers. */
export class Load {
  /** Sessions whose creation was acknowledged, and steps that were. */
  readonly created = new Set<string>();
  acknowledged = 0;
  finalized = 0;
  private stopped = false;

  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
    private readonly pictures: Pictures,
    private readonly random: () => number,
  ) {}

  async run(workers: number): Promise<void> {
    await Promise.all(Array.from({ length: workers }, () => this.work()));
  }

  stop(): void {
    this.stopped = true;
  }

  private async work(): Promise<void> {
    while (!this.stopped)
      // What fails in an outage is left as it is: its subject went away.
      await this.leadOne().catch(async (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        await wait(100);
      });
  }

  private async leadOne(): Promise<void> {
    const isWhole = this.random() < WHOLE_SHARE;
    const input = { settings: { performOfacTest: false }, webhookUrl: null };
    const created = await this.send<api.Created>(api.CREATE, { input }, operator(this.key));
    const { session, sdkToken } = created.createVerificationSession;
    this.created.add(session.id);
    const app = sdk(sdkToken, session.client.id);
    const sessionId = session.id;
    await this.send(api.CONSENT, { sessionId }, app);
    await this.send(api.TYPE, { sessionId, documentType: 'PASSPORT' }, app);
    if (isWhole) return this.verify(sessionId, app);
    for (let note = 0; note < 5; note++) await this.send(METADATA, { sessionId, note: String(note) }, app);
    await this.send(CANCEL, { id: sessionId }, operator(this.key));
  }

  private async verify(sessionId: string, app: ReturnType<typeof sdk>): Promise<void> {
    await this.send(api.FRONT, { sessionId }, app, this.pictures.passport.front);
    const { generateLivenessSession } = await this.send<api.LivenessStarted>(api.START_LIVENESS, { sessionId }, app);
    const { token } = generateLivenessSession.liveness;
    await this.send(api.LIVENESS, { sessionId, token }, app, this.pictures.selfie);
    await this.send(api.FINALIZE, { sessionId }, app);
    this.finalized += 1;
  }

  private async send<Data>(query: string, variables: object, headers: ReturnType<typeof sdk>, image?: Uint8Array) {
    const url = this.urls[Math.floor(this.random() * this.urls.length)] ?? '';
    const upload = image && { image, variables: { ...variables, image: null } };
    const data = await new GraphQLApi(url).send<Data>({ query, variables: { ...variables }, headers, ...upload });
    this.acknowledged += 1;
    return data;
  }
}
