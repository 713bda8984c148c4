/** Finds the names that may be like a given one without comparing it with all of them. */
import { type PreparedName, similarityBound } from './name-similarity.js';
import { type Form, formsOf, WordIndex } from './word-index.js';

/** Nothing less alike than this is found: below it two names share a word by chance. */
export const LEAST_SIMILARITY = 0.76;

export class NameIndex {
  private readonly vocabulary = new WordIndex();
  private readonly names: PreparedName[] = [];
  /** By word: the names that have it, as often as they do. */
  private readonly namesWith: number[][] = [];
  /** By name, for the query at hand: words and letters that it may have in common with it. */
  private words = new Uint8Array(0);
  private queryLetters = new Uint16Array(0);
  private nameLetters = new Uint16Array(0);

  /** Returns the place by which candidates() names it. */
  add(name: PreparedName): number {
    const place = this.names.push(name) - 1;
    for (const [form, times] of formsOf(name.words)) {
      const names = (this.namesWith[this.vocabulary.idOf(form)] ??= []);
      for (let time = 0; time < times; time++) names.push(place);
    }
    return place;
  }

  name(place: number): PreparedName | undefined {
    return this.names[place];
  }

  /** The places of all names that are that alike by nameSimilarity(), and of some others. */
  candidates(query: PreparedName): number[] {
    if (this.words.length < this.names.length) this.makeRoom();
    const touched: number[] = [];
    for (const [form, times] of formsOf(query.words)) this.credit(form, times, touched);
    const wanted = Math.min(2, query.words.filter(({ isParticle }) => !isParticle).length);
    const found = touched.filter((place) => this.isWorthIt(query, place, wanted));
    for (const place of touched) this.words[place] = this.queryLetters[place] = this.nameLetters[place] = 0;
    return found;
  }

  private credit(form: Form, times: number, touched: number[]): void {
    for (const id of this.vocabulary.like(form)) {
      const other = this.vocabulary.form(id);
      if (!other) continue;
      let [last, credited] = [-1, 0];
      for (const place of this.namesWith[id] ?? []) {
        credited = place === last ? credited + 1 : 1;
        last = place;
        if (credited <= times) this.creditName(place, form, other, touched);
      }
    }
  }

  private creditName(place: number, form: Form, other: Form, touched: number[]): void {
    if (this.words[place] === 0) touched.push(place);
    this.words[place] = Math.min(99, (this.words[place] ?? 0) + Math.max(form.parts, other.parts));
    this.queryLetters[place] = (this.queryLetters[place] ?? 0) + form.word.folded.length;
    this.nameLetters[place] = (this.nameLetters[place] ?? 0) + other.word.folded.length;
  }

  private isWorthIt(query: PreparedName, place: number, wanted: number): boolean {
    const name = this.names[place];
    if (!name || (this.words[place] ?? 0) < wanted) return false;
    const bound = similarityBound(query, name, this.queryLetters[place] ?? 0, this.nameLetters[place] ?? 0);
    return bound >= LEAST_SIMILARITY;
  }

  private makeRoom(): void {
    this.words = new Uint8Array(this.names.length);
    this.queryLetters = new Uint16Array(this.names.length);
    this.nameLetters = new Uint16Array(this.names.length);
  }
}
