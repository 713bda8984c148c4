import { LRUCache } from 'lru-cache';

/** Rows that never change once they are written: this process reads each once, and asks only for those it does not know. */
export class ImmutableRows<Row extends { readonly id: string }> {
  private readonly known: LRUCache<string, Row>;

  constructor(
    max: number,
    private readonly load: (organizationId: string, ids: readonly string[]) => Promise<readonly Row[]>,
  ) {
    this.known = new LRUCache({ max });
  }

  /** Those that there are, in any order. */
  async findMany(organizationId: string, ids: readonly string[]): Promise<Row[]> {
    const keyOf = (id: string): string => `${organizationId}/${id}`;
    const known = ids.flatMap((id) => this.known.get(keyOf(id)) ?? []);
    if (known.length === ids.length) return known;
    const unknown = ids.filter((id) => !known.some((row) => row.id === id));
    const loaded = await this.load(organizationId, unknown);
    for (const row of loaded) this.known.set(keyOf(row.id), row);
    return [...known, ...loaded];
  }
}
