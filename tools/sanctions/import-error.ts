/** Files that cannot be taken as a list; the one in force stays. */
export class ImportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportError';
  }
}
