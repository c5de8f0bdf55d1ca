import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
      'test/tidy/**/*.test.ts',
      'test/journeys/**/*.test.ts',
      'test/trials/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    // Generous: a busy machine takes several times as long, and a test that hangs is found all the same.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    globalSetup: ['src/testing/database-server.ts'],
  },
});
