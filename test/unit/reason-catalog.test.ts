import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CatalogService } from '../../src/catalog/catalog.service.js';
import { ERRORS } from '../../src/shared/errors.js';
import { registryOf } from './provider-support.js';

/** What stands where reasons stand and is none: adapters' ids, and words of the language. */
const NO_REASONS = new Set(['aamva', 'ofac', 'internal', 'string', 'unknown', 'reason', 'valid', 'invalid']);

const sources = ['src', 'adapters'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/build\/|catalog\//.test(name))
    .map((name) => join(folder, name)),
);

/** The string literals that code gives as reasons: in `reasons` and `failure`, in provider errors, in unanswered tests. */
function reasonsIn(file: string): string[] {
  const found: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(node.text)) found.push(node.text);
    if (!ts.isBinaryExpression(node) && !ts.isTypeOfExpression(node)) ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && /^(reasons|failure)$/.test(node.name.getText())) collect(node.initializer);
    if (ts.isNewExpression(node) && node.expression.getText() === 'ProviderError' && node.arguments?.[1])
      collect(node.arguments[1]);
    if (ts.isCallExpression(node) && node.expression.getText().startsWith('unanswered'))
      node.arguments.slice(2).forEach(collect);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true));
  return found.filter((word) => !NO_REASONS.has(word));
}

describe('the catalogue of reasons', () => {
  const catalog = new CatalogService(registryOf([]));
  const codes = new Set(catalog.reasons('en').map(({ code }) => code));

  it('knows every reason that the code gives', () => {
    const given = sources.flatMap((file) => reasonsIn(file).map((reason) => ({ reason, file })));
    expect(given.length).toBeGreaterThan(40);
    expect(given.filter(({ reason }) => !codes.has(reason))).toEqual([]);
  });

  it('knows every refusal, and says nothing twice', () => {
    expect(Object.keys(ERRORS).filter((code) => !codes.has(code))).toEqual([]);
    expect(codes.size).toBe(catalog.reasons('es').length);
  });

  it('tells holders what to do, never what was found', () => {
    for (const language of ['en', 'es'])
      for (const { holderText } of catalog.reasons(language))
        expect(holderText).not.toMatch(/sancion|sanction|manipul|threshold|umbral|spoof|specimen/i);
  });
});
