/** Whether an image shows an identity document, and of which type, by what was read on it. */
import type { DocumentSide, DocumentType, Signal, TextLine } from '../../../src/provider/contract.js';
import type { MrzReading } from '../mrz/judgement.js';
import { THRESHOLDS } from '../thresholds.js';
import { findDates } from './print/dates.js';
import { fold } from './fold.js';
import type { Framing } from './framing.js';

/** What issuers print on top, without spaces. Order matters: a passport card is no passport. */
const TITLES: readonly { type: DocumentType; pattern: RegExp }[] = [
  { type: 'PASSPORT_CARD', pattern: /PASSPORTCARD/ },
  { type: 'PASSPORT', pattern: /PASSPORT|PASSEPORT|PASAPORTE|REISEPASS|PASSAPORT|PASZPORT|PASPORT/ },
  {
    type: 'DRIVER_LICENSE',
    pattern:
      /DRIV(?:ER|ING)S?LICEN[CS]E|LICEN[CS]EDRIVER|OPERATORLICEN[CS]E|PERMISDECONDUIRE|FUHRERSCHEIN|(?:LICENCIA|PERMISO|CARTA)DECONDU|PATENTEDIGUIDA|RIJBEWIJS|PRAWOJAZDY/,
  },
  {
    type: 'RESIDENCE_PERMIT',
    pattern: /RESIDENCEPERMIT|PERMANENTRESIDENT|RESIDENTCARD|AUFENTHALTSTITEL|TITREDESEJOUR|PERMISODERESIDENCIA/,
  },
  { type: 'IDENTIFICATION_CARD', pattern: /IDENTIFICATIONCARD/ },
  {
    type: 'IDENTITY_CARD',
    pattern:
      /IDENTITYCARD|IDENTIDAD|DIDENTITE|PERSONALAUSWEIS|IDENTITEITSKAART|CARTADIDENTITA|LETERNJOFTIM|NATIONALID|DOWODOSOBISTY|IDCARD/,
  },
];
/** Of fronts, then of backs. */
const LABELS =
  /SURNAME|GIVENNAME|NATIONALIT|DATEOFBIRTH|NAISSANCE|GEBURT|NACIMIENTO|\bDOB|EXPIR|DATEOFISSUE|AUTHORITY|ENDORS|RESTR|SIGNATURE|SEX|HGT|CLASS|VALABLEJUSQU|DELIVREE?LE|PREFECTURE|AUTORITE|ADRESSE|ANSCHRIFT|AUGENFARBE|GROSSE|BEHORDE|DOMICILIO|LUGARDE|HIJO[AO]?DE|EQUIPO|INDIRIZZO|RESIDENZA|ADDRESS|PERMISDECONDUIRE|VEHIC|DONOR|MOTORCYCLE|CARDHOLDER|RETURNTO|PROPERTYOF/g;
/** Classes of vehicles, which the backs of licences list (directive 2006/126/EC and those who follow it). */
const VEHICLES = new Set('AM A1 A2 A B1 B C1 C D1 D BE C1E CE D1E DE'.split(' '));
const FEWEST_VEHICLES = 5;

/** The type that the print names. */
export function titleOf(lines: readonly TextLine[]): DocumentType | undefined {
  const text = lines.map((line) => fold(line.text)).join('');
  return TITLES.find(({ pattern }) => pattern.test(text))?.type;
}

export interface IdentityEvidence {
  readonly lines: readonly TextLine[];
  readonly side: DocumentSide;
  /** A machine-readable zone, whether or not it holds. */
  readonly mrz: MrzReading | undefined;
  /** A licence's barcode that says whose it is. */
  readonly licence: boolean;
  readonly portrait: boolean;
  readonly framing: Framing;
}

/** Weighs what only identity documents carry together. */
export function judgeIdentityDocument(evidence: IdentityEvidence): Signal {
  const weights = weigh(evidence);
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  const metric = Math.min(1, sum);
  const { threshold, backDoubt, doubt } = THRESHOLDS.identityDocument;
  const floor = evidence.side === 'BACK' ? backDoubt : doubt;
  const doubtful = metric >= floor;
  const [outcome, reason] = doubtful
    ? (['INCONCLUSIVE', 'few_document_features'] as const)
    : (['FAIL', 'not_an_identity_document'] as const);
  const passed = metric >= threshold;
  const name = 'IS_IDENTITY_DOCUMENT';
  const remarks = doubtful ? remarksOn(evidence.framing) : [];
  if (doubtful && evidence.framing.otherSide) {
    return {
      name,
      outcome: 'INCONCLUSIVE',
      confidence: 0.5,
      reasons: ['wrong_side', ...remarks],
      evidence: { weights },
    };
  }
  return {
    name,
    outcome: passed ? 'PASS' : outcome,
    confidence: confidenceOf(metric, floor, threshold),
    metric,
    threshold,
    comparator: 'AT_LEAST',
    reasons: [...(passed ? [] : [reason]), ...remarks],
    evidence: { weights, lines: evidence.lines.length },
  };
}

/** Worth telling beside an outcome that they do not change. */
const remarksOn = ({ cropped, severalFaces }: Framing): string[] => [
  ...(cropped ? ['cropped'] : []),
  ...(severalFaces ? ['several_faces'] : []),
];

/** In thirds, as outcomes are read: up to the floor it fails, from the threshold on it passes. */
function confidenceOf(metric: number, floor: number, threshold: number): number {
  if (metric < floor) return metric / floor / 3;
  if (metric < threshold) return (1 + (metric - floor) / (threshold - floor)) / 3;
  return (2 + (metric - threshold) / (1 - threshold)) / 3;
}

function weigh({ lines, mrz, licence, portrait }: IdentityEvidence): Record<string, number> {
  const text = lines.map((line) => fold(line.text)).join('|');
  const labels = new Set(text.match(LABELS)).size;
  const vehicles = new Set(lines.map((line) => fold(line.text)).filter((word) => VEHICLES.has(word))).size;
  const dates = new Set(lines.flatMap((line) => findDates(line.text, 'day-first').map(({ value }) => value))).size;
  return {
    code: licence || mrz?.parsed.valid ? 0.7 : mrz ? 0.4 : 0,
    title: titleOf(lines) === undefined ? 0 : 0.35,
    labels: Math.min(0.3, labels * 0.08),
    vehicles: vehicles >= FEWEST_VEHICLES ? 0.45 : 0,
    dates: Math.min(0.2, dates * 0.07),
    portrait: portrait ? 0.15 : 0,
    print: lines.length >= 8 ? 0.1 : 0,
  };
}
