/** What a verifier says, read tolerantly: unknown fields are ignored, unknown words become ERROR. */
import { z } from 'zod';

const OUTCOMES = ['PASS', 'FAIL', 'REVIEW', 'NOT_PERFORMED', 'ERROR'] as const;
const text = z.string().max(10_000);
const share = z.number().min(0).max(1).nullish().catch(null);

const testResult = z.object({
  test: text,
  outcome: z.enum(OUTCOMES).catch('ERROR'),
  score: share,
  threshold: share,
  reasons: z.array(text).max(32).nullish().catch(null),
  evidence: z
    .array(z.object({ type: text, value: text.optional(), role: text.optional(), box: z.array(z.number()).optional() }))
    .max(32)
    .nullish()
    .catch(null),
  model: text.nullish(),
});
export type VerifierResult = z.infer<typeof testResult>;

export const problem = z.object({
  status: z.int().nullish().catch(null),
  code: z.string().max(200).nullish().catch(null),
});

export const job = z.object({
  job_id: z.string().min(1).max(128),
  status: z.enum(['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED']).catch('FAILED'),
  revision: z.int().min(1),
  final: z.boolean(),
  retry_after_seconds: z.number().min(0).nullish().catch(null),
  results: z.array(testResult).max(64).nullish(),
  extracted: z.record(z.string(), z.object({ value: text.nullish(), confidence: share })).nullish(),
  error: problem.nullish().catch(null),
});
export type VerifierJob = z.infer<typeof job>;

export const capabilities = z.object({
  tests: z.array(text),
  documents: z.array(
    z.object({ type: text, countries: z.array(text), sides: z.array(text).default(['FRONT', 'BACK']) }),
  ),
});
export type VerifierCapabilities = z.infer<typeof capabilities>;

export const credential = z.object({
  job_id: z.string().min(1).max(128),
  credential: z.object({ type: text, value: z.string().min(1) }),
  endpoint: z.url({ protocol: /^https?$/ }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  expires_at: z.coerce.date(),
});

export const jobEvent = z.object({
  type: text,
  data: z.object({ job_id: z.string().min(1).max(128), revision: z.int().optional() }),
});
