import { defineConfig } from 'vitest/config';
import { bundle } from './scripts/bundle.mjs';

export default defineConfig({
  plugins: [bundle()],
  test: { include: ['src/**/*.test.{ts,tsx}', 'apps/**/*.test.ts', 'scripts/*.test.mjs'], environment: 'node', env: { TZ: 'UTC' }, testTimeout: 60_000 },
});
