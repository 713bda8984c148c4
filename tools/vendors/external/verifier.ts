// A verifier for provider EXTERNAL that can do all of docs/external-verifier.yaml: jobs at once and later, delegations,
// call-backs. The one to copy is docs/external-verifier.mjs.
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export type Json = { [name: string]: unknown };
/** Judges one job; where it throws the job has failed. */
export type Judge = (request: Json) => Promise<{ results: Json[]; extracted?: Json }>;
type Answer = [status: number, body: Json];
interface Case {
  readonly job: Json & { job_id: string; revision: number };
  readonly request: Json;
  readonly callbackUrl: string | undefined;
  readonly bearer: string;
}

const hmac = (secret: string, signed: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};
const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
export const problem = (status: number, code: string): Json => ({ type: 'about:blank', title: code, status, code });
const delegationOf = ({ job, bearer }: Case): Answer => {
  const expires_at = new Date(Date.now() + 600_000).toISOString();
  const credential = { type: 'BEARER', value: bearer };
  return [201, { job_id: job.job_id, credential, metadata: { sdk: 'web' }, expires_at }];
};

const ROUTE = /\/(?<noun>health|capabilities|jobs|delegations)(\/(?<id>[^/]+))?(\/[a-z]+)?$/;

export class Verifier {
  private readonly cases = new Map<string, Case>();
  private readonly answered = new Map<string, { body: string; answer: Answer }>();

  constructor(
    private readonly secrets: { readonly request: string; readonly callback: string },
    private readonly capabilities: Json,
    private readonly judge: Judge,
  ) {}

  /** How many cases were not deleted. */
  get held(): number {
    return this.cases.size;
  }

  /** Where those who asked want to be called back. */
  get callbackUrls(): (string | undefined)[] {
    return [...this.cases.values()].map(({ callbackUrl }) => callbackUrl);
  }

  readonly serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = await this.answer(request, await text(request));
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  };

  private async answer(request: IncomingMessage, body: string): Promise<Answer> {
    const { noun, id } = ROUTE.exec(request.url ?? '')?.groups ?? {};
    if (noun === 'health') return [200, { status: 'ok' }];
    const isCapture = noun === 'jobs' && request.url?.endsWith('/capture');
    if (!isCapture && !this.isSigned(request, body)) return [401, problem(401, 'BAD_SIGNATURE')];
    if (noun === 'capabilities') return [200, this.capabilities];
    return id ? this.about(id, request) : this.create(noun === 'delegations', request, body);
  }

  private async about(id: string, { url = '', method, headers }: IncomingMessage): Promise<Answer> {
    const known = this.cases.get(id);
    if (!known) return [404, problem(404, 'NOT_FOUND')];
    if (url.endsWith('/capture')) return this.capture(known, headers.authorization);
    if (method === 'DELETE') return [this.cases.delete(id) ? 204 : 404, {}];
    const { job } = known;
    if (url.endsWith('/cancel') && !job['final']) Object.assign(job, { status: 'CANCELLED', final: true });
    return [200, job];
  }

  private isSigned({ headers, method, url }: IncomingMessage, body: string): boolean {
    const [id, at, given] = ['request-id', 'timestamp', 'signature'].map((name) => String(headers[`idv-${name}`]));
    if (!(Math.abs(Date.now() / 1000 - Number(at)) < 300)) return false;
    const digest = createHash('sha256').update(body).digest('hex');
    return isSame(String(given), hmac(this.secrets.request, [id, at, method, url, digest].join('.')));
  }

  /** The same key gives the same answer; whoever gives an address to call back hears of the result there. */
  private async create(isDelegated: boolean, { headers }: IncomingMessage, body: string): Promise<Answer> {
    const key = headers['idempotency-key'];
    if (typeof key !== 'string') return [400, problem(400, 'IDEMPOTENCY_KEY_MISSING')];
    const earlier = this.answered.get(key);
    if (earlier) return earlier.body === body ? earlier.answer : [422, problem(422, 'IDEMPOTENCY_KEY_REUSED')];
    const made = this.open(JSON.parse(body) as Json);
    const answer = isDelegated ? delegationOf(made) : await this.begin(made);
    this.answered.set(key, { body, answer });
    return answer;
  }

  private open(request: Json): Case {
    const { session_id, callback_url: url } = request;
    const job = { job_id: `job_${randomUUID()}`, session_id, status: 'RUNNING', revision: 1, final: false };
    const callbackUrl = typeof url === 'string' ? url : undefined;
    const made = { job, request, bearer: randomUUID(), callbackUrl };
    this.cases.set(job.job_id, made);
    return made;
  }

  private async begin(made: Case): Promise<Answer> {
    if (!made.callbackUrl) return [200, await this.finish(made)];
    setTimeout(() => void this.finish(made), 20);
    return [202, { ...made.job, retry_after_seconds: 1 }];
  }

  /** The client's own capture: it proves itself by what the delegation gave it. */
  private async capture(known: Case, authorization: string | undefined): Promise<Answer> {
    if (authorization !== `Bearer ${known.bearer}`) return [401, problem(401, 'BAD_CREDENTIAL')];
    return [200, { status: (await this.finish(known))['status'] }];
  }

  private async finish({ job, request, callbackUrl }: Case): Promise<Json> {
    const found = await this.judge(request).then(
      (done) => ({ status: 'COMPLETED', ...done }),
      () => ({ status: 'FAILED' }),
    );
    Object.assign(job, found, { revision: job.revision + 1, final: true });
    if (callbackUrl) await this.callBack(callbackUrl, job);
    return job;
  }

  private async callBack(url: string, { job_id, session_id, status, revision }: Case['job']): Promise<void> {
    const type = status === 'COMPLETED' ? 'job.completed' : 'job.failed';
    const timestamp = new Date().toISOString();
    const body = JSON.stringify({ type, timestamp, data: { job_id, session_id, status, revision } });
    const [id, at] = [`msg_${job_id}_${revision}`, String(Math.floor(Date.now() / 1000))];
    const signature = hmac(this.secrets.callback, `${id}.${at}.${body}`);
    const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature };
    const sent = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    await fetch(url, sent).catch(() => undefined);
  }
}
