import { mergeReadings } from '../document/merge.js';
import { hasBack } from '../document/document.states.js';
import type { DocumentType, Finding } from '../provider/contract.js';
import {
  applicable,
  missingFields,
  type RequiredSource,
  type Requirements,
} from '../requirements/requirements.states.js';
import { type Evidence, readingsOf } from './examination.states.js';

/** A field that is asked of a source and not there. */
interface Missing {
  readonly source: RequiredSource;
  readonly field: string;
}

/** What the documents do not yield of what is asked, in the order of the rows. */
export function missingOf(rows: readonly Requirements[], type: DocumentType, evidence: Evidence): Missing[] {
  const readings = readingsOf(evidence).filter(({ accepted }) => accepted);
  return applicable(rows, type).flatMap(({ flags, dataSource }) => {
    const own = dataSource === 'MERGED' ? readings : readings.filter(({ source }) => source === dataSource);
    const raw = own.find((reading) => reading.raw !== undefined)?.raw;
    const hasFace = evidence.front?.evidence.portrait !== undefined;
    const document = { fields: mergeReadings(own).fields, raw, hasFace };
    return missingFields(flags, dataSource, document).map((field) => ({ source: dataSource, field }));
  });
}

/** The same while images are still being taken: only of the sources whose sides have all been read. */
export function adviceOf(rows: readonly Requirements[], type: DocumentType, evidence: Evidence): string[] {
  const isRead = {
    front: evidence.front !== undefined,
    all: evidence.front !== undefined && (evidence.back !== undefined || !hasBack(type)),
  };
  const due = rows.filter(({ dataSource }) => (dataSource === 'FRONT_OCR' ? isRead.front : isRead.all));
  return [...new Set(missingOf(due, type, evidence).map(({ field }) => field))];
}

/** How many fields are missing, as a test; a document of another type than the declared one fails in any case. */
export function requirementsFinding(missing: readonly Missing[], isOfType: boolean): Finding {
  const metric = missing.length + (isOfType ? 0 : 1);
  const reasons = [
    ...(isOfType ? [] : ['document_type_differs']),
    ...(missing.length > 0 ? ['required_field_missing'] : []),
  ];
  return {
    outcome: metric === 0 ? 'PASS' : 'FAIL',
    metric,
    threshold: 0,
    comparator: 'AT_MOST',
    reasons,
    ...(missing.length > 0 && { evidence: { missing: missing.map(({ source, field }) => `${source}.${field}`) } }),
  };
}
