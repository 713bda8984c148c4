/** Readings of a stretch of a line with their probabilities, most probable first. */
import type { MrzSpan } from './formats.js';
import { MRZ_ALPHABET, type Posterior } from './lattice.js';

export interface Candidate {
  readonly text: string;
  readonly probability: number;
}

/** A character less probable than this is no alternative. */
const LEAST = 0.0005;
const WIDTH = 300;

/** The readings of spans one after another, by the probabilities of their characters. */
export function readCandidates(posteriors: readonly Posterior[], spans: readonly MrzSpan[]): Candidate[] {
  let beam: Candidate[] = [{ text: '', probability: 1 }];
  for (const span of spans) {
    for (let position = span.start; position < span.end; position++) {
      beam = combine(beam, charactersAt(posteriors[span.line]!, position));
    }
  }
  return beam;
}

/** Every joining of two lists, cut to the most probable. */
export function combine(heads: readonly Candidate[], tails: readonly Candidate[]): Candidate[] {
  if (tails.length === 1) {
    const [tail] = tails;
    return heads.map((head) => ({ text: head.text + tail!.text, probability: head.probability * tail!.probability }));
  }
  return heads
    .flatMap((head) =>
      tails.map((tail) => ({ text: head.text + tail.text, probability: head.probability * tail.probability })),
    )
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, WIDTH);
}

export function charactersAt({ probabilities }: Posterior, position: number): Candidate[] {
  const count = MRZ_ALPHABET.length;
  const candidates: Candidate[] = [];
  for (let c = 0; c < count; c++) {
    const probability = probabilities[position * count + c]!;
    if (probability >= LEAST) candidates.push({ text: MRZ_ALPHABET[c]!, probability });
  }
  return candidates.toSorted((a, b) => b.probability - a.probability);
}

export const probabilityOf = ({ probabilities }: Posterior, position: number, character: string): number =>
  probabilities[position * MRZ_ALPHABET.length + MRZ_ALPHABET.indexOf(character)]!;
