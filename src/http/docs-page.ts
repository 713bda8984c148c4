import type { ServiceInfo } from './options.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const LINKS: readonly (readonly [href: string, text: string])[] = [
  ['/graphiql', 'GraphiQL: explore the API, without internet'],
  ['/graphql', 'Apollo Sandbox: explore the API, from Apollo’s servers'],
  ['/schema.graphql', 'The schema'],
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
