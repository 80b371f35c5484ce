import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['src/**/*.test.{ts,tsx}', 'apps/**/*.test.ts'], environment: 'node', env: { TZ: 'UTC' }, testTimeout: 60_000 },
});
