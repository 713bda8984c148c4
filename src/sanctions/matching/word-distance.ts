/** How far two words are from one another, in letters: a vowel counts half, two letters that changed places count one. */

const VOWELS = new Set([...'aeiou'].map((letter) => letter.charCodeAt(0)));
const costOf = (letter: number): number => (VOWELS.has(letter) ? 0.5 : 1);
const LONGEST = 64;
const rows = [0, 1, 2].map(() => new Float64Array(LONGEST + 1));

/** Infinity where it exceeds `most`. Words are looked at up to 64 letters. */
export function wordDistance(one: string, other: string, most: number): number {
  if (one === other) return 0;
  const [a, b] = [one.slice(0, LONGEST), other.slice(0, LONGEST)];
  if (Math.abs(a.length - b.length) > most * 2) return Infinity;
  let [before, last, current] = rows as [Float64Array, Float64Array, Float64Array];
  last[0] = 0;
  for (let j = 1; j <= b.length; j++) last[j] = at(last, j - 1) + costOf(b.charCodeAt(j - 1));
  for (let i = 1; i <= a.length; i++) {
    const least = fillRow(a, b, i, before, last, current);
    if (least > most) return Infinity;
    [before, last, current] = [last, current, before];
  }
  const distance = at(last, b.length);
  return distance > most ? Infinity : distance;
}

/** One row of the table of distances; returns the least in it. */
function fillRow(
  a: string,
  b: string,
  i: number,
  before: Float64Array,
  last: Float64Array,
  current: Float64Array,
): number {
  const x = a.charCodeAt(i - 1);
  current[0] = at(last, 0) + costOf(x);
  let least = at(current, 0);
  for (let j = 1; j <= b.length; j++) {
    const y = b.charCodeAt(j - 1);
    const changed = x === y ? 0 : Math.max(costOf(x), costOf(y));
    let cost = Math.min(at(last, j - 1) + changed, at(last, j) + costOf(x), at(current, j - 1) + costOf(y));
    if (i > 1 && j > 1 && x === b.charCodeAt(j - 2) && y === a.charCodeAt(i - 2))
      cost = Math.min(cost, at(before, j - 2) + 1);
    current[j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}

const at = (row: Float64Array, place: number): number => row[place] ?? 0;
