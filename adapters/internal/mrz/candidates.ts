/** Readings of a stretch of a line with their probabilities, most probable first. */
import type { MrzSpan } from './formats.js';
import { MRZ_ALPHABET, type Posterior } from './lattice.js';

export interface Candidate {
  readonly text: string;
  readonly probability: number;
}

/** A character less probable than this is no alternative. */
const LEAST = 0.0005;
const WIDTH = 200;
/** A reading so much less probable than the best is none. */
const NEGLIGIBLE = 1e-9;

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

/** Every joining of two lists, both most probable first, cut to the most probable. */
export function combine(heads: readonly Candidate[], tails: readonly Candidate[]): Candidate[] {
  const joined: Candidate[] = [];
  const least = (heads[0]?.probability ?? 0) * (tails[0]?.probability ?? 0) * NEGLIGIBLE;
  for (const head of heads) {
    for (const tail of tails) {
      const probability = head.probability * tail.probability;
      if (probability < least) break;
      joined.push({ text: head.text + tail.text, probability });
    }
  }
  if (tails.length === 1) return joined;
  return joined.sort((a, b) => b.probability - a.probability).slice(0, WIDTH);
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
