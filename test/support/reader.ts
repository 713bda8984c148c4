import { type InstalledAdapter, ProviderError } from '../../src/provider/contract.js';

/** Stands for GOOGLE: it reads Spanish identity cards alone, and does not tell the true from the false. */
export const reader: InstalledAdapter = {
  definition: {
    id: 'google',
    provider: 'GOOGLE',
    supports: { types: ['IDENTITY_CARD'], countries: ['ES'], sides: ['FRONT', 'BACK'] },
    capabilities: ['DOCUMENT_ANALYSIS'],
    secrets: [],
  },
  adapter: {
    analyzeDocument: () => Promise.reject(new ProviderError('unavailable', 'maintenance')),
    health: async () => undefined,
  },
};
