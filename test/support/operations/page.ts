import { inEveryRun, inOrderOf, isMeasured, withoutSecrets } from './constant.js';
import { ROWS } from './mapping.js';
import type { Example } from './teller.js';

/** In the order of the mapping. */
const OPERATIONS = [...new Set(ROWS.map(({ operation }) => operation))];

const INTRODUCTION = `# Operations

Where each operation and field of the APIs that our users come from is here, with a request and its answer. The requests
were run: \`npm run docs\` writes this page, and a test holds it against the gateway. Long texts are cut (…).
`;
const LONGEST = 72;

/** The page: every operation of the mapping, with its fields and the first example told of it. */
export function pageOf(examples: ReadonlyMap<string, Example>, address: string): string {
  const sections = OPERATIONS.map((operation) => {
    const rows = ROWS.filter((row) => row.operation === operation);
    const names = rows.flatMap(({ field, coordinate }) => (field === 'operation' ? [`\`${coordinate}\``] : []));
    const fields = rows.filter(({ field }) => field !== 'operation');
    const table = fields.map(({ field, coordinate }) => `| \`${field}\` | \`${coordinate}\` |`);
    const example = examples.get(operation);
    const parts = [`## ${operation}`, names.join(', '), ['| field | here |', '| --- | --- |', ...table].join('\n')];
    return [...parts, ...(example ? shown(example) : [])].filter(Boolean).join('\n\n');
  });
  return inEveryRun(`${[INTRODUCTION, ...sections].join('\n\n').replaceAll(address, 'http://localhost:4000')}\n`);
}

function shown({ headers, request, variables, response }: Example): string[] {
  const names = Object.keys(headers).map((name) => `\`${name}\``);
  const json = (value: unknown) => block('json', JSON.stringify(value, shorten, 2));
  return [
    ...(names.length > 0 ? [`With the headers ${names.join(', ')}:`] : []),
    block(request.startsWith('GET') ? 'http' : 'graphql', request),
    ...(variables ? [json(variables)] : []),
    'Answer:',
    json(inOrderOf(request, response)),
  ];
}

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

function shorten(name: string, value: unknown): unknown {
  if (value instanceof Blob) return '(an image)';
  if (isMeasured(name, value)) return 1;
  if (typeof value !== 'string') return value;
  const text = withoutSecrets(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The page with its answers reduced to their fields: what stands in them differs by run and by what the gateway rests on. */
export const withoutValues = (page: string): string =>
  page.replaceAll(/```json\n(.*?)\n```/gs, (_, text: string) => JSON.stringify(fieldsOf(JSON.parse(text))));

function fieldsOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(fieldsOf(item))))].toSorted();
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value)
    .map(([name, item]) => [name, fieldsOf(item)])
    .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
}
