/** How machine-readable zones write what print writes with accents (ICAO Doc 9303-3, 6). */

const LETTERS: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ẞ: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ł: 'L',
  Ĳ: 'IJ',
  Ŋ: 'N',
  Ħ: 'H',
  Ŧ: 'T',
  Ə: 'E',
};
const OTHERS: Readonly<Record<string, string>> = { ...LETTERS, Ñ: 'NXX', Ü: 'UXX' };

const spell = (text: string, letters: Readonly<Record<string, string>>): string =>
  text
    .replace(/./gsu, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** In capitals: without accents, and as zones write them. */
export function zoneSpellings(text: string): string[] {
  const upper = text.normalize('NFC').replaceAll('ß', 'SS').toUpperCase();
  return [...new Set([spell(upper, {}), spell(upper, LETTERS), spell(upper, OTHERS)])];
}
