import type { Capture, CaptureService } from '../document/capture.service.js';
import type { DocumentService } from '../document/document.service.js';
import type { DownloadService } from '../document/download.service.js';
import type { ProviderResponseService } from '../document/provider-response.service.js';
import type { EventLog } from '../event/event.service.js';
import type { RecordedEvent } from '../event/event.states.js';
import { causeOf } from '../event/subject-change.js';
import type { TestResultService } from '../examination/test-result.service.js';
import type { Identity, IdentityService } from '../identity/identity.service.js';
import type { SanctionsService } from '../sanctions/sanctions.service.js';
import type { SessionListService } from '../session/session-list.service.js';
import type { Session, SessionService } from '../session/session.service.js';
import type { Operator } from '../shared/principal.js';
import type { DecisionService } from '../verdict/decision.service.js';

/** How long the links to images work: as long as links may. */
const LINK_MILLISECONDS = 3600_000;

/** Where all that is held of people lies. */
export interface Holdings {
  readonly identities: IdentityService;
  readonly sessions: SessionService;
  readonly lists: SessionListService;
  readonly captures: CaptureService;
  readonly downloads: DownloadService;
  readonly documents: DocumentService;
  readonly responses: ProviderResponseService;
  readonly tests: TestResultService;
  readonly sanctions: SanctionsService;
  readonly decisions: DecisionService;
  readonly events: EventLog;
}
type Json = Readonly<Record<string, unknown>>;

/** Everything that is known of a person, for that person to have. */
export class IdentityExportService {
  constructor(private readonly held: Holdings) {}

  /** Each session whose images are handed out has it in its history. @throws DomainError NOT_FOUND */
  async export(operator: Operator, id: string): Promise<{ identity: Identity; export: Json }> {
    const { identities, lists, sanctions, events } = this.held;
    const identity = await identities.require(operator, id);
    const { organizationId } = identity;
    const sessions = await lists.ofIdentity(organizationId, identity.id);
    const records: Json[] = [];
    for (const session of sessions) records.push(await this.recordOf(operator, session));
    const holdings = {
      identity,
      face: (await identities.enrolledFace(organizationId, identity.id)) ?? null,
      sanctionsExceptions: await sanctions.exceptionsOf(organizationId, [identity.id]),
      history: (await events.historyOf(organizationId, [identity.id])).map(stepOf),
      sessions: records,
    };
    return { identity, export: asJson(holdings) };
  }

  private async recordOf(operator: Operator, session: Session): Promise<Json> {
    const { organizationId, id } = session;
    const { captures, documents, responses, tests, sanctions, decisions, events } = this.held;
    const images = await captures.ofSubjects(organizationId, [id]);
    const shown = images.filter(({ erasedAt }) => !erasedAt).length;
    if (shown > 0) await this.tell(operator, session, shown);
    return {
      ...session,
      documents: await documents.ofSubjects(organizationId, [id]),
      captures: await Promise.all(images.map((capture) => this.imageOf(capture))),
      providerResponses: await responses.about(images),
      tests: (await tests.ofSubjects(organizationId, [id])).get(id) ?? [],
      sanctions: (await sanctions.hitsOf(organizationId, [id])).get(id) ?? [],
      decisions: await decisions.ofSessions(organizationId, [id]),
      history: (await events.historyOf(organizationId, [id])).map(stepOf),
    };
  }

  private async tell(operator: Operator, { organizationId, id }: Session, captures: number): Promise<void> {
    const cause = causeOf(operator, 'Mutation.exportIdentity');
    await this.held.sessions.change(organizationId, id, cause, (session) => ({
      session,
      events: [{ type: 'SESSION_EVIDENCE_DOWNLOADED', data: { captures } }],
    }));
  }

  private async imageOf(capture: Capture): Promise<Json> {
    const { captures, downloads } = this.held;
    return {
      ...capture,
      coordinates: await captures.coordinatesOf(capture),
      ipAddress: await captures.ipAddressOf(capture),
      evidence: (await captures.evidenceOf(capture))?.evidence,
      downloadUrl: capture.erasedAt ? null : await downloads.link(capture, LINK_MILLISECONDS),
    };
  }
}

const stepOf = ({ sequence, type, occurredAt, endpoint, actor, data }: RecordedEvent): Json => ({
  sequence,
  event: type,
  occurredAt,
  endpoint,
  actor,
  data,
});

/** Instants as texts, and nothing that is undefined. */
const asJson = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;
