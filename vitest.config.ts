import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Two copies of graphql would meet otherwise: its ES modules from our imports, its CommonJS from the libraries'.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true } },
  test: {
    include: ['test/{unit,contract,e2e}/**/*.test.ts'],
    // A story starts an embedded database and models; on a busy machine that takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
