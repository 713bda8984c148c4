import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { isPublicUrl } from './public-url.js';

const PATIENCE_MILLISECONDS = 5000;
const LARGEST_ANSWER = 1024 * 1024;

/** All addresses of a name, as `dns.lookup` gives them with `all`. */
export type Resolve = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
const systemResolve: Resolve = (hostname, answer) => systemLookup(hostname, { all: true }, answer);

/**
 * Requests to addresses that a tenant has named. They reach public servers alone, by the address that a name resolves
 * to at the moment of connecting, and whatever private ranges the operator of the installation allows.
 */
export class Outbound {
  private readonly agent: Agent;
  private readonly patient: Agent;
  private readonly ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor(privateRanges: readonly string[], resolve: Resolve = systemResolve) {
    this.ranges = privateRanges.map((range) => ipaddr.parseCIDR(range));
    this.agent = new Agent({
      connect: { lookup: this.guarded(resolve), timeout: PATIENCE_MILLISECONDS },
      headersTimeout: PATIENCE_MILLISECONDS,
      bodyTimeout: PATIENCE_MILLISECONDS,
      maxResponseSize: LARGEST_ANSWER,
    });
    this.patient = new Agent({ connect: { lookup: this.guarded(resolve), timeout: PATIENCE_MILLISECONDS } });
  }

  /** Whether a URL may be called at all: https, unless the operator allows its address. A name is looked at again when it resolves. */
  allows(text: string): boolean {
    const { hostname, protocol, username, password } = new URL(text);
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && this.isAllowedPrivate(host)) return !username && !password;
    return protocol === 'https:' && isPublicUrl(text);
  }

  /** @throws Error where the address may not be called, does not answer in time, answers too much or redirects */
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    if (!this.allows(url)) throw new Error('this address may not be called');
    const { status, body } = await this.ask(url, headers);
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  }

  /**
   * The same as the platform's own, to the addresses that may be called: it gives up nothing by itself, so the caller
   * brings a signal and reads no more than it wants.
   */
  async fetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    if (!this.allows(url)) throw new Error('this address may not be called');
    // Where a redirect leads was not looked at.
    const redirect = init?.redirect === 'manual' ? ('manual' as const) : ('error' as const);
    const guarded = { ...init, redirect, dispatcher: this.patient };
    return fetch(input, guarded);
  }

  /**
   * Sends a text and tells the answer's head; what it says is not read.
   * @throws Error where the address may not be called or does not answer in time
   */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string, milliseconds: number) {
    const signal = AbortSignal.timeout(milliseconds);
    const answer = await this.fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await answer.body?.cancel();
    return { status: answer.status, headers: answer.headers };
  }

  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.patient.destroy()]);
  }

  private async ask(url: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; body: string }> {
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const answer = await undiciFetch(url, {
      dispatcher: this.agent,
      headers: { ...headers },
      redirect: 'error',
      signal,
    });
    return { status: answer.status, body: await answer.text() };
  }

  private guarded(resolve: Resolve): LookupFunction {
    return (hostname, { all }, answer) => {
      resolve(hostname, (error, addresses) => {
        const [first, ...others] = error ? [] : addresses.filter(({ address }) => this.mayConnect(address));
        if (!first) return answer(error ?? new Error('this address may not be called'), '', 0);
        return all ? answer(null, [first, ...others]) : answer(null, first.address, first.family);
      });
    };
  }

  private mayConnect(address: string): boolean {
    return ipaddr.process(address).range() === 'unicast' || this.isAllowedPrivate(address);
  }

  private isAllowedPrivate(address: string): boolean {
    const parsed = ipaddr.process(address);
    return this.ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
  }
}
