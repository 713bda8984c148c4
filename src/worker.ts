import { AUTHENTICATION } from './authentication/authentication.service.js';
import { CASE_SWEEP, RELEASE } from './case/case.service.js';
import { COLLECTION } from './document-scoring/delegation.service.js';
import { BLOB_SWEEP } from './document/blob-sweep.service.js';
import { SCORING_ANALYSIS } from './document-scoring/score.service.js';
import { SCORING_EXPIRY } from './document-scoring/scoring-expiry.service.js';
import { SHADOW } from './document-scoring/shadow.service.js';
import { IDENTIFICATION_EXPIRY } from './identification/identification.service.js';
import type { Services } from './services.js';
import { EXPIRY, RETRY, VERDICT } from './session/session.states.js';
import { KEY_PRUNING } from './shared/idempotency.js';
import type { Attempt, JobKind, Jobs } from './shared/jobs.js';
import { ANALYSIS } from './verification/verification-capture.service.js';
import { DELIVERY, PRUNING } from './webhook/delivery.service.js';

/** Images that are read at once by this process. */
const ANALYSES_AT_ONCE = 2;
/** One that hangs holds up other shadows, and nothing else. */
const SHADOWS_AT_ONCE = 4;
/** A vendor that hangs holds up the releases at others, and nothing else. */
const RELEASES_AT_ONCE = 4;
/** Messages to customers that are under way at once: one address that never answers takes few of so many places. */
const DELIVERIES_AT_ONCE = 30;

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

interface Task {
  readonly kind: JobKind<object>;
  readonly takePart: (jobs: Jobs) => Promise<void>;
}
const task = <Data extends object>(
  kind: JobKind<Data>,
  atOnce: number,
  work: (data: Data, attempt: Attempt) => Promise<void>,
): Task => ({ kind, takePart: (jobs) => jobs.handle(kind, atOnce, work) });

/** Every kind of work in the background, how much of it a process does at once, and who does it. */
const tasksOf = ({
  sides,
  verdicts,
  authentications,
  lifecycle,
  scorings,
  identifications,
  deliveries,
  cases,
  blobSweep,
  pruneKeys,
}: Services): Task[] => [
  task(ANALYSIS, ANALYSES_AT_ONCE, (job, attempt) => sides.analyze(job.organizationId, job.captureId, attempt)),
  task(VERDICT, 1, (job, attempt) => verdicts.judge(job.organizationId, job.sessionId, attempt)),
  task(AUTHENTICATION, 1, (job, attempt) => authentications.judge(job.organizationId, job.sessionId, attempt)),
  task(RETRY, 1, (job, attempt) => verdicts.retry(job.organizationId, job.sessionId, attempt)),
  task(EXPIRY, 1, (job) => lifecycle.expire(job.organizationId, job.sessionId)),
  task(SCORING_ANALYSIS, ANALYSES_AT_ONCE, ({ organizationId, scoringId, run }, attempt) =>
    scorings.analysis.run(organizationId, scoringId, run, attempt),
  ),
  task(COLLECTION, 1, ({ organizationId, scoringId, reference }, attempt) =>
    scorings.delegations.collect(organizationId, scoringId, reference, attempt),
  ),
  task(SCORING_EXPIRY, 1, (job) => scorings.expiry.expire(job.organizationId, job.scoringId)),
  task(IDENTIFICATION_EXPIRY, 1, (job) => identifications.service.expire(job.organizationId, job.identificationId)),
  task(SHADOW, SHADOWS_AT_ONCE, (job, attempt) => scorings.shadows.run(job, attempt)),
  task(RELEASE, RELEASES_AT_ONCE, (job, attempt) => cases.release(job, attempt)),
  task(CASE_SWEEP, 1, () => cases.sweep()),
  task(PRUNING, 1, () => deliveries.prune()),
  task(KEY_PRUNING, 1, pruneKeys),
  task(BLOB_SWEEP, 1, () => blobSweep.sweep()),
  task(DELIVERY, DELIVERIES_AT_ONCE, (job, attempt) => deliveries.attempt(job, attempt)),
];

/** What every process needs that asks for work, whoever does it. */
export async function openQueues(services: Services): Promise<void> {
  for (const { kind } of tasksOf(services)) await services.jobs.open(kind);
}

/** Takes part in all of the work, beside whatever other processes do of it. */
export async function work(services: Services): Promise<void> {
  for (const { takePart } of tasksOf(services)) await takePart(services.jobs);
  await services.jobs.repeat(PRUNING, HOUR_SECONDS);
  await services.jobs.repeat(KEY_PRUNING, HOUR_SECONDS);
  await services.jobs.repeat(CASE_SWEEP, HOUR_SECONDS);
  await services.jobs.repeat(BLOB_SWEEP, DAY_SECONDS);
  services.dispatch.start();
}
