import { describe, expect, it } from 'vitest';
import { MRZ_FORMATS, type MrzFormatName } from '../../adapters/internal/mrz/formats.js';
import { MRZ_ALPHABET } from '../../adapters/internal/mrz/lattice.js';
import { solveMrz } from '../../adapters/internal/mrz/solve.js';

/** A line of which all is sure but the letter at one place. */
function lineOf(text: string, at?: number, shares: Readonly<Record<string, number>> = {}) {
  const probabilities = new Float64Array(text.length * MRZ_ALPHABET.length);
  const put = (i: number, letter: string, share: number) =>
    (probabilities[i * MRZ_ALPHABET.length + MRZ_ALPHABET.indexOf(letter)] = share);
  [...text].forEach((letter, i) => put(i, letter, i === at ? 0 : 1));
  if (at !== undefined) for (const [letter, share] of Object.entries(shares)) put(at, letter, share);
  return { logLikelihood: -0.1, probabilities };
}

const solve = (name: MrzFormatName, lines: ReturnType<typeof lineOf>[]) =>
  solveMrz(
    MRZ_FORMATS.find((format) => format.name === name)!,
    lines,
  );

/** A card of Austria; the third letter of its holder's nationality is an S or a T. */
const card = (code: string, shares: Readonly<Record<string, number>>) =>
  solve('TD1', [
    lineOf(`${code}AUTL898902C36`.padEnd(30, '<')),
    lineOf('9002281F3004157AUS<<<<<<<<<<<8', 17, shares),
    lineOf('SMITH<<ANNA'.padEnd(30, '<')),
  ]);

describe('a nationality in doubt', () => {
  it('is borne out by the issuer of an identity card', () => {
    const { lines, unchecked } = card('ID', { T: 0.7, S: 0.3 });
    expect(lines[1]).toContain('AUT');
    expect(unchecked).toBeGreaterThan(0.9);
  });
  it('is not believed where the issuer speaks against what was read', () => {
    expect(card('ID', { S: 0.7, T: 0.3 }).unchecked).toBeLessThanOrEqual(0.5);
  });
  it.each(['AR', 'IR', 'C<'])('is what was read on a card for foreigners, %s', (code) => {
    const { lines, unchecked } = card(code, { S: 0.7, T: 0.3 });
    expect(lines[1]).toContain('AUS');
    expect(unchecked).toBeCloseTo(0.7, 5);
  });
});
