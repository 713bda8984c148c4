import { SaxesParser } from 'saxes';
import { ProviderError } from '../../src/provider/contract.js';

/** The text of every element, by local name: namespaces and nesting differ between versions of the service. */
export interface ReadXml {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly ids: ReadonlyMap<string, string>;
}

export function readXml(body: Uint8Array): ReadXml {
  const texts = new Map<string, string[]>();
  const ids = new Map<string, string>();
  const open: { name: string; text: string }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, attributes }) => {
    open.push({ name: local, text: '' });
    const id = Object.values(attributes).find((attribute) => attribute.local === 'Id');
    if (id) ids.set(local, id.value);
  });
  parser.on('text', (text) => {
    const innermost = open.at(-1);
    if (innermost) innermost.text += text;
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) texts.set(closed.name, [...(texts.get(closed.name) ?? []), closed.text.trim()]);
  });
  try {
    parser.write(new TextDecoder().decode(body)).close();
  } catch (cause) {
    throw new ProviderError('malformed', 'answer_invalid', { cause });
  }
  return { texts, ids };
}

export function requireText({ texts }: ReadXml, name: string): string {
  const text = texts.get(name)?.[0];
  if (!text) throw new ProviderError('malformed', 'answer_invalid', { cause: new Error(`no ${name}`) });
  return text;
}
