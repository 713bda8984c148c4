/** What a new adapter begins with: it type-checks, and its suite fails where the vendor has still to be spoken to. */
export interface Names {
  /** kebab-case, as in results. */
  readonly id: string;
  /** camelCase. */
  readonly value: string;
  /** PascalCase. */
  readonly type: string;
}
/** From where the files import what the gateway offers. */
export interface Places {
  readonly contract: string;
  readonly kit: (file: string) => string;
  readonly suite: string;
  readonly adapter: string;
}

export const indexOf = ({ id, value, type }: Names, { contract, kit }: Places): string => `import { z } from 'zod';
import { defineAdapter } from '${contract}';
import { imageTypeOf } from '${kit('image')}';
import { ${type}Client } from './client.js';
import { evidenceOf } from './mapping.js';

const options = z.strictObject({ url: z.url({ protocol: /^https?$/ }), apiKey: z.string().min(8) });

export const ${value} = defineAdapter({
  id: '${id}',
  provider: 'EXTERNAL',
  supports: { types: ['PASSPORT'], countries: [], sides: ['FRONT'] },
  capabilities: ['DOCUMENT_ANALYSIS'],
  options,
  secrets: ['apiKey'],
  create: (settings, tools) => {
    const client = new ${type}Client(settings, tools);
    return {
      health: (signal) => client.health(signal),
      async analyzeDocument(request, signal) {
        await imageTypeOf(request.image);
        return evidenceOf(await client.analyze(request, signal));
      },
    };
  },
});
`;

export const clientOf = (
  { type }: Names,
  { contract, kit }: Places,
): string => `import type { AdapterTools, DocumentRequest } from '${contract}';
import { z } from 'zod';
import { exchange, failureOf, readJson } from '${kit('http')}';

/** What the vendor answers: parsed, and tolerant of what it adds. */
const answer = z.object({ genuine: z.boolean() });
export type ${type}Answer = z.infer<typeof answer>;

/** Speaks the vendor's protocol; repeats nothing. */
export class ${type}Client {
  constructor(
    private readonly settings: { readonly url: string; readonly apiKey: string },
    private readonly tools: AdapterTools,
  ) {}

  async health(signal: AbortSignal): Promise<void> {
    const { status } = await exchange(this.tools.fetch, { method: 'GET', url: \`\${this.settings.url}/health\` }, signal);
    if (status !== 200) throw failureOf(status);
  }

  async analyze({ image }: DocumentRequest, signal: AbortSignal): Promise<${type}Answer> {
    const asked = {
      method: 'POST' as const,
      url: \`\${this.settings.url}/documents\`,
      headers: { authorization: \`Bearer \${this.settings.apiKey}\` },
      body: Uint8Array.from(image.bytes),
    };
    const reply = await exchange(this.tools.fetch, asked, signal);
    if (reply.status !== 200) throw failureOf(reply.status);
    return readJson(reply, answer);
  }
}
`;

export const mappingOf = (
  { type }: Names,
  { contract }: Places,
): string => `import type { DocumentEvidence } from '${contract}';
import type { ${type}Answer } from './client.js';

/** The vendor's words stop here. */
export const evidenceOf = ({ genuine }: ${type}Answer): DocumentEvidence => ({
  signals: [
    genuine
      ? { name: 'IMAGE_MANIPULATION', outcome: 'PASS', confidence: 1, reasons: [] }
      : { name: 'IMAGE_MANIPULATION', outcome: 'FAIL', confidence: 0, reasons: ['manipulated'] },
  ],
  readings: [],
  text: [],
  timings: {},
  response: { genuine },
});
`;

/** The smallest JPEG that is one by its first bytes. */
const JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=';

export const testOf = (
  { value }: Names,
  { suite, adapter }: Places,
): string => `import { describeAdapter } from '${suite}';
import { ${value} } from '${adapter}';

const picture = async () => Buffer.from('${JPEG}', 'base64');

describeAdapter({
  definition: ${value},
  // Start a local server that speaks the vendor's protocol, and put its address here: until then nobody answers.
  options: { url: 'http://127.0.0.1:9', apiKey: 'the key of a test' },
  samples: { document: { FRONT: picture }, personal: [] },
});
`;

export const packageOf = ({ id }: Names): string =>
  `${JSON.stringify(
    {
      name: `proofgate-adapter-${id}`,
      version: '0.1.0',
      private: true,
      type: 'module',
      scripts: { types: 'tsc --noEmit', build: 'tsc', test: 'vitest run --exclude dist' },
      peerDependencies: { proofgate: '*', zod: '^4' },
    },
    null,
    2,
  )}\n`;

export const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      lib: ['ES2023', 'ESNext.AsyncIterable', 'ESNext.Disposable'],
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      outDir: 'dist',
    },
    include: ['*.ts'],
  },
  null,
  2,
)}\n`;
