import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['src/**/*.test.{ts,tsx}', 'apps/**/*.test.ts', 'scripts/*.test.mjs'], environment: 'node', env: { TZ: 'UTC' }, testTimeout: 60_000 },
});
