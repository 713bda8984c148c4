const WEIGHTS = [7, 3, 1] as const;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The check digit of ICAO Doc 9303-3, 4.9; undefined where a character is none of A–Z, 0–9 and `<`. */
export function checkDigit(text: string): number | undefined {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const value = text[i] === '<' ? 0 : ALPHABET.indexOf(text[i]!);
    if (value < 0) return undefined;
    sum += value * WEIGHTS[i % 3]!;
  }
  return sum % 10;
}
