import { describe, expect, it } from 'vitest';
import { MRZ_FORMATS } from '../../adapters/internal/mrz/formats.js';
import { interpret } from '../../adapters/internal/mrz/interpret.js';
import { CLASS_COUNT, type Lattice, MRZ_ALPHABET, readFreely } from '../../adapters/internal/mrz/lattice.js';

const STEPS = 128;
const PASSPORT = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

/** What the net would answer for a line: each character for a step, blanks between; `seen` says what stands there. */
function drawLattice(text: string, seen: Record<number, Record<string, number>> = {}): Lattice {
  const probabilities = new Float64Array(STEPS * CLASS_COUNT).fill(1e-9);
  for (let step = 0; step < STEPS; step++) probabilities[step * CLASS_COUNT + CLASS_COUNT - 1] = 1;
  [...text].forEach((character, i) => {
    const base = (2 * i + 4) * CLASS_COUNT;
    probabilities.fill(1e-9, base, base + CLASS_COUNT);
    for (const [option, probability] of Object.entries(seen[i] ?? { [character]: 0.999 })) {
      probabilities[base + MRZ_ALPHABET.indexOf(option)] = probability;
    }
  });
  return { steps: STEPS, probabilities };
}
const readLines = (...lattices: Lattice[]) => interpret(lattices.map((lattice) => [lattice]));

describe('a line', () => {
  it('reads as what is most probable at each step', () => {
    expect(readFreely(drawLattice('ABC<<1'))).toMatchObject({ text: 'ABC<<1' });
  });
});

describe('a zone', () => {
  it('is found to be of its format, and believed', () => {
    const found = readLines(drawLattice(PASSPORT[0]!), drawLattice(PASSPORT[1]!));
    expect(found).toMatchObject({ format: { name: 'TD3' }, firstRow: 0, lines: PASSPORT });
    expect(found!.checked * found!.unchecked).toBeGreaterThan(0.95);
  });
  it('begins where its first line stands', () => {
    const found = readLines(
      drawLattice('SOMETHING<ELSE<OF<THE<SAME<PAGE'),
      drawLattice(PASSPORT[0]!),
      drawLattice(PASSPORT[1]!),
    );
    expect(found).toMatchObject({ format: { name: 'TD3' }, firstRow: 1 });
  });
  it('has no letters in its dates, whatever the net prefers', () => {
    const doubt = { 13: { T: 0.6, 7: 0.4 }, 15: { O: 0.7, 0: 0.3 } };
    expect(readLines(drawLattice(PASSPORT[0]!), drawLattice(PASSPORT[1]!, doubt))?.lines).toEqual(PASSPORT);
  });
  it('takes the reading that its check digits bear out', () => {
    const doubt = { 1: { B: 0.7, 8: 0.3 } };
    const found = readLines(drawLattice(PASSPORT[0]!), drawLattice(PASSPORT[1]!, doubt));
    expect(found?.lines).toEqual(PASSPORT);
    expect(found?.checked).toBeGreaterThan(0.9);
  });
  it('has noughts in its numbers where the net can not tell them from the letter', () => {
    const visa = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE180226B<<<<<<'];
    const doubt = { 33: { O: 0.6, 0: 0.4 } };
    expect(readLines(drawLattice(visa[0]!), drawLattice(visa[1]!, doubt))?.lines).toEqual(visa);
  });
  it('is not repaired where the net is sure: a wrong digit stays wrong', () => {
    const forged = `${PASSPORT[1]!.slice(0, 9)}5${PASSPORT[1]!.slice(10)}`;
    expect(readLines(drawLattice(PASSPORT[0]!), drawLattice(forged))?.lines).toEqual([PASSPORT[0], forged]);
  });
  it('with a doubtful letter in a name is doubtful: no check digit covers names', () => {
    const doubt = { 7: { I: 0.55, J: 0.45 } };
    const found = readLines(drawLattice(PASSPORT[0]!, doubt), drawLattice(PASSPORT[1]!));
    expect(found?.checked).toBeGreaterThan(0.95);
    expect(found?.unchecked).toBeLessThan(0.6);
  });
  it('is of a state that exists, and mostly of one', () => {
    const doubt = { 3: { T: 0.4, I: 0.6 } };
    expect(readLines(drawLattice(PASSPORT[0]!, doubt), drawLattice(PASSPORT[1]!))?.lines).toEqual(PASSPORT);
  });
  it('becomes doubtful where two views of it differ', () => {
    const other = drawLattice(PASSPORT[0]!, { 7: { J: 0.999 } });
    const [first, second] = [drawLattice(PASSPORT[0]!), drawLattice(PASSPORT[1]!)];
    expect(
      interpret([
        [first, other],
        [second, second],
      ])?.unchecked,
    ).toBeLessThan(0.7);
  });
  it('is nothing where lines have no such length', () => {
    expect(readLines(drawLattice('DRIVER<LICENSE<CLASS<C'), drawLattice('EXP<08312014'))).toBeUndefined();
  });
});

describe('formats', () => {
  it('cover every position of a line once', () => {
    for (const { fields, checks, lineCount, lineLength } of MRZ_FORMATS) {
      const spans = [...fields, ...checks.map(({ digit }) => digit)];
      const covered = spans.reduce((sum, { start, end }) => sum + end - start, 0);
      expect(covered).toBe(lineCount * lineLength);
    }
  });
});
