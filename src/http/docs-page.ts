import { existsSync, readFileSync } from 'node:fs';
import type { ServiceInfo } from '../service/information.service.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const LINKS: readonly (readonly [href: string, text: string])[] = [
  ['/graphiql', 'GraphiQL: explore the API, without internet'],
  ['/graphql', 'Apollo Sandbox: explore the API, from Apollo’s servers'],
  ['/schema.graphql', 'The schema'],
  ['/docs/operations.md', 'Operations: where those of other APIs are here, with examples'],
  ['/health', 'Health'],
  ['/metrics', 'Metrics'],
];

/** Where to go from here. */
export const docsPage = ({ service, description, version }: ServiceInfo): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(service)}</title>
<h1>${escaped(service)} ${escaped(version)}</h1>
<p>${escaped(description)}</p>
<ul>
${LINKS.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('\n')}
</ul>
</html>
`;

const OPERATIONS = [
  new URL('../../docs/operations.md', import.meta.url), // from the sources: tests, dev
  new URL('../../../docs/operations.md', import.meta.url), // from the compiled code
];

/** Where every operation and field that users come from is, as shipped. */
export function operationsPage(): string {
  const file = OPERATIONS.find((place) => existsSync(place));
  if (!file) throw new Error('docs/operations.md is not there');
  return readFileSync(file, 'utf8');
}
