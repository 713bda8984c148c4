import type { Capture, CaptureService } from '../document/capture.service.js';
import { type DocumentService, mergedDocument } from '../document/document.service.js';
import { documentTypeOf, type IdentityDocumentType } from '../document/document.type.js';
import type { EventLog } from '../event/event.service.js';
import { historyEventOf, type HistoryEvent } from '../event/event.type.js';
import { isOperator, loaderPerRequest, organizationOf, type RequestContext } from '../graphql/context.js';
import { grouped, inOrder } from '../graphql/loader.js';
import type { Score } from '../scoring/score.js';
import type { WeightsService } from '../weights/weights.service.js';
import { builtInWeightsType, weightsTypeOf, type WeightsType } from '../weights/weights.type.js';
import { corroboratedSimilarity } from './examination.states.js';
import type { TestResult, TestResultService } from './test-result.service.js';

/** What sessions and scorings say alike and lies in other tables: loaded for all subjects of a request at once. */
export class SubjectFields {
  constructor(
    private readonly weightsService: WeightsService,
    private readonly captureService: CaptureService,
    private readonly documentService: DocumentService,
    private readonly testService: TestResultService,
    private readonly log: EventLog,
  ) {}

  private readonly weightsLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    inOrder(ids, await this.weightsService.findMany(organizationOf(context), ids), ({ id }) => id),
  );
  private readonly captureLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.captureService.ofSubjects(organizationOf(context), ids), ({ subjectId }) => subjectId),
  );
  private readonly documentLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.documentService.ofSubjects(organizationOf(context), ids), ({ subjectId }) => subjectId),
  );
  private readonly historyLoader = loaderPerRequest(async (ids: readonly string[], context) =>
    grouped(ids, await this.log.historyOf(organizationOf(context), ids), ({ subjectId }) => subjectId),
  );
  private readonly testLoader = loaderPerRequest(async (ids: readonly string[], context) => {
    const tests = await this.testService.ofSubjects(organizationOf(context), ids);
    return ids.map((id) => tests.get(id) ?? []);
  });

  captures(subjectId: string, context: RequestContext): Promise<Capture[]> {
    return this.captureLoader(context).load(subjectId);
  }

  /** Everything read, one document a source. */
  documents(subjectId: string, context: RequestContext) {
    return this.documentLoader(context).load(subjectId);
  }

  /** The most trusted source first; null where nothing was read. */
  async document(subjectId: string, context: RequestContext): Promise<IdentityDocumentType | null> {
    const merged = mergedDocument(await this.documents(subjectId, context));
    return merged ? documentTypeOf(merged) : null;
  }

  /** For operators; what a test rests on, for those who decide. */
  async tests(subjectId: string, context: RequestContext): Promise<TestResult[] | null> {
    if (!isOperator(context)) return null;
    return this.shownTests(await this.testLoader(context).load(subjectId), context);
  }

  shownTests(tests: readonly TestResult[], context: RequestContext): TestResult[] {
    return mayJudge(context) ? [...tests] : tests.map((test) => ({ ...test, evidence: undefined }));
  }

  /** For operators: whether a hit is corroborated; null where nobody was screened. */
  async onSanctionList(subjectId: string, context: RequestContext): Promise<boolean | null> {
    const ofac = isOperator(context)
      ? (await this.testLoader(context).load(subjectId)).find(({ name }) => name === 'OFAC')
      : undefined;
    return ofac?.threshold === undefined ? null : (corroboratedSimilarity([ofac]) ?? 0) >= ofac.threshold;
  }

  /** For operators. */
  async score(score: Score | undefined, weightsId: string | undefined, context: RequestContext) {
    if (!score || !isOperator(context)) return null;
    return { ...score, weights: await this.weightsOf(weightsId, context) };
  }

  /** For operators: the pinned version, or the built-in one. */
  async weights(weightsId: string | undefined, context: RequestContext): Promise<WeightsType | null> {
    return isOperator(context) ? this.weightsOf(weightsId, context) : null;
  }

  /** For operators. */
  async history(subjectId: string, context: RequestContext): Promise<HistoryEvent[] | null> {
    if (!isOperator(context)) return null;
    return (await this.historyLoader(context).load(subjectId)).map(historyEventOf);
  }

  private async weightsOf(weightsId: string | undefined, context: RequestContext): Promise<WeightsType> {
    const { builtInValues } = this.weightsService;
    if (weightsId === undefined) return builtInWeightsType(builtInValues);
    return weightsTypeOf(await this.weightsLoader(context).load(weightsId), builtInValues);
  }
}

const mayJudge = ({ principal }: RequestContext): boolean =>
  principal?.kind === 'operator' && principal.role !== 'VIEWER';
