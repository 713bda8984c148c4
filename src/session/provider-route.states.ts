import type { SubjectEvent } from '../event/subject-change.js';
import type { Asked } from '../provider/registry.js';

/**
 * Whom a question went to, for the history of a session: everybody who did not answer, and who answered in their place.
 * @param about what was asked about, by ids
 */
export function routeEvents(route: readonly Asked[], about: Readonly<Record<string, unknown>> = {}): SubjectEvent[] {
  const failed = route.filter(({ failure }) => failure !== undefined);
  const [named] = failed;
  const answered = route.find(({ failure }) => failure === undefined);
  return [
    ...failed.map((asked) => ({ type: 'SESSION_PROVIDER_FAILED' as const, data: { ...about, ...asked } })),
    ...(named && answered
      ? [
          {
            type: 'SESSION_PROVIDER_SWITCHED' as const,
            data: { ...about, from: named.source, to: answered.source, reason: answered.reason },
          },
        ]
      : []),
  ];
}
