import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '../graphql/context.js';
import { DomainError } from '../shared/errors.js';
import type { Caller, Origin } from '../shared/principal.js';
import type { HttpOptions } from './options.js';
import type { Credentials } from './request/caller.js';

/** A timer cannot wait longer. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Who is on the other end of a WebSocket: proven once, and again when a token ends and every now and then. */
export class SocketCaller {
  private principal: Caller | undefined;
  private timer: NodeJS.Timeout | undefined;
  private forgotten = false;

  constructor(
    private readonly options: Pick<HttpOptions, 'authenticate' | 'log'>,
    private readonly recheck: number,
    private readonly origin: Origin,
    private readonly headers: IncomingHttpHeaders,
    readonly traceId: string,
    private readonly onRefused: () => void,
  ) {}

  /** @throws DomainError UNAUTHENTICATED */
  async prove(payload: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    const credentials = credentialsIn(payload);
    this.principal = await this.options.authenticate(credentials);
    if (this.principal) this.proveAgainLater(credentials);
  }

  context(): RequestContext {
    return { principal: this.principal, origin: this.origin, traceId: this.traceId, headers: this.headers };
  }

  forget(): void {
    this.forgotten = true;
    clearTimeout(this.timer);
  }

  private proveAgainLater(credentials: Credentials): void {
    if (this.forgotten) return; // the socket closed while the credentials were looked at
    const ends = this.principal && 'expiresAt' in this.principal ? this.principal.expiresAt : undefined;
    const left = ends ? ends.getTime() - Date.now() : this.recheck;
    const wait = Math.max(0, Math.min(left, this.recheck, LONGEST_WAIT));
    this.timer = setTimeout(() => void this.proveAgain(credentials), wait);
  }

  private async proveAgain(credentials: Credentials): Promise<void> {
    try {
      this.principal = await this.options.authenticate(credentials);
      this.proveAgainLater(credentials);
    } catch (error) {
      if (error instanceof DomainError) return this.onRefused();
      // What cannot be asked now is asked again; nobody is let in anew meanwhile.
      this.options.log.warn({ traceId: this.traceId, err: error }, 'The credentials of a WebSocket were not checked');
      this.proveAgainLater(credentials);
    }
  }
}

/** The payload of `connection_init` has the names of the headers, in any case. */
function credentialsIn(payload: Readonly<Record<string, unknown>> = {}): Credentials {
  const given = new Map(Object.entries(payload).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { authorization: text('authorization'), clientId: text('x-client-id') };
}
