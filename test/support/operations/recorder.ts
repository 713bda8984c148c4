import type { Row } from './mapping.js';

/** Every coordinate that a story used, by the operation that it tells of. */
export class Recorder {
  private readonly seen = new Map<string, Set<string>>();

  /** Something derived is told where everything that it is derived from is. */
  has({ operation, coordinate }: Row): boolean {
    const seen = this.seen.get(operation) ?? new Set();
    if (!coordinate.startsWith('derived ')) return seen.has(coordinate);
    const [, ...parts] = coordinate.match(/[a-zA-Z]+/g) ?? [];
    const names = new Set([...seen].map((known) => /(\w+)(:\))?$/.exec(known)?.[1]));
    return parts.every((part) => names.has(part));
  }

  add(operation: string, coordinates: readonly string[]): void {
    const seen = this.seen.get(operation) ?? new Set();
    for (const coordinate of coordinates) seen.add(coordinate);
    this.seen.set(operation, seen);
  }
}
