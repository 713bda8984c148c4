import { pino, type Logger as Pino } from 'pino';

export type Logger = Pino;

/**
 * Logs JSON lines. Callers log ids, codes and counts by name: nothing is logged whole, so nothing personal can slip in.
 * An error is reduced to its type, code and stack; messages of databases quote values and stay out.
 */
export const createLogger = (level: string, destination?: { write(line: string): void }): Logger =>
  pino(
    {
      level,
      base: null,
      serializers: {
        err: (error: unknown) =>
          error instanceof Error
            ? { type: error.name, code: 'code' in error ? error.code : undefined, at: frames(error) }
            : { type: typeof error },
      },
    },
    ...(destination ? [destination] : []),
  );

const frames = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim());
