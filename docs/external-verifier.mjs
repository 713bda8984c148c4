// A verifier for provider EXTERNAL: copy it, and put your own judgement in `judge`. It needs Node 20 and nothing else.
//   SECRET=whsec_… PORT=8080 node external-verifier.mjs      The whole contract: external-verifier.yaml
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** PASS, FAIL, REVIEW or NOT_PERFORMED for each test that you offer, of the picture's bytes. */
async function judge(picture, { document }) {
  const reasons = [`${picture.length}_bytes_of_${document?.type}_seen`];
  return [{ test: 'is_identity_document', outcome: 'REVIEW', score: 0.5, reasons }];
}
const capabilities = {
  contract: '1.0',
  tests: ['is_identity_document'],
  documents: [{ type: 'PASSPORT', countries: ['*'], sides: ['FRONT'] }],
  media: { content_types: ['image/jpeg', 'image/png'], max_bytes: 4_194_304, transport: ['INLINE'] },
  modes: ['SYNC'],
};

const secret = Buffer.from((process.env.SECRET ?? '').replace(/^whsec_/, ''), 'base64');
if (secret.length < 24) throw new Error('SECRET is whsec_ and 24 to 64 bytes in base64');
const jobs = new Map(); // by id: the job, and the hash of the body that asked for it; a database in real life
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function isSigned({ method, url, headers }, body) {
  const { 'idv-request-id': id, 'idv-timestamp': at, 'idv-signature': given = '' } = headers;
  const hmac = createHmac('sha256', secret).update([id, at, method, url, sha256(body)].join('.'));
  const [right, theirs] = [`v1,${hmac.digest('base64')}`, given].map((text) => Buffer.from(text));
  if (!(Math.abs(Date.now() / 1000 - at) < 300) || right.length !== theirs.length) return false;
  return timingSafeEqual(right, theirs);
}

/** The same key is the same job, whatever was lost on the way. */
async function create(id, body) {
  const known = jobs.get(id);
  if (known) return known.asked === sha256(body) ? [200, known.job] : [422, 'IDEMPOTENCY_KEY_REUSED'];
  const { session_id, media, ...more } = JSON.parse(body);
  const picture = Buffer.from(media[0].data, 'base64');
  if (sha256(picture) !== media[0].sha256) return [422, 'HASH_MISMATCH'];
  const results = await judge(picture, more);
  const job = { job_id: id, session_id, status: 'COMPLETED', revision: 1, final: true, results };
  jobs.set(id, { asked: sha256(body), job });
  return [200, job];
}

async function answer(request, body) {
  const path = request.url.split('/').at(-1);
  if (path === 'health') return [200, { status: 'ok' }];
  if (!isSigned(request, body)) return [401, 'BAD_SIGNATURE'];
  if (path === 'capabilities') return [200, capabilities];
  if (path === 'delegations') return [501, 'UNSUPPORTED'];
  if (path === 'jobs') return create(`job_${request.headers['idempotency-key']}`, body);
  const { job } = jobs.get(path) ?? {};
  if (request.method === 'DELETE') jobs.delete(path);
  return job ? [200, job] : [404, 'NOT_FOUND'];
}

const server = createServer(async (request, response) => {
  const answering = buffer(request).then((body) => answer(request, body));
  const [status, told] = await answering.catch(() => [400, 'INVALID_REQUEST']);
  response.writeHead(status, { 'content-type': `application/${status < 400 ? '' : 'problem+'}json` });
  response.end(JSON.stringify(status < 400 ? told : { type: 'about:blank', title: told, status, code: told }));
});
server.listen(process.env.PORT ?? 8080, () => console.log(`listening on port ${server.address().port}`));
