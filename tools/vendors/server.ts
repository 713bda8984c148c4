/** A vendor on a loopback socket. `/fault/NAME` before a path makes it fail as NAME says, whatever is asked of it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Vendor {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** Under which it fails as the name says. */
  faulty(fault: FaultName): string;
  close(): Promise<void>;
}

/** What a vendor of this protocol sends with an error. */
export type ErrorBody = (status: number) => { readonly type: string; readonly body: string };

type Failing = (response: ServerResponse, errorBody: ErrorBody) => void;
const answers =
  (status: number): Failing =>
  (response, errorBody) => {
    const { type, body } = errorBody(status);
    response.writeHead(status, { 'content-type': type, ...(status === 429 ? { 'retry-after': '3' } : {}) }).end(body);
  };

const FAULTS = {
  server_error: answers(500),
  rate_limited: answers(429),
  credentials_refused: answers(401),
  connection_lost: (response) => response.socket?.destroy(),
  hangs: () => undefined,
  garbage: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>welcome</body>'),
} as const satisfies Record<string, Failing>;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export async function startVendor(
  listener: RequestListener,
  { port = 0, errorBody }: { port?: number | undefined; errorBody: ErrorBody },
): Promise<Vendor> {
  const server = createServer((request, response) => {
    const fault = faultOf(request);
    if (fault) FAULTS[fault](response, errorBody);
    else listener(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    faulty: (fault) => `${url}/fault/${fault}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const faultOf = ({ url = '' }: IncomingMessage): FaultName | undefined => {
  const name = /^\/fault\/([a-z_]+)\//.exec(url)?.[1];
  return FAULT_NAMES.find((known) => known === name);
};
