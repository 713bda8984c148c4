/** Lists made ready to be asked, and the asking. */
import { setImmediate } from 'node:timers/promises';
import type { ListedEntry, ListName, SanctionsMatch, Subject } from '../sanctions.states.js';
import { aloneWorth, type BestName, judgeEntry, numberKey } from './entry-match.js';
import { LEAST_SIMILARITY, NameIndex } from './name-index.js';
import { nameSimilarity, prepareName } from './name-similarity.js';

/** Entries that are read before others get a turn. */
const AT_A_TIME = 250;
const MOST_MATCHES = 20;

interface Place {
  readonly list: ListName;
  readonly entry: ListedEntry;
  /** Which of the entry's names. */
  readonly name: number;
}

export class ScreeningIndex {
  private readonly names = new NameIndex();
  private readonly places: Place[] = [];
  private readonly byNumber = new Map<string, Place[]>();

  /** Only people: what a document shows is never a company or a ship. */
  static async of(lists: readonly { readonly name: ListName; readonly entries: readonly ListedEntry[] }[]) {
    const index = new ScreeningIndex();
    for (const { name, entries } of lists)
      for (const [count, entry] of entries.entries()) {
        if (count % AT_A_TIME === 0) await setImmediate();
        if (entry.type === 'INDIVIDUAL') index.add(name, entry);
      }
    return index;
  }

  private add(list: ListName, entry: ListedEntry): void {
    for (const [name, { text }] of entry.names.entries()) {
      this.names.add(prepareName(text));
      this.places.push({ list, entry, name });
    }
    for (const { number } of entry.ids) {
      const key = numberKey(number);
      this.byNumber.set(key, [...(this.byNumber.get(key) ?? []), { list, entry, name: 0 }]);
    }
  }

  /** Who on the lists may be the subject, the likeliest first. */
  screen(subject: Subject): SanctionsMatch[] {
    const best = new Map<ListedEntry, BestName>();
    for (const place of this.likely(subject)) this.improve(best, place, subject);
    const matches = [...best.values()].flatMap((found) => judgeEntry(subject, found) ?? []);
    return matches
      .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
      .sort((a, b) => b.similarity - a.similarity || (a.entryId < b.entryId ? -1 : 1))
      .slice(0, MOST_MATCHES);
  }

  private likely(subject: Subject): Place[] {
    const named = this.names.candidates(prepareName(subject.name)).flatMap((place) => this.places[place] ?? []);
    const numbered = subject.ids.flatMap(({ number }) => this.byNumber.get(numberKey(number)) ?? []);
    return [...named, ...numbered];
  }

  /** Of an entry's names the one that tells most: a weak alias less than another that is as alike. */
  private improve(best: Map<ListedEntry, BestName>, { list, entry, name }: Place, subject: Subject): void {
    const listed = entry.names[name];
    if (!listed) return;
    const similarity = nameSimilarity(prepareName(subject.name), prepareName(listed.text));
    const found = { list, entry, listed, similarity };
    const known = best.get(entry);
    if (!known || aloneWorth(found) > aloneWorth(known)) best.set(entry, found);
  }
}
