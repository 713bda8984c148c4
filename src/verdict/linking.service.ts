import { type CaptureService, standing } from '../document/capture.service.js';
import { mergeReadings } from '../document/merge.js';
import type { Change } from '../event/event.service.js';
import type { ExaminationService } from '../examination/examination.service.js';
import { type Evidence, readingsOf } from '../examination/examination.states.js';
import type { TestResult, TestResultService } from '../examination/test-result.service.js';
import type { IdentityLinkService } from '../identity/identity-link.service.js';
import type { Session } from '../session/session.states.js';
import { forIdentity } from './judged-session.js';

/** What a session was judged by. */
interface Grounds {
  readonly evidence: Evidence;
  readonly tests: readonly TestResult[];
}

/** Makes the person of a session known, whoever decided on it. */
export class LinkingService {
  constructor(
    private readonly captures: CaptureService,
    private readonly examination: ExaminationService,
    private readonly tests: TestResultService,
    private readonly identities: IdentityLinkService,
  ) {}

  /** As they are stored. */
  async groundsOf(organizationId: string, id: string): Promise<Grounds> {
    const captures = standing(await this.captures.ofSubjects(organizationId, [id]));
    const tests = (await this.tests.ofSubjects(organizationId, [id])).get(id) ?? [];
    return { evidence: await this.examination.gather(captures), tests };
  }

  /** Only what is settled makes a person known. */
  async link(session: Session, { evidence, tests }: Grounds, change: Change): Promise<Session> {
    if (session.status !== 'COMPLETE') return session;
    const judged = forIdentity(session, mergeReadings(readingsOf(evidence)), evidence, tests);
    return { ...session, identityId: await this.identities.link(change, judged, session.identityId) };
  }
}
