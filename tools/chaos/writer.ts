import { GraphQLApi, operator, Refusal, sdk } from '../demo/client.js';
import * as api from '../demo/operations.js';
import { CANCEL, METADATA } from './load.js';

const CHANGES = 3;

/** An application that changes sessions, and keeps which changes it was told have happened. */
export class Writer {
  /** By session. */
  readonly acknowledged = new Map<string, number>();
  heard = 0;
  private readonly api: GraphQLApi;

  constructor(
    url: string,
    private readonly key: string,
  ) {
    this.api = new GraphQLApi(url);
  }

  async writeUntilCut(): Promise<void> {
    try {
      for (;;) await this.writeSession();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  private async writeSession(): Promise<void> {
    const variables = { input: { webhookUrl: null } };
    const created = await this.api.send<api.Created>({ query: api.CREATE, variables, headers: operator(this.key) });
    const { session, sdkToken } = created.createVerificationSession;
    const headers = sdk(sdkToken, session.client.id);
    this.keep(session.id);
    await this.api.send({ query: api.CONSENT, variables: { sessionId: session.id }, headers });
    this.keep(session.id);
    for (let note = 0; note < CHANGES; note++) {
      await this.api.send({ query: METADATA, variables: { sessionId: session.id, note: String(note) }, headers });
      this.keep(session.id);
    }
    await this.api.send({ query: CANCEL, variables: { id: session.id }, headers: operator(this.key) });
    this.keep(session.id);
  }

  private keep(id: string): void {
    this.heard += 1;
    this.acknowledged.set(id, (this.acknowledged.get(id) ?? 0) + 1);
  }
}
