import { createHash } from 'node:crypto';
import { type Capture, type CaptureService, standing, type StoredEvidence } from '../document/capture.service.js';
import { isSelfie, sideOf } from '../document/document.states.js';
import {
  type DocumentEvidence,
  type DocumentSide,
  type FaceEvidence,
  type FaceTemplate,
  type LivenessEvidence,
  ProviderError,
} from '../provider/contract.js';
import type { ProviderRegistry } from '../provider/registry.js';
import type { RequirementsService } from '../requirements/requirements.service.js';
import type { SanctionsService } from '../sanctions/sanctions.service.js';
import { SWITCHED_OFF } from '../scoring/tests.js';
import type { WeightsValues } from '../scoring/weights.js';
import type { Clock } from '../shared/clock.js';
import type { Attempt } from '../shared/jobs.js';
import { documentedBy, type Documented, documentTests, personTests } from './document-tests.js';
import { faceTest, livenessTests, sideTests, unanswered, unansweredSide } from './evidence-tests.js';
import type { Evidence, Examined } from './examination.states.js';
import { adviceOf } from './requirements-test.js';
import { sanctionsTest, subjectOf } from './sanctions-test.js';
import type { TestResult } from './test-result.repository.js';

/** Whom faces are compared for. */
type Asking = Pick<Examined, 'id' | 'organizationId' | 'mode' | 'provider' | 'settings'>;

/** From stored evidence to the results of every test. */
export class ExaminationService {
  constructor(
    private readonly captures: CaptureService,
    private readonly providers: ProviderRegistry,
    private readonly sanctions: SanctionsService,
    private readonly requirements: RequirementsService,
    private readonly clock: Clock,
  ) {}

  /** What the analyses of these captures found. */
  async gather(captures: readonly Capture[]): Promise<Evidence> {
    const of = (side: DocumentSide) => captures.findLast(({ fileType }) => sideOf(fileType) === side);
    const [front, back] = [of('FRONT'), of('BACK')];
    const selfie = captures.findLast(({ fileType }) => isSelfie(fileType));
    return {
      front: front && (await this.captures.evidenceOf<DocumentEvidence>(front)),
      back: back && (await this.captures.evidenceOf<DocumentEvidence>(back)),
      selfie: selfie && (await this.captures.evidenceOf<LivenessEvidence>(selfie)),
    };
  }

  /** The fields that are asked for and missing, of what is read so far. */
  async missingFields(subject: Pick<Examined, 'id' | 'organizationId' | 'documentType'>): Promise<string[]> {
    const required = await this.requirementsOf(subject);
    if (required.length === 0) return [];
    const captures = standing(await this.captures.ofSubjects(subject.organizationId, [subject.id]));
    return adviceOf(required, subject.documentType, await this.gather(captures));
  }

  private async requirementsOf({ organizationId, id }: Pick<Examined, 'id' | 'organizationId'>) {
    return (await this.requirements.ofSessions(organizationId, [id])).get(id) ?? [];
  }

  /** In order: local checks, face, crosschecks, then sources that cost money. Of two results of one test the worse stands. */
  async examine(
    subject: Examined,
    evidence: Evidence,
    weights: WeightsValues,
    attempt: Attempt,
  ): Promise<TestResult[]> {
    const now = this.clock();
    const { front, back, selfie } = evidence;
    const tests = [
      ...(back ? sideTests(subject, 'BACK', back, now) : unansweredSide(subject, 'BACK', 'analysis_failed')),
      ...(front ? sideTests(subject, 'FRONT', front, now) : unansweredSide(subject, 'FRONT', 'analysis_failed')),
      ...livenessTests(subject, selfie, weights, now),
      await this.compareFaces(subject, evidence, weights, attempt),
      ...documentTests(subject, evidence, weights, now, await this.requirementsOf(subject)),
      ...personTests(subject, selfie, documentedBy(evidence), weights, now),
      await this.screen(subject, evidence, weights),
      dmvTest(subject),
    ];
    return worstByName(tests);
  }

  /** Whether the face is the one that is known, and of the age and gender that are. */
  async recognize(
    subject: Asking,
    selfie: Evidence['selfie'],
    known: Documented & { readonly face: FaceTemplate | undefined },
    weights: WeightsValues,
    attempt: Attempt,
  ): Promise<TestResult[]> {
    const tolerance = weights.verifiedAccountFaceEncodingTolerance;
    return [
      ...livenessTests(subject, selfie, weights, this.clock()),
      known.face
        ? await this.compareFace(subject, known.face, selfie, tolerance, attempt)
        : unanswered('FACE_MATCH', 'INCONCLUSIVE', 'no_enrolled_face'),
      ...personTests(subject, selfie, known, weights, this.clock()).map((test) => whereKnown(test, known)),
    ];
  }

  private async compareFaces(
    subject: Examined,
    { front, selfie }: Evidence,
    weights: WeightsValues,
    attempt: Attempt,
  ): Promise<TestResult> {
    if (!selfie && !subject.settings.performLivenessTest)
      return unanswered('FACE_MATCH', 'NOT_PERFORMED', SWITCHED_OFF);
    if (await this.isSideOverAgain(subject)) return unanswered('FACE_MATCH', 'INCONCLUSIVE', SAME_PICTURE);
    const tolerance = weights.onboardingFaceEncodingTolerance;
    const found = selfie?.evidence.faceMatch;
    // Who took the selfie has held it against the portrait.
    if (selfie && found) return faceTest({ ...selfie, evidence: found }, tolerance, this.clock());
    const portrait = front?.evidence.portrait?.template;
    if (!portrait) return unanswered('FACE_MATCH', 'INCONCLUSIVE', whyNoPortrait(front));
    return unlessSamePicture(await this.compareFace(subject, portrait, selfie, tolerance, attempt));
  }

