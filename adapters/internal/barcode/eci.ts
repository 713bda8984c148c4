/** Text of a message whose parts say in which encoding they are (extended channel interpretation, AIM ECI). */

const LATIN = 3;
/** Names that TextDecoder knows, by the number of the interpretation; ISO 8859 parts 2 to 16 are 4 to 18. */
const ENCODINGS: Readonly<Record<number, string>> = {
  2: 'cp437',
  20: 'shift_jis',
  21: 'windows-1250',
  22: 'windows-1251',
  23: 'windows-1252',
  24: 'windows-1256',
  25: 'utf-16be',
  26: 'utf-8',
  28: 'big5',
  29: 'gb18030',
  30: 'euc-kr',
  31: 'gbk',
  32: 'gb18030',
  33: 'utf-16le',
};
/** What stands before the data: the symbology's own mark. */
const MARK = /^\][A-Za-z]\d/;

/** Joins parts given in the ECI protocol, `\\000026` being a change of encoding: it holds beyond the end of a part. */
export function joinParts(parts: readonly Uint8Array[]): string {
  let number = LATIN;
  let text = '';
  for (const [index, part] of parts.entries()) {
    const raw = Buffer.from(part).toString('latin1').replace(MARK, '');
    // Each later part begins with the default, as its reader knew no other.
    const data = index === 0 ? raw : raw.replace(/^\\000003/, '');
    for (const piece of data.split(/(\\\\|\\\d{6})/)) {
      if (/^\\\d{6}$/.test(piece)) number = Number(piece.slice(1));
      else text += decodeBytes(Buffer.from(piece === '\\\\' ? '\\' : piece, 'latin1'), number);
    }
  }
  return text;
}

/** Unknown interpretations are read byte by byte. */
function decodeBytes(bytes: Buffer, number: number): string {
  const encoding = ENCODINGS[number] ?? (number > LATIN && number <= 18 ? `iso-8859-${number - 2}` : undefined);
  try {
    return encoding === undefined ? bytes.toString('latin1') : new TextDecoder(encoding).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
