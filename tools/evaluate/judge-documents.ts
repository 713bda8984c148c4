/** Documents: the machine-readable zone, printed fields, words that no real document bears. */
import { z } from 'zod';
import type { DocumentEvidence, DocumentReading } from '../../src/provider/contract.js';
import type { Answers } from './answers.js';
import { fold, isPrinted } from './folding.js';
import { failuresOf, rate, seenIn, type Case, type Measure } from './measure.js';
import { confusion, f1, share, wilson } from './statistics.js';
import { beside, readManifest, type Folder } from './tree.js';

const Expected = z.object({
  mrz: z.array(z.string()).nullish(),
  mrz_parsed: z.looseObject({ allChecksValid: z.boolean().nullish() }).nullish(),
  fields: z.record(z.string(), z.unknown()).nullish(),
});
const Manifest = z.object({
  items: z.array(
    z.object({ file: z.string(), what: z.string(), document_type: z.string().nullish(), expected: Expected }),
  ),
});

export interface Specimen {
  readonly path: string;
  readonly evidence: DocumentEvidence | undefined;
  /** Templates and props are no identity documents. */
  readonly isIdentityDocument: boolean;
  readonly mrz: string | undefined;
  readonly mrzChecks: boolean;
  readonly fields: ReadonlyMap<string, string>;
  /** Whether the manifest says that a word like SPECIMEN stands on it; false says nothing. */
  readonly marked: boolean;
}

export async function readSpecimens(folder: Folder, answers: Answers): Promise<Specimen[]> {
  const { items } = await readManifest(folder, Manifest);
  return items.map(({ file, what, document_type: type, expected }) => {
    const path = beside(folder, file);
    return {
      path,
      evidence: answers.documents.get(path),
      isIdentityDocument: type !== 'template',
      mrz: expected.mrz?.join('\n'),
      mrzChecks: expected.mrz_parsed?.allChecksValid === true,
      fields: printedFields(expected.fields ?? {}),
      marked: MARKS.test(JSON.stringify([what, expected.mrz, expected.fields])),
    };
  });
}

/** The word SPECIMEN and its like in the languages that are met, standing alone in a name or on the card. */
const MARKS =
  /(?<![A-Z])(SPECIMEN|SAMPLE|MUESTRA|MUSTER|VZOR|UZORAK|WZOR|ESPECIME|MINTA|EXEMPLE|CAMPIONE|VOORBEELD|FAKE DOCUMENT)(?![A-Z])/i;

const PRINTED = /number|surname|name|date|place|address|expiry|issue/i;
const NOT_PRINTED = /^mrz|note/i;

function printedFields(fields: Readonly<Record<string, unknown>>): Map<string, string> {
  const printed = Object.entries(fields).filter(([name]) => PRINTED.test(name) && !NOT_PRINTED.test(name));
  return new Map(
    printed.flatMap(([name, value]) => (typeof value === 'string' && fold(value).length > 1 ? [[name, value]] : [])),
  );
}

const mrzOf = (evidence: DocumentEvidence | undefined): DocumentReading | undefined =>
  evidence?.readings.find(({ source }) => source === 'MRZ');

function mrzCase({ path, evidence, mrz = '' }: Specimen): Case {
  const read = mrzOf(evidence)?.raw?.trim();
  return { path, expected: mrz, read, right: read === mrz, polygons: seenIn(evidence) };
}

export function judgeMrz(specimens: readonly Specimen[], withoutMrz: readonly Specimen['evidence'][]): Measure[] {
  const labelled = specimens.filter(({ mrz }) => mrz !== undefined);
  const accepted = labelled.filter(({ evidence }) => mrzOf(evidence)?.accepted === true).map(mrzCase);
  const wrong = accepted.filter(({ right }) => !right).length;
  const bare = [...specimens.filter(({ mrz }) => mrz === undefined).map(({ evidence }) => evidence), ...withoutMrz];
  const falseAccepts = bare.filter((evidence) => mrzOf(evidence)?.accepted === true).length;
  return [
    rate(
      'mrz.rate',
      labelled.filter(({ mrzChecks }) => mrzChecks).map(mrzCase),
      'images with a zone of right check digits, every line exact',
    ),
    {
      key: 'mrz.acceptedWrong',
      right: accepted.length - wrong,
      wrong,
      unread: 0,
      value: share(wrong, accepted.length),
      interval: wilson(wrong, accepted.length),
      failures: failuresOf('mrz.acceptedWrong', accepted),
      note: 'zones believed; the share is of the wrong',
    },
    {
      key: 'mrz.falseAccepts',
      right: bare.length - falseAccepts,
      wrong: falseAccepts,
      unread: 0,
      value: bare.length === 0 ? null : falseAccepts,
      interval: null,
      failures: [],
      note: 'images without a zone; the value is a count',
    },
  ];
}

export function judgeText(specimens: readonly Specimen[]): Measure {
  const cases = specimens.flatMap(({ path, evidence, fields }) => {
    const print = fold((evidence?.text ?? []).map(({ text }) => text).join('\n'));
    return [...fields].map(([name, value]): Case => {
      const right = isPrinted(value, print);
      const read = print === '' ? undefined : evidence?.text.map(({ text }) => text).join(' | ');
      return { path, expected: `${name}: ${value}`, read, right, polygons: seenIn(evidence) };
    });
  });
  return rate('text.rate', cases, 'printed fields found');
}

/** Whether the engine says that a word stands there that no real document bears. */
const saysSuspicious = (evidence: DocumentEvidence | undefined): boolean =>
  evidence?.signals.find(({ name }) => name === 'SUSPICIOUS_WORDS')?.outcome === 'FAIL';

/** Documents that are said to be marked, against genuine ones that bear no mark; of the rest nothing is known. */
export function judgeWords(specimens: readonly Specimen[], genuine: readonly Specimen['evidence'][]): Measure {
  const cases = specimens
    .filter(({ marked }) => marked)
    .map(({ path, evidence }): Case => {
      const right = saysSuspicious(evidence);
      return { path, expected: 'marked', read: evidence && 'no mark seen', right, polygons: seenIn(evidence) };
    });
  const counts = confusion(
    cases.map(({ right }) => right),
    genuine.map(saysSuspicious),
  );
  return {
    key: 'suspiciousWords.f1',
    right: counts.truePositives + counts.trueNegatives,
    wrong: counts.falsePositives + counts.falseNegatives,
    unread: 0,
    value: f1(counts),
    interval: null,
    failures: failuresOf('suspiciousWords.f1', cases),
    note: `${cases.length} marked, ${genuine.length} not; recall ${counts.truePositives}/${cases.length}, ${counts.falsePositives} false`,
  };
}
