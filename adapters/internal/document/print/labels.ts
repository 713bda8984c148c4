/** What the printed labels of documents announce, in the languages of Latin script that are most used. */
import type { DocumentField } from '../../../../src/provider/contract.js';

export type LabelledField = Extract<
  DocumentField,
  | 'documentNumber'
  | 'refNumber'
  | 'lastName'
  | 'firstName'
  | 'birthDate'
  | 'issuedAt'
  | 'expiresAt'
  | 'gender'
  | 'nationality'
  | 'height'
  | 'weight'
  | 'eyeColor'
  | 'hairColor'
  | 'class'
>;

export interface Label {
  readonly field: LabelledField;
  /** At the beginning of a line, upper case without diacritics; spaces are often lost. */
  readonly pattern: RegExp;
}

const FIELD_4D: Label = {
  field: 'documentNumber',
  pattern: /^4 ?D[ .:]*(?:(?:(?:DLN|DL|LIC|ID)[ #.:]*(?:NO|NUMBER)?|NUMBER)[ #.:]*)?(?:CUSTOMER ?IDENTIFIER)?/,
};

/** The numbers of AAMVA and of EU licences (1 to 5) stand before or in place of a word. */
export const LABELS: readonly Label[] = [
  FIELD_4D,
  { field: 'documentNumber', pattern: /^(?:DL|ID|LIC)(?: ?(?:NO|NUMBER|#))?[ #.:]+/ },
  { field: 'documentNumber', pattern: /^DL(?=[A-Z]?\d{5,})/ },
  { field: 'documentNumber', pattern: /^N[O°º. ]*DU ?DOCUMENT[^A-Z]*(?:DOCUMENT ?NO?\.?)?/ },
  {
    field: 'documentNumber',
    pattern: /^[A-Z/ ]*\b(?:DOCUMENT|PASSPORT|CARD|LICEN[CS]E) ?(?:CARD ?)?(?:NUMBER|NO|NR|N°)[.: ]*/,
  },
  { field: 'documentNumber', pattern: /^(?:NUMBER|NUMERO|NUMMER)[.: ]+/ },
  { field: 'documentNumber', pattern: /^5\. ?(?=[A-Z]{0,5} ?\d)/ },
  { field: 'refNumber', pattern: /^(?:5 ?)?DD(?=\d)|^N[O°DE ]*REFERENCE[: ]*/ },
  {
    field: 'lastName',
    pattern:
      /^(?:1[. ]*)?(?:NOM(?! ?D)|SURNAME|LAST ?NAME|FAMILY ?NAME|APELLIDOS?|NACHNAME|NAME|COGNOME|LN)\b[^A-Z]*(?:SU[RM][A-Z]*|LAST ?NAME)?[: ]*/,
  },
  { field: 'lastName', pattern: /^LN(?=[A-Z]{3,})|^1(?!ST\b)[. ]*(?=[A-Z]{2,})/ },
  {
    field: 'firstName',
    pattern:
      /^(?:2[. ]*)?(?:PRENOMS?|GIVEN ?NAMES?|FIRST ?NAMES?|NOMBRES?|VORNAMEN?|NOME|FN)\b[^A-Z]*(?:I? ?GIVEN ?NAMES?)?[?: ]*/,
  },
  { field: 'firstName', pattern: /^FN(?=[A-Z]{3,})|^2(?!ND\b)[. ]*(?=[A-Z]{2,})/ },
  {
    field: 'nationality',
    pattern: /^(?:NATIONALITE|NATIONALITY|NACIONALIDAD|STAATSANGEHORIGKEIT)[^A-Z]*(?:NATIONAL[A-Z]*)?[:! ]*/,
  },
  { field: 'gender', pattern: /^(?:15 ?)?SEXE?[/: ]*(?:SEX\b)?[: ]*/ },
  { field: 'height', pattern: /^(?:16 ?)?(?:HGT|HEIGHT|HT|TAILLE)(?: ?\(CM\))?[: ]*/ },
  { field: 'weight', pattern: /^(?:17 ?)?(?:WGT|WEIGHT|WT)[: ]*/ },
  { field: 'eyeColor', pattern: /^(?:18 ?)?(?:EYES?|YEUX)[: ]*/ },
  { field: 'hairColor', pattern: /^(?:19 ?)?HAIR[: ]*/ },
  { field: 'class', pattern: /^(?:9 ?)?CLASS(?:E\(S\))?[: ]*/ },
];

/** European licences print a point after the number of a field; AAMVA has none, and abbreviations after some. */
const EUROPEAN = /^(?:4 ?A\.(?! ?[A-Z])|4 ?C\.|5\.(?! ?DD))/;

/** The labels that hold among lines in upper case: in Europe 4d is a number of the holder (2006/126/EC, annex I). */
export const labelsAmong = (lines: readonly string[]): readonly Label[] =>
  lines.some((line) => EUROPEAN.test(line)) ? LABELS.filter((label) => label !== FIELD_4D) : LABELS;

/** What the words before (or over) a date say that it is. */
export const DATE_LABELS: readonly { field: 'birthDate' | 'issuedAt' | 'expiresAt'; pattern: RegExp }[] = [
  { field: 'birthDate', pattern: /DOB|BIRTH|NAISS|GEBURT|GEBOREN|NACIM|NASCI|NASCITA|URODZ|^3\.? ?$/ },
  {
    field: 'expiresAt',
    pattern: /EXP(?!ED)|VALID ?UNTIL|GULTIG|CADUC|VALIDEZ|VALIDADE|\bVENC|VENCIM|SCADENZA|WAZNOSCI|4B/,
  },
  { field: 'issuedAt', pattern: /ISS|ISSUE|DELIVR|AUSSTELL|EXPED|EMISS?I|RILASCIO|WYDANIA|VALID ?FROM|VALIDE ?LE|4A/ },
];
