import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** Of the messages, the share that is answered with a failure. */
const FAILURES = 0.02;

/** A customer's server that now and then fails; keeps which events were told and accepted. */
export class Receiver {
  /** By subject and number: `<session> <sequence>`. */
  readonly accepted = new Set<string>();
  private server: Server | undefined;

  constructor(private readonly random: () => number) {}

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const isFailing = this.random() < FAILURES;
        if (!isFailing) this.keep(body);
        response.writeHead(isFailing ? 500 : 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (!address || typeof address === 'string') throw new Error('No port is free');
    return `http://127.0.0.1:${address.port}/hook`;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private keep(body: string): void {
    const { data } = JSON.parse(body) as { data: { subjectId: string; sequence: number } };
    this.accepted.add(`${data.subjectId} ${data.sequence}`);
  }
}
