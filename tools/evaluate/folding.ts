/** Print and truth made comparable: capitals and digits, without accents, spaces and signs. */

const LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Đ: 'D',
  Ð: 'D',
  Ə: 'E',
  Ł: 'L',
  Ø: 'O',
  Œ: 'OE',
  Þ: 'TH',
  ẞ: 'SS',
};

export const fold = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^\u0000-\u007f]/g, (letter) => LETTERS[letter] ?? '')
    .replace(/[^A-Z0-9]/g, '');

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A date in every order that documents print it in, folded; undefined where the text is no date. */
export function printedDates(text: string): string[] | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const short = year.slice(2);
  const word = MONTHS[Number(month) - 1] ?? '';
  const bare = [String(Number(month)), String(Number(day))] as const;
  return [
    `${day}${month}${year}`,
    `${month}${day}${year}`,
    `${year}${month}${day}`,
    `${day}${month}${short}`,
    `${month}${day}${short}`,
    `${day}${word}${year}`,
    `${word}${day}${year}`,
    `${day}${word}${short}`,
    `${bare[1]}${word}${year}`,
    `${bare[0]}${bare[1]}${year}`,
    `${bare[1]}${bare[0]}${year}`,
  ];
}

/** Whether the printed text, already folded, says the value; the parts of a list may stand apart. */
export function isPrinted(value: string, print: string): boolean {
  const dates = printedDates(value);
  // A day of one digit is no end of a day of two.
  if (dates) return dates.some((date) => new RegExp(`(?<![0-3](?=\\d[A-Z]))${date}`).test(print));
  if (print.includes(fold(value))) return true;
  const parts = value
    .split(/[,/\s]+/)
    .map(fold)
    .filter(Boolean);
  return parts.every((part) => print.includes(part));
}
