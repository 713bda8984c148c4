/** The elements of a payload's subfiles, by their ids: directories are wrong too often, and scanners drop separators. */

export interface Elements {
  /** Raw values by element, e.g. DAQ; the first that is not blank. The social security number is dropped. */
  readonly values: Readonly<Record<string, string>>;
  /** Without separators, where a value ends can only be guessed. */
  readonly guessed: boolean;
}

/** Entries, then type, offset and length of each subfile: padded by some issuers, left out by others. */
const DIRECTORY = /^\d{0,4}(?:[A-Z]{2}[ 0-9a-z]{4}[ \d]{0,4}(?=[A-Z]))*/;
const SEPARATORS = /[\n\r\u001c-\u001e\u0080-\u009f]+/;
/** What some scanners write where the standard has a line feed. */
const PIPES = /[|\r\u001c-\u001e\u0080-\u009f]+/;
/** The subfile's type, which stands before its first element. */
const TYPES = /^\s*(?:(?:DL|ID|EN)\s*)*/;
const RECORD = new RegExp(`${TYPES.source}(D[A-Z]{2})(.*)$`);
const SOCIAL_SECURITY = 'DBK';
/**
 * Ids, where nothing else tells. Elements that only the first version has are what names end in: JORDAN, RANDALL, DAVID.
 * Those with DD are later; dates and measures are digits, and the others one sign: DAVID before DDGN ends in a D.
 */
const IDS = {
  first: /D(?:A[A-Z]|B[A-N]|C[A-U])/g,
  later: /D(?:A[ACDG-KQYZ]|A[UWX](?=\s*\d|D)|B[A-N]|C[A-U]|D[BCHIJ](?=\d)|D[AD-GK-P](?=[FMNTU01]?(?:D|$)))/g,
};
/** A subfile of the jurisdiction's own: its type, and an id that begins with it. */
const OWN_SUBFILE = /Z([A-Z])Z\1[A-Z].*$/;

/** Of what follows the header. */
export function readElements(body: string, isFirstVersion: boolean): Elements {
  const parts = body.replace(DIRECTORY, '').split(body.includes('\n') ? SEPARATORS : PIPES);
  const guessed = parts.filter((part) => RECORD.test(part)).length < 2;
  const ids = isFirstVersion ? IDS.first : IDS.later;
  const records = guessed ? parts.flatMap((part) => splitUnseparated(part, ids)) : parts;
  const values: Record<string, string> = {};
  for (const record of records) {
    const [, id, value] = RECORD.exec(record) ?? [];
    if (id === undefined || value === undefined || id === SOCIAL_SECURITY) continue;
    if (!values[id]?.trim()) values[id] = value;
  }
  return { values, guessed };
}

/** An element begins where its id stands for the first time: `DADE` in a later name is none. */
function splitUnseparated(part: string, ids: RegExp): string[] {
  const text = part.replace(TYPES, '').replace(OWN_SUBFILE, '');
  const matches = [...text.matchAll(ids)];
  const starts = matches.filter(([id], i) => matches.findIndex(([earlier]) => earlier === id) === i);
  return starts.map(({ index }, i) => text.slice(index, starts[i + 1]?.index));
}
