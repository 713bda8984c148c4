/**
 * Finds the words of a vocabulary that may be the same as a given one. Words are kept under their consonants and under
 * what is left of these when some are taken out: vowels cost so little in wordDistance that they tell nothing here, and a
 * changed consonant is one taken out on both sides.
 */
import type { Word } from './folding.js';
import { allowed, joinOf, wordsOff } from './name-similarity.js';
import { NICKNAMES } from './variants.js';

/** A word of a name, or two of them written as one. */
export interface Form {
  readonly word: Word;
  readonly parts: 1 | 2;
}

/** The words of a name that tell something, and every two neighbours as one; with how often the name has each. */
export function formsOf(words: readonly Word[]): Map<Form, number> {
  const forms = [
    ...words.filter(({ isParticle }) => !isParticle).map((word): Form => ({ word, parts: 1 })),
    ...words.slice(1).map((word, i): Form => ({ word: joinOf(words[i] ?? word, word), parts: 2 })),
  ];
  const counts = new Map<Form, number>();
  for (const form of forms) {
    const same = [...counts.keys()].find(({ word, parts }) => word.plain === form.word.plain && parts === form.parts);
    counts.set(same ?? form, (same ? (counts.get(same) ?? 0) : 0) + 1);
  }
  return counts;
}

export class WordIndex {
  private readonly forms: Form[] = [];
  private readonly ids = new Map<string, number>();
  private readonly byConsonants = new Map<string, number[]>();
  private readonly byInitial = new Map<string, number[]>();

  get size(): number {
    return this.forms.length;
  }

  form(id: number): Form | undefined {
    return this.forms[id];
  }

  idOf(form: Form): number {
    const name = nameOf(form.word.plain, form.parts);
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.forms.push(form) - 1;
    this.ids.set(name, id);
    for (const key of keysOf(form)) push(this.byConsonants, key, id);
    if (form.parts === 1) push(this.byInitial, initialOf(form), id);
    return id;
  }

  /** Every form that may stand for this one, once; two words as one stand for one word, never for two. */
  like(form: Form): number[] {
    const found = new Set(keysOf(form).flatMap((key) => this.byConsonants.get(key) ?? []));
    if (form.parts === 1) {
      for (const short of NICKNAMES.get(form.word.plain) ?? []) addKnown(found, this.ids.get(nameOf(short, 1)));
      // An initial stands for every word that begins with it.
      for (const id of this.byInitial.get(initialOf(form)) ?? [])
        if (form.word.folded.length === 1 || this.forms[id]?.word.folded.length === 1) found.add(id);
    }
    return [...found].filter((id) => {
      const other = this.forms[id];
      return other && other.parts + form.parts < 4 && wordsOff(form.word, other.word) !== Infinity;
    });
  }
}

const nameOf = (plain: string, parts: number): string => `${plain}/${parts}`;
const initialOf = ({ word }: Form): string => word.folded.charAt(0);

function addKnown(found: Set<number>, id: number | undefined): void {
  if (id !== undefined) found.add(id);
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const ids = map.get(key);
  if (ids) ids.push(id);
  else map.set(key, [id]);
}

/** The consonants, and what is left with as many taken out as the length of the word allows to be off. */
function keysOf({ word: { folded }, parts }: Form): string[] {
  const consonants = folded.replace(/[aeiou]/g, '');
  const keys = new Set([consonants]);
  let last = [consonants];
  for (let depth = parts === 2 ? 1 : Math.floor(allowed(folded.length)); depth > 0; depth--) {
    last = last.flatMap((key) => [...key].map((_, place) => key.slice(0, place) + key.slice(place + 1)));
    for (const key of last) keys.add(key);
  }
  return [...keys];
}
