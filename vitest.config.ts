import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql: Node and Vite would otherwise each load their own build of it.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
