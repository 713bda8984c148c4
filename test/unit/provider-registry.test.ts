import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Adapter,
  type AdapterDefinition,
  defineAdapter,
  installAdapter,
  type Provider,
} from '../../src/provider/contract.js';
import type { Wanted } from '../../src/provider/registry.js';
import { DomainError } from '../../src/shared/errors.js';
import { registryOf } from './provider-support.js';

const tools = { fetch, now: () => new Date(), log: console };
const evidence = { signals: [], readings: [], text: [], timings: {} };
const reader: Adapter = { health: async () => undefined, analyzeDocument: async () => evidence };

/** An adapter of facts alone: what it is asked, it has seen. */
const adapter = (id: string, facts: Partial<AdapterDefinition<unknown>>, made: Adapter = reader) =>
  installAdapter(
    defineAdapter({
      id,
      supports: { types: ['PASSPORT', 'IDENTITY_CARD'], countries: [], sides: ['FRONT', 'BACK'] },
      capabilities: ['DOCUMENT_ANALYSIS'],
      options: z.unknown(),
      secrets: [],
      ...facts,
      create: () => made,
    }),
    {},
    tools,
  );

const spanish = { types: ['IDENTITY_CARD'], countries: ['ES'], sides: ['FRONT'] } as const;
const registry = registryOf([
  adapter('internal', { provider: 'INTERNAL', capabilities: ['DOCUMENT_ANALYSIS', 'IMAGE_FRAUD'] }),
  adapter('veridas', { provider: 'VERIDAS', supports: spanish }),
  adapter('sandbox', {}, { ...reader, delegate: async () => Promise.reject(new Error('not asked')) }),
]);
const card = { type: 'IDENTITY_CARD', country: 'ES' } as const;

type Asked = Omit<Wanted, 'organizationId'>;
const of = (wanted: Asked): Wanted => ({ organizationId: 'demo', ...wanted });
const refusalOf = async (wanted: Asked): Promise<string> => {
  try {
    await registry.requireSupport(of(wanted));
    return 'none';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};
const answering = async (wanted: Asked) => {
  const answered = await registry.ask('analyzeDocument', of(wanted), async () => 'seen');
  return [answered?.source, answered?.provider];
};

describe('who is asked', () => {
  it.each<[string, Asked, string]>([
    ['a provider that knows the document', { provider: 'VERIDAS', mode: 'LIVE', document: card }, 'none'],
    ['another country', { provider: 'VERIDAS', document: { ...card, country: 'FR' } }, 'PROVIDER_UNSUPPORTED'],
    ['another type', { provider: 'VERIDAS', document: { type: 'PASSPORT', country: 'ES' } }, 'PROVIDER_UNSUPPORTED'],
    ['a side it does not read', { provider: 'VERIDAS', document: { ...card, side: 'BACK' } }, 'PROVIDER_UNSUPPORTED'],
    ['a provider that is not there', { provider: 'GOOGLE', mode: 'LIVE', document: card }, 'PROVIDER_NOT_CONFIGURED'],
    ['the same in SANDBOX', { provider: 'GOOGLE', mode: 'SANDBOX', document: card }, 'none'],
    [
      'one that is there, in SANDBOX',
      { provider: 'VERIDAS', mode: 'SANDBOX', document: { ...card, country: 'FR' } },
      'PROVIDER_UNSUPPORTED',
    ],
  ])('%s: %s', async (_name, wanted, code) => {
    expect(await refusalOf(wanted)).toBe(code);
  });

  it('is the provider, INTERNAL for what it cannot read, the sandbox in its name', async () => {
    expect(await answering({ provider: 'VERIDAS', document: { ...card, side: 'FRONT' } })).toEqual([
      'veridas',
      'VERIDAS',
    ]);
    expect(await answering({ provider: 'VERIDAS', document: { ...card, side: 'BACK' } })).toEqual([
      'internal',
      'INTERNAL',
    ]);
    expect(await answering({ provider: 'GOOGLE', mode: 'LIVE' })).toEqual(['internal', 'INTERNAL']);
    expect(await answering({ provider: 'GOOGLE', mode: 'SANDBOX' })).toEqual(['sandbox', 'GOOGLE']);
  });

  it('is the adapter that began, and no other', async () => {
    expect(await answering({ provider: 'GOOGLE', source: 'sandbox' })).toEqual(['sandbox', 'GOOGLE']);
    expect(
      await registry.ask('analyzeDocument', of({ provider: 'GOOGLE', source: 'gone' }), async () => 1),
    ).toBeUndefined();
  });

  it.each<[Provider, boolean]>([
    ['INTERNAL', true],
    ['VERIDAS', false],
  ])('says of itself what it can: %s', async (provider, can) => {
    expect(await registry.has('IMAGE_FRAUD', of({ provider }))).toBe(can);
    expect(await registry.has('IMAGE_FRAUD', of({ provider }), 'anybody')).toBe(true);
  });
});
