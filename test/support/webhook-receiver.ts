import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly parsed: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: { readonly subjectId: string; readonly sequence: number; readonly cursor: string | null };
  };
}
type Answer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMilliseconds?: number;
    }
  | 'never';

/** A customer's server on a port of its own: keeps what comes and answers as it is told, 204 by default. */
export class Receiver {
  readonly messages: Message[] = [];
  answer: (message: Message, count: number) => Answer = () => ({ status: 204 });

  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const message = { headers: request.headers, body, parsed: JSON.parse(body) as Message['parsed'] };
        receiver.messages.push(message);
        const answer = receiver.answer(message, receiver.messages.length);
        if (answer === 'never') return;
        setTimeout(() => response.writeHead(answer.status, answer.headers).end(), answer.afterMilliseconds ?? 0);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(`http://127.0.0.1:${port}/hook`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
  }

  /** Throws where the signature is not by this secret. */
  static verify({ headers, body }: Message, secret: string): void {
    const text = (name: string) => String(headers[name]);
    new Webhook(secret).verify(body, {
      'webhook-id': text('webhook-id'),
      'webhook-timestamp': text('webhook-timestamp'),
      'webhook-signature': text('webhook-signature'),
    });
  }

  close(): Promise<void> {
    return this.end();
  }
}