  /** Whether a picture of the document was handed in as the selfie; in SANDBOX one picture may stand for everything. */
  private async isSideOverAgain({ organizationId, id, mode }: Asking): Promise<boolean> {
    if (mode === 'SANDBOX') return false;
    const captures = await this.captures.ofSubjects(organizationId, [id]);
    const selfie = standing(captures).findLast(({ fileType }) => isSelfie(fileType));
    return captures.some(({ fileType, sha256 }) => sideOf(fileType) !== undefined && sha256 === selfie?.sha256);
  }

  private compareFace(
    subject: Asking,
    known: FaceTemplate,
    selfie: Evidence['selfie'],
    tolerance: number,
    attempt: Attempt,
  ): Promise<TestResult> | TestResult {
    const probe = selfie?.evidence.selfie?.template;
    if (!probe) return unanswered('FACE_MATCH', 'INCONCLUSIVE', 'no_face_in_selfie');
    return this.askForFaces(subject, known, probe, attempt).then(
      (found) =>
        found ? faceTest(found, tolerance, this.clock()) : unanswered('FACE_MATCH', 'NOT_APPLICABLE', 'no_capability'),
      (error: unknown) => {
        if (!isFinal(error, attempt)) throw error;
        return unanswered('FACE_MATCH', 'UNAVAILABLE', error.reason);
      },
    );
  }

  /** A switched-on screening without an answer keeps anybody from being verified. */
  private async screen(subject: Examined, evidence: Evidence, weights: WeightsValues): Promise<TestResult> {
    if (!subject.settings.performOfacTest) return unanswered('OFAC', 'NOT_PERFORMED', SWITCHED_OFF, 'ofac');
    const person = subjectOf(evidence);
    if (!person) return unanswered('OFAC', 'UNAVAILABLE', 'name_not_read', 'ofac');
    const screening = await this.sanctions.screen(subject, person);
    if (!screening) return unanswered('OFAC', 'UNAVAILABLE', 'no_sanctions_list', 'ofac');
    return sanctionsTest(screening, weights.ofacFuzzyMatchTolerance, this.clock());
  }

  private async askForFaces(subject: Asking, portrait: FaceTemplate, probe: FaceTemplate, { signal }: Attempt) {
    const request = {
      idempotencyKey: `${subject.id}/${digestOf([portrait, probe])}`,
      reference: { template: portrait },
      probe: { template: probe },
    };
    const answered = await this.providers.ask(
      'compareFaces',
      { organizationId: subject.organizationId, provider: subject.provider, mode: subject.mode },
      (adapter, signal) => adapter.compareFaces?.(request, signal),
      signal,
    );
    if (!answered) return undefined;
    const { answer: evidence, ...who } = answered;
    return { ...who, evidence } satisfies StoredEvidence<FaceEvidence>;
  }
}

const SAME_PICTURE = 'same_picture';

/** A selfie that is as like the portrait as a copy of it shows nobody; of one that is like an earlier selfie that isn't said. */
const unlessSamePicture = (test: TestResult): TestResult =>
  test.outcome === 'PASS' && test.reasons.includes(SAME_PICTURE)
    ? { ...test, outcome: 'INCONCLUSIVE', confidence: 0.5 }
    : test;

const whyNoPortrait = (front: Evidence['front']): string =>
  front?.evidence.signals.some(({ reasons }) => reasons.includes('several_faces'))
    ? 'several_faces'
    : 'no_portrait_on_document';

/** Nobody is held against an age or a gender that no document told. */
function whereKnown(test: TestResult, { birthDate, gender }: Documented): TestResult {
  const isKnown = test.name === 'AGE' ? birthDate !== undefined : gender === 'MALE' || gender === 'FEMALE';
  return isKnown || test.outcome === 'NOT_PERFORMED'
    ? test
    : unanswered(test.name, 'NOT_APPLICABLE', `${test.name.toLowerCase()}_unknown`);
}

const digestOf = (templates: readonly FaceTemplate[]): string =>
  createHash('sha256').update(JSON.stringify(templates)).digest('hex');

/** A failure that no further try will mend. */
const isFinal = (error: unknown, { isLast }: Attempt): error is ProviderError =>
  error instanceof ProviderError && (error.kind !== 'unavailable' || isLast());

const dmvTest = ({ settings }: Examined): TestResult =>
  settings.performAamvaTest
    ? unanswered('AAMVA', 'NOT_APPLICABLE', 'no_capability', 'aamva')
    : unanswered('AAMVA', 'NOT_PERFORMED', SWITCHED_OFF, 'aamva');

/** Both sides may bear an MRZ: of two results of one test the worse counts. */
function worstByName(tests: readonly TestResult[]): TestResult[] {
  const rank = { FAIL: 0, INCONCLUSIVE: 1, UNAVAILABLE: 2, PASS: 3, NOT_PERFORMED: 4, NOT_APPLICABLE: 5 } as const;
  const worst = new Map<string, TestResult>();
  for (const test of tests) {
    const known = worst.get(test.name);
    if (!known || rank[test.outcome] < rank[known.outcome]) worst.set(test.name, test);
  }
  return [...worst.values()];
}
