import type { DocumentReading, DocumentRequest, DocumentType, TextLine } from '../../../../src/provider/contract.js';
import { THRESHOLDS } from '../../thresholds.js';
import { fold } from '../fold.js';
import type { DayOrder } from './dates.js';
import { readPrintedFields } from './fields.js';

const AMERICAN = /UNITEDSTATES|DRIVERS?LICENSE|OPERATORS?LICENSE|IDENTIFICATIONCARD/;
const AMERICAN_ADDRESS = /\bUSA\b|\b[A-Z]{2} ?\d{5}(?:-\d{4})?$/;

/** The fields in print, or undefined where none was found. Print carries no check of its own. */
export function readPrintedSide(
  lines: readonly TextLine[],
  request: DocumentRequest,
  type: DocumentType | undefined,
): DocumentReading | undefined {
  const fields = readPrintedFields(lines, dayOrder(lines, request.country));
  const found = Object.values(fields);
  if (found.length === 0) return undefined;
  const confident = found.every(({ confidence }) => confidence >= THRESHOLDS.text.field);
  return {
    source: request.side === 'FRONT' ? 'FRONT_OCR' : 'BACK_OCR',
    accepted: confident && fields.documentNumber !== undefined,
    ...(type !== undefined && { type }),
    fields,
  };
}

function dayOrder(lines: readonly TextLine[], country: string | undefined): DayOrder {
  if (country !== undefined) return country === 'US' ? 'month-first' : 'day-first';
  return lines.some(({ text }) => AMERICAN.test(fold(text)) || AMERICAN_ADDRESS.test(text.trim()))
    ? 'month-first'
    : 'day-first';
}
