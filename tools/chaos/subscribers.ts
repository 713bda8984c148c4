import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const EVENTS = 'subscription ($after: String) { sessionUpdated(after: $after) { cursor event session { id status } } }';

/** A dashboard: follows the whole log, and resumes by the last cursor wherever a gateway answers. */
export class Subscriber {
  readonly cursors: number[] = [];
  reconnects = 0;
  private client: Client | undefined;
  private socket: WebSocket | undefined;
  private ended = false;

  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
    private readonly start: string,
    private readonly random: () => number,
  ) {}

  follow(): void {
    void this.run();
  }

  /** As a network does it. */
  cut(): void {
    this.socket?.terminate();
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.client?.dispose();
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      await this.followOnce().catch(() => undefined);
      if (this.ended) return;
      this.reconnects += 1;
      await new Promise((resolve) => setTimeout(resolve, 100 + 400 * this.random()));
    }
  }

  private async followOnce(): Promise<void> {
    const url = this.urls[Math.floor(this.random() * this.urls.length)] ?? '';
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.key}` },
      retryAttempts: 0,
    });
    client.on('connected', (socket) => (this.socket = socket instanceof WebSocket ? socket : undefined));
    this.client = client;
    const after = this.cursors.at(-1)?.toString() ?? this.start;
    try {
      for await (const { data } of client.iterate<{ sessionUpdated: { cursor: string } }>({
        query: EVENTS,
        variables: { after },
      }))
        if (data) this.cursors.push(Number(data.sessionUpdated.cursor));
    } finally {
      await client.dispose();
    }
  }
}
