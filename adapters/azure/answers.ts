import { z } from 'zod';

const STATES = ['NotStarted', 'Running', 'Succeeded', 'Failed', 'Canceled'] as const;
export const begun = z.object({ sessionId: z.string().min(1), authToken: z.string().min(1) });

const attempt = z.looseObject({
  attemptId: z.int(),
  attemptStatus: z.enum(STATES).catch('Failed'),
  result: z
    .looseObject({
      livenessDecision: z.string().nullish(),
      digest: z.string().nullish(),
      sessionImageId: z.string().nullish(),
      verifyResult: z.looseObject({ matchConfidence: z.number(), isIdentical: z.boolean() }).nullish(),
      abuseMonitoringResult: z.looseObject({ isAbuseDetected: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
  error: z.looseObject({ code: z.string() }).nullish(),
  abuseMonitoringResult: z.looseObject({ isAbuseDetected: z.boolean().nullish() }).nullish(),
});
export type Attempt = z.infer<typeof attempt>;

/** The session's own status is no verdict: the attempts are. */
export const session = z.looseObject({
  sessionId: z.string(),
  authToken: z.string().nullish(),
  results: z.looseObject({ attempts: z.array(attempt) }),
});
export interface Attempts {
  readonly results: { readonly attempts: readonly Attempt[] };
}

export const failure = z.object({ error: z.object({ code: z.string().min(1) }) });
