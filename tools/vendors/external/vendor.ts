/** The reference verifier with a judge that does what the picture says. */
import type { Vendor } from '../server.js';
import { startVendor } from '../server.js';
import { scenarioOf } from '../scenario.js';
import { type Json, problem, Verifier } from './verifier.js';

export const EXTERNAL_SECRETS = {
  request: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  callback: 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=',
};
const CAPABILITIES = {
  contract: '1.0',
  tests: ['is_identity_document', 'image_manipulation', 'suspicious_words'],
  documents: ['PASSPORT', 'IDENTITY_CARD', 'DRIVER_LICENSE', 'RESIDENCE_PERMIT', 'UNKNOWN'].map((type) => ({
    type,
    countries: ['*'],
    sides: ['FRONT', 'BACK'],
  })),
  media: { content_types: ['image/jpeg', 'image/png'], max_bytes: 4_194_304, transport: ['INLINE'] },
  modes: ['SYNC', 'ASYNC', 'DELEGATE'],
};

const manipulation = {
  test: 'image_manipulation',
  outcome: 'FAIL',
  score: 0.12,
  threshold: 0.5,
  reasons: ['copy_move'],
  evidence: [{ type: 'region', role: 'DOCUMENT_FRONT', box: [0.61, 0.2, 0.88, 0.31] }],
  model: 'tamper-2.3',
};
/** What is answered in place of a pass. */
const RESULTS: Readonly<Record<string, readonly Json[]>> = {
  fail: [manipulation],
  review: [{ ...manipulation, outcome: 'REVIEW', score: 0.5 }],
  'unknown-word': [{ ...manipulation, outcome: 'MAYBE' }],
  disagreeing: [{ ...manipulation, outcome: 'PASS' }],
  'missing-test': [],
};

async function judge(job: Json): Promise<{ results: Json[]; extracted: Json }> {
  const [medium] = (job['media'] ?? []) as { data?: string }[];
  const scenario = scenarioOf(Buffer.from(medium?.data ?? '', 'base64')) ?? 'pass';
  if (scenario === 'breaks') throw new Error('the engine broke');
  const pass = (test: string): Json => ({ test, outcome: 'PASS', score: 0.99 });
  return {
    results: [
      pass('is_identity_document'),
      pass('suspicious_words'),
      ...(RESULTS[scenario] ?? [pass('image_manipulation')]),
      { test: 'online_duplication', outcome: 'NOT_PERFORMED', score: null, reasons: ['unsupported'] },
    ],
    extracted: { document_number: { value: 'BAA000589', confidence: 0.98 } },
  };
}

interface ExternalVendor extends Vendor {
  held(): number;
  callbackUrls(): (string | undefined)[];
}

export async function startExternal(port?: number): Promise<ExternalVendor> {
  const verifier = new Verifier(EXTERNAL_SECRETS, CAPABILITIES, judge);
  const errorBody = (status: number) => ({
    type: 'application/problem+json',
    body: JSON.stringify(problem(status, ERROR_CODES[status] ?? 'INTERNAL')),
  });
  const vendor = await startVendor((request, response) => void verifier.serve(request, response), { port, errorBody });
  return { ...vendor, held: () => verifier.held, callbackUrls: () => verifier.callbackUrls };
}
const ERROR_CODES: Readonly<Record<number, string>> = { 401: 'BAD_SIGNATURE', 429: 'RATE_LIMITED' };

export const externalSettings = (url: string) => ({
  url: `${url}/idv/v1`,
  requestSecret: EXTERNAL_SECRETS.request,
  callbackSecret: EXTERNAL_SECRETS.callback,
});
